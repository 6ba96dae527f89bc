"""Search over a small library: typed and heard, kept up to date, whatever is asked."""

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from knowledge_base.document import Document, Section
from knowledge_base.library import Library
from knowledge_base.store import Store
from retrieval.dense_index import DenseIndex
from retrieval.embedder import HashedEmbedder, Vectors
from retrieval.hit import SEARCH_CHANNELS, Hit
from retrieval.searcher import BATCH, INDEXES, Searcher
from retrieval.words import word_tokens

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

    def __init__(self) -> None:
        self.batches: list[int] = []

    def passages(self, texts: Sequence[str]) -> Vectors:
        self.batches.append(len(texts))
        return super().passages(texts)


def document(name: str, text: str) -> Document:
    digest = hashlib.sha256(text.encode()).hexdigest()
    section = Section((name,), 0, len(text))
    return Document(name, f"{name}办事指南", f"{name}.txt", "text", text, (section,), digest)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Store(tmp_path / "base.db") as store:
        library = Library(store, tmp_path / "originals", INDEXES)
        library.add_documents([document(name, text) for name, text in TEXTS.items()])
        yield library


@pytest.fixture
def embedder() -> CountingEmbedder:
    return CountingEmbedder()


@pytest.fixture
def dense(tmp_path: Path, embedder: CountingEmbedder) -> DenseIndex:
    return DenseIndex(tmp_path / "dense.faiss", embedder.dimensions)


@pytest.fixture
def searcher(library: Library, embedder: CountingEmbedder, dense: DenseIndex) -> Searcher:
    searcher = Searcher(library, embedder, dense)
    searcher.refresh()
    return searcher


def documents(hits: Sequence[Hit]) -> list[str]:
    return [hit.passage.doc_id for hit in hits]


@pytest.mark.parametrize(
    ("query", "answer"),
    [
        ("租房子怎么提取住房公积金", "公积金"),
        ("失业保险金每月领多少", "失业"),
        ("居住证在哪里申领", "居住证"),
        ("工地夜间施工噪声扰民", "噪音"),
        ("老年人乘坐公交车免费吗？", "公交"),
    ],
)
def test_a_typed_question_finds_its_passage(searcher: Searcher, query: str, answer: str) -> None:
    hits = searcher.search(query)

    assert documents(hits)[0] == answer
    assert hits[0].passage.text == TEXTS[answer]


@pytest.mark.parametrize(
    ("heard", "answer"),
    [
        ("攻击金怎么题取", "公积金"),
        ("实业保贤斤零多少", "失业"),
        ("局主正再哪深领", "居住证"),
        ("早声绕民谁来管", "噪音"),
    ],
)
def test_a_misheard_question_finds_the_passage_that_words_alone_miss(
    searcher: Searcher, library: Library, heard: str, answer: str
) -> None:
    by_words = library.match("words", word_tokens(heard), 1)
    wordy = library.passages([i for i, _ in by_words])

    assert answer not in {passage.doc_id for passage in wordy.values()}
    assert documents(searcher.search(heard, heard=True))[0] == answer


def test_hits_come_best_first_with_bounded_scores_and_their_ranks(searcher: Searcher) -> None:
    hits = searcher.search("失业保险金每月领多少")

    scores = [hit.score for hit in hits]
    assert scores == sorted(scores, reverse=True)
    assert all(0.0 <= score <= 1.0 for score in scores)
    assert hits[0].ranks == dict.fromkeys(SEARCH_CHANNELS, 1)
    assert all(rank >= 1 for hit in hits for rank in hit.ranks.values())


@pytest.mark.parametrize("heard", [False, True])
def test_the_limit_is_kept_and_no_passage_comes_twice(searcher: Searcher, heard: bool) -> None:
    query = "本市居民可以申请提取领取的费用"

    assert [len(searcher.search(query, heard, limit)) for limit in (0, 1, 3)] == [0, 1, 3]
    found = [hit.passage.passage_id for hit in searcher.search(query, heard, 20)]
    assert len(found) == len(set(found)) <= len(TEXTS)


def test_a_question_without_its_subject_is_taken_to_be_about_the_conversation(searcher: Searcher) -> None:
    query = "这个可以怎么申请办理"

    assert documents(searcher.search(query, about={"落户": 1.0}))[0] == "落户"
    assert documents(searcher.search(query, about={"公积金": 1.0}))[0] == "公积金"


@pytest.mark.parametrize("query", ["今天天气真好啊", "哈哈哈哈哈哈", "喂喂你好听得见吗"])
def test_what_no_passage_is_near_to_finds_nothing(searcher: Searcher, query: str) -> None:
    assert searcher.search(query) == []
    assert searcher.search(query, heard=True) == []


def test_a_removed_document_never_comes_back(searcher: Searcher, library: Library, dense: DenseIndex) -> None:
    query = "租房子怎么提取住房公积金"
    gone = searcher.search(query)[0].passage.passage_id

    library.remove("公积金")

    assert "公积金" not in documents(searcher.search(query, limit=20)), "though its vector is still there"
    assert gone in dense.ids()
    assert searcher.refresh() == 0
    assert gone not in dense.ids()
    library.add_document(document("公积金", TEXTS["公积金"]))
    searcher.refresh()
    assert searcher.search(query)[0].passage.passage_id > gone


