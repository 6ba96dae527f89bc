"""A small library that is searched by words, sounds and hashed vectors, opened as often as a test likes."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from knowledge_base.document import Document, Section
from knowledge_base.library import Library
from knowledge_base.store import Store
from retrieval.embedder import HashedEmbedder, Vectors
from retrieval.evidence import FEATURES
from retrieval.ranking import WEIGHTS, Model, Ranking
from retrieval.search_index import SearchIndex
from retrieval.searcher import Searcher

TEXTS = {
    "公积金": "职工租住商品房的，可以申请提取住房公积金支付房租，每年提取一次。",
    "失业": "失业人员每月领取失业保险金一千八百二十四元，累计缴费满五年的最长领取十八个月。",
    "居住证": "在本市居住半年以上的，可以向派出所申领居住证，凭证享受子女入学待遇。",
    "落户": "本科毕业生可以凭劳动合同办理人才落户，由区公安分局审批。",
    "医保": "参保居民在定点医院住院，医疗保险按百分之七十报销费用。",
    "噪音": "夜间十点后禁止建筑施工，噪声扰民的由城市管理部门责令停工。",
    "公交": "老年人持优待卡免费乘坐公交车和地铁，早晚高峰除外。",
    "供水": "自来水管爆裂的，水务集团在两小时内到场抢修并公布停水时间。",
    "攻击": "遭受网络攻击的企业应当向网信办报告，资金被盗的向公安机关报案。",
    "实业": "实业公司注销登记应当先清算，债权人在四十五天内申报债权。",
    "入学": "小学新生入学登记在六月进行，家长携带户口簿和房产证明。",
    "供暖": "冬季供暖温度低于十八度的，用户可以要求退还采暖费。",
}


class CountingEmbedder(HashedEmbedder):
    """Remembers how many passages it was given each time."""

    def __init__(self, name: str = "hashed") -> None:
        self.name = name
        self.batches: list[int] = []

    def passages(self, texts: Sequence[str]) -> Vectors:
        self.batches.append(len(texts))
        return super().passages(texts)


@dataclass(frozen=True)
class Base:
    """One process's view of the base in a home."""

    store: Store
    index: SearchIndex
    library: Library
    searcher: Searcher

    def found(self, query: str, **more: object) -> list[str]:
        """The documents of the hits."""
        return [hit.passage.doc_id for hit in self.searcher.search(query, **more)]  # type: ignore[arg-type]

    def sizes(self) -> tuple[int, int, int]:
        """Of the index of passages, of that of documents, and of the vectors."""
        return self.index.passages.size(), self.index.documents.size(), self.index.dense.size()


def _model(**merit: float) -> Model:
    weights = tuple(merit.get(name, 0.0) for name in FEATURES)
    return Model(weights, (1.0, -2.0), (0.0,) * (WEIGHTS + 1))


@pytest.fixture
def plain() -> Ranking:
    """Words count when typed, sounds when heard, and what is found is always shown."""
    return Ranking(
        _model(words=2.0, sound=1.0, dense=1.0, about=3.0), _model(words=0.3, sound=3.0, dense=0.5, about=3.0)
    )


def _document(name: str, text: str) -> Document:
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Document(name, f"{name}办事指南", f"{name}.txt", "text", text, (Section((name,), 0, len(text)),), digest)


@pytest.fixture
def make_document() -> Callable[[str, str], Document]:
    return _document


@pytest.fixture
def texts() -> dict[str, str]:
    return dict(TEXTS)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def open_base(home: Path, plain: Ranking) -> Iterator[Callable[..., Base]]:
    """`open_base()` opens the base in the home as one more process does; `open_base(embedder)` with another model."""
    opened: list[Store] = []

    def run(embedder: HashedEmbedder | None = None, ranking: Ranking = plain, refreshed: bool = True) -> Base:
        store = Store(home / "base.db")
        opened.append(store)
        index = SearchIndex(home, store, embedder or HashedEmbedder())
        library = Library(store, home / "originals", index)
        searcher = Searcher(library, index, ranking)
        if refreshed:
            searcher.refresh()
        return Base(store, index, library, searcher)

    yield run
    for store in opened:
        store.close()


@pytest.fixture
def counting() -> type[CountingEmbedder]:
    return CountingEmbedder


@pytest.fixture(scope="session")
def filled_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """With the documents of TEXTS, of a passage each; made once, to be copied."""
    home = tmp_path_factory.mktemp("filled")
    with Store(home / "base.db") as store:
        index = SearchIndex(home, store, HashedEmbedder())
        library = Library(store, home / "originals", index)
        library.add_documents([_document(name, text) for name, text in TEXTS.items()])
    return home


@pytest.fixture
def base(open_base: Callable[..., Base], filled_home: Path, home: Path) -> Base:
    """With the documents of TEXTS."""
    shutil.copytree(filled_home, home)
    return open_base()
