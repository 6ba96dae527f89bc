from collections.abc import Callable, Sequence
from datetime import date

import pytest

from asr.transcript import FinalTranscript
from assistant.advisor import SHOWN, Advisor
from assistant.events import Hit, Passage
from assistant.question_context import LONGEST, Found, found_together, said_before, turns_away

Talk = Callable[..., list[FinalTranscript]]


def hit(number: int, document: str, score: float) -> Hit:
    return Hit(Passage(number, document, document, (), None, 0, 2, "条文"), score, {})


def ids(hits: Sequence[Hit]) -> list[int]:
    return [found.passage.passage_id for found in hits]


def test_what_either_side_said_since_the_callers_first_words_comes_before(talk: Talk) -> None:
    finals = talk("o: 您好。", "c: 想办居住证。", "o: 您住哪个区？", "c: 要带什么")
    assert said_before("要带什么", 1, finals) == "想办居住证，您住哪个区"


def test_the_first_words_of_the_caller_come_after_nothing(talk: Talk) -> None:
    assert said_before("想办居住证", 0, talk("o: 您好，这里是热线。")) == ""


def test_the_question_itself_and_what_came_after_it_are_not_said_before_it(talk: Talk) -> None:
    finals = talk("c: 想办居住证", "c: 要带什么", "c: 还有照片")
    assert said_before("要带什么", 1, finals) == "想办居住证"


def test_what_the_question_holds_already_is_not_said_twice(talk: Talk) -> None:
    finals = talk("c: 想办居住证。", "o: 可以的。", "c: 多久？")
    assert said_before("想办居住证，多久？", 1, finals) == "可以的"


def test_only_the_last_words_count(talk: Talk) -> None:
    assert said_before("多久", 4, talk("c: 一甲", "c: 二乙", "c: 三丙", "c: 四丁")) == "二乙，三丙，四丁"
    long = said_before("多久", 1, talk("c: " + "甲" * LONGEST + "乙"))
    assert len(long) == LONGEST and long.endswith("乙")


def test_a_passage_counts_by_both_searches() -> None:
    alone = [hit(1, "a", 0.9), hit(2, "b", 0.8), hit(3, "c", 0.1)]
    after = [hit(4, "d", 0.95), hit(2, "b", 0.9), hit(3, "c", 0.2)]
    found = found_together(alone, after)
    assert ids(found)[0] == 2
    assert found[0].score == pytest.approx(6 / 7)  # odds of 4 and 9
    assert sorted(ids(found)) == [1, 2, 3, 4]


def test_the_order_that_a_reranker_gave_holds() -> None:
    reranked = [hit(2, "b", 0.6), hit(1, "a", 0.9)]
    assert ids(found_together(reranked, reranked)) == [2, 1]


def test_a_third_passage_of_a_document_comes_behind_all_others() -> None:
    hits = [hit(1, "a", 0.9), hit(2, "a", 0.8), hit(3, "a", 0.7), hit(4, "b", 0.1)]
    assert ids(found_together(hits, hits)) == [1, 2, 4, 3]


def test_a_chance_of_one_is_no_error() -> None:
    assert ids(found_together([hit(1, "a", 1.0)], [hit(1, "a", 0.0)])) == [1]


class Searching:
    """Gives the hits that are set for a text; keeps what it was asked."""

    def __init__(self, hits: dict[str, list[Hit]]) -> None:
        self.hits = hits
        self.asked: list[tuple[str, dict[str, float]]] = []

    def search(self, text: str, _heard: bool, _limit: int, about: dict[str, float], _as_of: date) -> list[Hit]:
        self.asked.append((text, about))
        return self.hits.get(text, [])


def passages(searching: Searching) -> Found:
    advisor = Advisor(searching, None, None, None, 5.0)  # type: ignore[arg-type]
    return advisor.passages_after("想办居住证", "要带什么", {"b": 1.0}, date(2026, 1, 1))


def test_words_that_chose_the_document_are_said_to_have_been_searched_for() -> None:
    hits = {"要带什么": [hit(1, "a", 0.5)], "想办居住证，要带什么": [hit(2, "b", 0.9), hit(1, "a", 0.1)]}
    found = passages(searching := Searching(hits))
    assert (found.query, ids(found.hits)) == ("想办居住证，要带什么", [2, 1])
    assert dict(searching.asked) == {"要带什么": {}, "想办居住证，要带什么": {"b": 1.0}}


def test_a_question_that_names_its_subject_is_said_as_it_is() -> None:
    hits = {"要带什么": [hit(1, "a", 0.9)], "想办居住证，要带什么": [hit(1, "a", 0.8), hit(2, "b", 0.7)]}
    found = passages(Searching(hits))
    assert (found.query, ids(found.hits)[0]) == ("要带什么", 1)


def test_a_question_that_finds_nothing_alone_is_answered_from_what_was_said_before() -> None:
    found = passages(Searching({"想办居住证，要带什么": [hit(n, str(n), 0.9) for n in range(9)]}))
    assert (found.query, ids(found.hits)) == ("想办居住证，要带什么", list(range(SHOWN)))


def test_where_what_was_said_before_finds_nothing_nothing_is_shown() -> None:
    assert passages(Searching({"要带什么": [hit(1, "a", 0.9)]})) == Found("要带什么", ())


@pytest.mark.parametrize("words", ["对了要带什么", "另外要带什么", "再问一下要带什么", "还有一个问题要带什么"])
def test_a_question_that_turns_to_something_else_is_taken_by_itself(words: str) -> None:
    hits = {words: [hit(1, "a", 0.5)], f"想办居住证，{words}": [hit(2, "b", 0.9)]}
    assert turned(words, hits) == Found(words, (hit(1, "a", 0.5),))
    del hits[words]
    assert ids(turned(words, hits).hits) == [2], "unless it names nothing"


@pytest.mark.parametrize("words", ["要带什么", "那还有呢", "这个问题怎么办"])
def test_other_words_do_not_turn_away(words: str) -> None:
    assert not turns_away(words)


def turned(words: str, hits: dict[str, list[Hit]]) -> Found:
    advisor = Advisor(Searching(hits), None, None, None, 5.0)  # type: ignore[arg-type]
    return advisor.passages_after("想办居住证", words, {"b": 1.0}, date(2026, 1, 1))