def test_a_new_document_is_found_by_words_at_once_and_by_meaning_after_a_refresh(
    searcher: Searcher, library: Library
) -> None:
    text = "养犬应当办理犬只登记证，并注射狂犬病疫苗。"
    library.add_document(document("养犬", text))
    before = searcher.search("怎么办理犬只登记证")

    searcher.refresh()

    after = searcher.search("怎么办理犬只登记证")
    assert documents(before)[0] == documents(after)[0] == "养犬"
    assert "dense" not in before[0].ranks
    assert after[0].ranks["dense"] == 1


def test_a_changed_document_is_found_by_its_new_text_only(searcher: Searcher, library: Library) -> None:
    library.add_document(document("供水", "水表读数有疑问的，可以申请免费校验。"))
    searcher.refresh()

    assert searcher.search("水表读数有疑问申请校验")[0].passage.text.startswith("水表读数")
    assert "供水" not in documents(searcher.search("自来水管爆裂抢修", limit=20))


def test_a_refresh_embeds_only_what_is_missing(
    searcher: Searcher, library: Library, embedder: CountingEmbedder, tmp_path: Path
) -> None:
    assert sum(embedder.batches) == len(TEXTS)
    assert searcher.refresh() == 0
    library.add_document(document("养犬", "养犬应当办理犬只登记证。"))
    embedder.batches.clear()

    assert searcher.refresh() == 1
    assert embedder.batches == [1]
    again = Searcher(library, embedder, DenseIndex(tmp_path / "dense.faiss", embedder.dimensions))
    assert again.refresh() == 0, "the vectors were saved"


def test_a_lost_index_is_built_anew(library: Library, searcher: Searcher, tmp_path: Path) -> None:
    (tmp_path / "dense.faiss").write_bytes(b"broken")
    embedder = CountingEmbedder()

    again = Searcher(library, embedder, DenseIndex(tmp_path / "dense.faiss", embedder.dimensions))

    assert again.refresh() == len(TEXTS)
    assert documents(again.search("居住证在哪里申领")) == documents(searcher.search("居住证在哪里申领"))


def test_progress_counts_up_to_all_in_batches(library: Library, dense: DenseIndex) -> None:
    library.add_documents(document(f"街道{n}", f"第{n}街道办事处的电话在公告栏。") for n in range(BATCH))
    told: list[tuple[int, int]] = []

    Searcher(library, HashedEmbedder(), dense).refresh(lambda done, of: told.append((done, of)))

    total = BATCH + len(TEXTS)
    assert told == [(BATCH, total), (total, total)]


@pytest.mark.parametrize("query", ["", "   ", "\n", "？！…", "嗯", "好的", "😀" * 20, "\x00", "\ud800"])
def test_what_asks_nothing_finds_nothing(searcher: Searcher, query: str) -> None:
    assert searcher.search(query) == []
    assert searcher.search(query, heard=True) == []


@pytest.mark.parametrize(
    "noise",
    [
        '" OR 1=1 --',
        "'; DROP TABLE passages; --",
        "NEAR(",
        "NEAR(a b, 5)",
        "AND OR NOT",
        "tokens:*",
        "^ * ( ) { } : - +",
        '""""',
        "\\",
        "%s %d {0}",
        "<script>alert(1)</script>",
        "😀\u200b\x00\ud800",
    ],
)
def test_hostile_marks_around_a_question_change_nothing(searcher: Searcher, noise: str) -> None:
    for heard in (False, True):
        searcher.search(noise, heard)
        assert documents(searcher.search(f"居住证在哪里申领 {noise}", heard))[0] == "居住证"


@pytest.mark.parametrize("heard", [False, True])
def test_ten_thousand_characters_are_searched_by_their_beginning(searcher: Searcher, heard: bool) -> None:
    query = ("居住证在哪里申领" * 1_250)[:10_000]

    assert documents(searcher.search(query, heard))[0] == "居住证"


def test_an_empty_library_finds_nothing(tmp_path: Path) -> None:
    with Store(tmp_path / "empty.db") as store:
        library = Library(store, tmp_path / "originals", INDEXES)
        searcher = Searcher(library, HashedEmbedder(), DenseIndex(tmp_path / "empty.faiss", 256))

        assert searcher.refresh() == 0
        assert searcher.search("居住证在哪里申领") == []


def test_each_channels_own_scores_are_there_best_first(searcher: Searcher) -> None:
    scores = searcher.scores("办理居住证")
    assert set(scores) == set(SEARCH_CHANNELS)
    for found in scores.values():
        assert list(found.values()) == sorted(found.values(), reverse=True)
        best = searcher.passages(list(found))[next(iter(found))]
        assert best.doc_id == "居住证"
    assert [searcher.scores("？！")[channel] for channel in ("words", "sound")] == [{}, {}]


def test_everything_indexed_has_the_text_that_was_embedded_and_its_vector(
    searcher: Searcher, embedder: CountingEmbedder
) -> None:
    indexed = list(searcher.indexed())
    assert [passage.doc_id for passage, _, _ in indexed] == list(TEXTS)
    for passage, text, vector in indexed:
        assert passage.text in text and passage.title in text
        assert vector == pytest.approx(embedder.query(text))


def test_more_passages_than_a_batch_are_all_indexed(library: Library, searcher: Searcher) -> None:
    library.add_documents([document(f"文件{number}", f"第{number}号文件的内容。") for number in range(BATCH + 1)])
    searcher.refresh()
    assert len({passage.passage_id for passage, _, _ in searcher.indexed()}) == len(TEXTS) + BATCH + 1


def test_passages_that_are_gone_are_left_out(library: Library, searcher: Searcher) -> None:
    ids = list(searcher.scores("居住证")["words"])
    library.remove("居住证")
    assert set(searcher.passages([*ids, 4711])) == set(ids[1:])
