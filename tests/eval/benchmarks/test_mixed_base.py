import hashlib
from pathlib import Path

import pytest

from eval.benchmarks import mixed_base as module
from eval.benchmarks.benchmark_base import document_base
from eval.benchmarks.mixed_base import mixed_base
from knowledge_base.document import Document, Section
from retrieval.embedder import HashedEmbedder
from retrieval.ranking import read_ranking

TEXT = "居民用水每立方米收费三元，按月收取。停水应当提前一天通知全体用户。"


@pytest.fixture
def fill(tmp_path: Path, monkeypatch):
    """Fills a base of so many passages and gives it with how many documents were added."""
    monkeypatch.setattr(module, "_BATCH", 2)
    digest = hashlib.sha256(TEXT.encode()).hexdigest()
    document = Document("a", "供水办法", "a.txt", "text", TEXT, (Section((), 0, len(TEXT)),), digest)
    file, embedder, ranking = tmp_path / "d.jsonl", HashedEmbedder(), read_ranking(tmp_path)
    file.write_text(TEXT, encoding="utf-8")

    def filled(passages: int):
        base = mixed_base(tmp_path, file, embedder.name, passages)
        with document_base(tmp_path, file, [document], embedder, ranking) as real:
            added = base.fill([document], real, ranking)
        with base.open(embedder, ranking) as opened:
            counts = opened.library.counts()
            found = opened.searcher.consider("停水提前几天通知", heard=False)
        return added, counts, len(found.ids) if found else 0

    return filled


def test_has_just_so_many_passages_and_every_channel_finds_them(fill) -> None:
    assert fill(60) == (3, (60, 3), 60)


def test_a_base_is_filled_once_and_each_size_has_its_own(fill) -> None:
    assert fill(60)[0] == 3
    assert fill(60)[0] == 0
    assert fill(40)[:2] == (2, (40, 2))


def test_a_filling_that_was_cut_off_goes_on(fill, monkeypatch) -> None:
    made = module.MixedDocuments.document

    def broken(self, number: int) -> Document:
        if number == 4:
            raise KeyboardInterrupt
        return made(self, number)

    monkeypatch.setattr(module.MixedDocuments, "document", broken)
    with pytest.raises(KeyboardInterrupt):
        fill(100)
    monkeypatch.setattr(module.MixedDocuments, "document", made)
    assert fill(100)[:2] == (1, (100, 5))
