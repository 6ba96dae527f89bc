"""Search over a small library: typed and heard, whatever is asked."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from retrieval.embedder import HashedEmbedder
from retrieval.hit import SEARCH_CHANNELS
from retrieval.query import MIN_HEARD
from retrieval.ranking import SIGNS, Ranking, read_ranking
from retrieval.search_index import BATCH
from retrieval.searcher import PER_DOCUMENT
from retrieval.words import word_tokens


@pytest.fixture
def searcher(base):
    return base.searcher


def near(plain: Ranking, **least: float) -> Ranking:
    """The plain ranking, but silent where the sum of signs, each as a share of its least, is below 1."""
    alone = [1 / least[name] if name in least else 0.0 for name in SIGNS]
    weights = (*alone, *(0.0 for _ in alone), 0.0, -1.0)
    typed, heard = (replace(model, silence=weights) for model in (plain.typed, plain.heard))
    return Ranking(typed, heard)


def documents(hits) -> list[str]:
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
def test_a_typed_question_finds_its_passage(searcher, texts, query: str, answer: str) -> None:
    hits = searcher.search(query)

    assert documents(hits)[0] == answer
    assert hits[0].passage.text == texts[answer]


@pytest.mark.parametrize(
    ("heard", "answer"),
    [
        ("攻击金怎么题取", "公积金"),
        ("实业保贤斤零多少", "失业"),
        ("局主正再哪深领", "居住证"),
        ("早声绕民谁来管", "噪音"),
    ],
)
def test_a_misheard_question_finds_the_passage_that_words_alone_miss(base, heard: str, answer: str) -> None:
    by_words = base.index.passages.search("words", word_tokens(heard), 1)
    wordy = base.library.passages([i for i, _ in by_words])

    assert answer not in {passage.doc_id for passage in wordy.values()}
    assert base.found(heard, heard=True)[0] == answer


def test_hits_come_best_first_with_bounded_scores_and_their_ranks(searcher) -> None:
    hits = searcher.search("失业保险金每月领多少")

    scores = [hit.score for hit in hits]
    assert scores == sorted(scores, reverse=True)
    assert all(0.0 <= score <= 1.0 for score in scores)
    assert hits[0].ranks == dict.fromkeys(SEARCH_CHANNELS, 1)
    assert all(rank >= 1 for hit in hits for rank in hit.ranks.values())


@pytest.mark.parametrize("heard", [False, True])
def test_the_limit_is_kept_and_no_passage_comes_twice(searcher, texts, heard: bool) -> None:
    query = "本市居民可以申请提取领取的费用"

    assert [len(searcher.search(query, heard, limit)) for limit in (0, 1, 3)] == [0, 1, 3]
    found = [hit.passage.passage_id for hit in searcher.search(query, heard, 20)]
    assert len(found) == len(set(found)) <= len(texts)


def test_a_question_without_its_subject_is_taken_to_be_about_the_conversation(base) -> None:
    query = "这个可以怎么申请办理"

    assert base.found(query, about={"落户": 1.0})[0] == "落户"
    assert base.found(query, about={"公积金": 1.0, "gone": 1.0})[0] == "公积金"


def test_what_no_passage_is_near_to_finds_nothing(base, open_base, plain: Ranking) -> None:
    strict = open_base(ranking=near(plain, words_share=0.5, sound_share=0.5))
    for heard in (False, True):
        assert strict.found("今天天气真好啊适合出去玩", heard=heard) == []
        assert base.found("今天天气真好啊适合出去玩", heard=heard) != []
        assert strict.found("本市居住半年以上可以申领居住证", heard=heard)[0] == "居住证"


def test_the_ranking_that_comes_with_the_program_is_silent_on_small_talk(base, open_base) -> None:
    for query in ("哈哈哈哈哈哈", "喂喂你好听得见吗"):
        assert open_base(ranking=read_ranking(Path("none"))).found(query) == []


def test_no_document_takes_all_places_while_others_are_there(base, make_document) -> None:
    base.library.add_document(make_document("犬只", "养犬应当办理犬只登记证并缴纳费用。" * 120))
    base.library.add_document(make_document("猫只", "养猫无需办理犬只登记证。"))
    hits = base.searcher.search("养犬怎么办理犬只登记证", limit=20)
    own = [n for n, hit in enumerate(hits) if hit.passage.doc_id == "犬只"]
    assert len(base.library.passages_of("犬只")) > PER_DOCUMENT
    assert own[:PER_DOCUMENT] == [0, 1]
    assert documents(hits)[PER_DOCUMENT] == "猫只"
    assert own[PER_DOCUMENT:] == list(range(len(hits) - len(own) + PER_DOCUMENT, len(hits)))


def test_passages_left_out_take_no_place(base) -> None:
    query = "居住证在哪里申领"
    first = base.searcher.search(query)[0].passage.passage_id
    without = base.searcher.search(query, limit=20, without={first})
    assert "居住证" not in documents(without)
    assert {1} < {rank for hit in without for rank in hit.ranks.values()}
    assert any(hit.ranks.get("words") == 1 for hit in without)
    assert base.found(query, without=set(base.library.passage_ids())) == []


@pytest.mark.parametrize("query", ["", "   ", "\n", "？！…", "😀" * 20, "\x00", "\ud800"])
def test_what_asks_nothing_finds_nothing(searcher, query: str) -> None:
    assert searcher.search(query) == []
    assert searcher.search(query, heard=True) == []


@pytest.mark.parametrize("word", ["嗯", "好的"])
def test_a_word_of_agreement_that_was_heard_is_no_question(base, word: str) -> None:
    assert base.found(word, heard=True) == []


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
def test_hostile_marks_around_a_question_change_nothing(searcher, noise: str) -> None:
    for heard in (False, True):
        searcher.search(noise, heard)
        assert documents(searcher.search(f"居住证在哪里申领 {noise}", heard))[0] == "居住证"


@pytest.mark.parametrize("heard", [False, True])
def test_ten_thousand_characters_are_searched_by_their_beginning(searcher, heard: bool) -> None:
    query = ("居住证在哪里申领" * 1_250)[:10_000]

    assert documents(searcher.search(query, heard))[0] == "居住证"


def test_an_empty_library_finds_nothing(open_base) -> None:
    base = open_base()
    assert base.searcher.refresh() == 0
    assert base.found("居住证在哪里申领") == base.found("居住证在哪里申领", heard=True) == []
    assert base.searcher.consider("居住证在哪里申领", heard=False).ids == []


def test_each_channels_own_scores_are_there_best_first(searcher) -> None:
    scores = searcher.scores("办理居住证")
    assert set(scores) == set(SEARCH_CHANNELS)
    for found in scores.values():
        assert list(found.values()) == sorted(found.values(), reverse=True)
        best = searcher.passages(list(found))[next(iter(found))]
        assert best.doc_id == "居住证"
    assert searcher.scores("？！") == {channel: {} for channel in SEARCH_CHANNELS}


def test_what_a_search_would_consider_is_of_all_versions_and_named_after_its_channels(base) -> None:
    found = base.searcher.consider("办理居住证", heard=False)
    scores = base.searcher.scores("办理居住证")
    assert {*found.ids} == {number for channel in scores.values() for number in channel}
    assert all(list(found.ranks[channel]) == list(scores[channel]) for channel in SEARCH_CHANNELS)
    left = base.searcher.consider("办理居住证", heard=False, without={found.ids[0]})
    assert {*left.ids} == {*found.ids} - {found.ids[0]}
    assert base.searcher.consider("？", heard=False) is None
    assert base.searcher.consider("好" * (MIN_HEARD - 1), heard=True) is None


def test_everything_indexed_has_the_text_that_was_embedded_and_its_vector(base, texts, make_document) -> None:
    base.library.add_documents([make_document(f"文件{number}", f"第{number}号文件。" * 300) for number in range(9)])
    indexed = list(base.searcher.indexed())
    assert len(indexed) == len(base.library.passage_ids()) > BATCH
    assert [passage.passage_id for passage, _, _ in indexed] == base.library.passage_ids()
    assert [passage.doc_id for passage, _, _ in indexed[: len(texts)]] == list(texts)
    for passage, text, vector in indexed:
        assert passage.text in text and passage.title in text
        assert vector == pytest.approx(HashedEmbedder().query(text), abs=1e-3)


def test_passages_that_are_gone_are_left_out(base) -> None:
    ids = list(base.searcher.scores("居住证")["words"])
    base.library.remove("居住证")
    assert set(base.searcher.passages([*ids, 4711])) == set(ids[1:])
