"""Questions without an answer, grouped and worked on."""

from typing import Any

import pytest

from assistant.errors import AssistantError
from assistant.insight import gap_list
from assistant.insight.gap_list import GapList, draft_of
from assistant.insight.question_groups import QuestionVectors
from assistant.insight.showing import ShowingIndex
from assistant.wiring import Knowledge
from knowledge_base.editorial.draft import LONGEST_TITLE, DraftContent, checked_content
from retrieval.embedder import HashedEmbedder

ELECTRIC = ["小区充电桩怎么申请安装", "小区充电桩怎么申请安装呢", "小区充电庄怎么申请安装"]


class Desk:
    """The list over a knowledge base, with a search that the test decides."""

    def __init__(self, knowledge: Knowledge, model: str = "hashed") -> None:
        self.answers = False
        self.revision = 1
        self.asked: list[str] = []
        self.showings = ShowingIndex(knowledge.store)
        vectors = QuestionVectors(HashedEmbedder().query)
        self.list = GapList(knowledge.store, vectors, model, self._finds, lambda: self.revision)

    def _finds(self, question: str, heard: bool) -> bool:
        self.asked.append(question)
        return self.answers

    def gaps(self) -> Any:
        self.showings.catch_up()
        self.list.refresh()
        return self.list.gaps()


@pytest.fixture
def desk(knowledge: Knowledge) -> Desk:
    return Desk(knowledge)


def test_questions_alike_in_words_or_sound_are_one_group(desk: Desk, log_call: Any) -> None:
    for number, question in enumerate([*ELECTRIC, "婚姻登记跨省通办在哪里办理"]):
        log_call(f"c{number}", (question, [], []))
    first, second = desk.gaps()
    assert (first.asked, first.calls, set(first.wordings)) == (3, 3, set(ELECTRIC))
    assert first.label in ELECTRIC
    assert (second.asked, second.label) == (1, "婚姻登记跨省通办在哪里办理")
    assert first.state == second.state == "open"


def test_what_comes_later_joins_its_group_and_opens_it_again(desk: Desk, log_call: Any) -> None:
    log_call("c0", (ELECTRIC[0], [], []))
    (gap,) = desk.gaps()
    desk.list.set_state(gap.group_id, "done", "王敏")
    assert desk.list.open() == 0
    log_call("c1", (ELECTRIC[1], [], []))
    (again,) = desk.gaps()
    assert (again.group_id, again.asked, again.state) == (gap.group_id, 2, "open")


def test_a_dismissed_group_stays_dismissed(desk: Desk, log_call: Any) -> None:
    log_call("c0", (ELECTRIC[0], [], []))
    (gap,) = desk.gaps()
    desk.list.set_state(gap.group_id, "dismissed", "王敏")
    log_call("c1", (ELECTRIC[1], [], []))
    (again,) = desk.gaps()
    assert (again.asked, again.state, again.by) == (2, "dismissed", "王敏")


def test_one_call_counts_a_question_once(desk: Desk, log_call: Any) -> None:
    log_call("c0", (ELECTRIC[0], [], []), (ELECTRIC[0], [], []))
    (gap,) = desk.gaps()
    assert (gap.asked, gap.calls, gap.newest) == (1, 1, ("c0",))


def test_an_answered_question_is_no_gap(desk: Desk, add: Any, log_call: Any) -> None:
    log_call("c0", ("停车", add("停车条例", "停车按小时收费。"), []))
    assert desk.gaps() == []


@pytest.mark.parametrize(
    "number",
    ["13812345678", "138 1234 5678", "一三八一二三四五六七八", "幺三八，一二三四，五六七八", "１３８１２３４５６７８"],
)
def test_numbers_of_callers_are_masked(desk: Desk, log_call: Any, number: str) -> None:
    log_call("c0", (f"我的电话{number}什么时候能回复", [], []))
    (gap,) = desk.gaps()
    assert gap.label == "我的电话…什么时候能回复"
    assert gap.wordings == (gap.label,)
    assert number not in "".join(draft_of(gap))


def test_short_numbers_stay(desk: Desk, log_call: Any) -> None:
    log_call("c0", ("二十四小时便利店2024年在608路沿线有哪些", [], []))
    assert desk.gaps()[0].label == "二十四小时便利店2024年在608路沿线有哪些"


def test_what_a_search_finds_meanwhile_is_said_and_asked_once_for_each_revision(desk: Desk, log_call: Any) -> None:
    log_call("c0", (ELECTRIC[0], [], []))
    assert not desk.gaps()[0].answered
    desk.answers = True
    assert not desk.gaps()[0].answered
    desk.revision += 1
    desk.list.refresh()
    assert desk.gaps()[0].answered
    assert len(desk.asked) == 2


def test_while_the_base_changes_only_new_groups_are_searched_for(desk: Desk, log_call: Any) -> None:
    log_call("c0", (ELECTRIC[0], [], []))
    desk.gaps()
    log_call("c1", ("婚姻登记跨省通办在哪里办理", [], []))
    for _ in range(3):
        desk.revision += 1
        desk.gaps()
    assert desk.asked == [ELECTRIC[0], "婚姻登记跨省通办在哪里办理"]
    desk.gaps()
    assert sorted(desk.asked[2:]) == sorted(desk.asked[:2])


def test_a_look_searches_for_begun_work_only(desk: Desk, log_call: Any) -> None:
    log_call("c0", (ELECTRIC[0], [], []))
    log_call("c1", ("婚姻登记跨省通办在哪里办理", [], []))
    begun = desk.gaps()[0]
    desk.list.set_state(begun.group_id, "started", "王敏")
    desk.answers, desk.asked = True, []
    desk.revision += 1
    assert {gap.group_id for gap in desk.list.gaps() if gap.answered} == {begun.group_id}
    desk.list.gaps()
    assert desk.asked == [begun.label]


def test_what_was_found_outlives_the_process(knowledge: Knowledge, desk: Desk, log_call: Any) -> None:
    log_call("c0", (ELECTRIC[0], [], []))
    desk.answers = True
    assert desk.gaps()[0].answered
    other = Desk(knowledge)
    assert other.gaps()[0].answered
    assert other.asked == []


def test_a_draft_begins_with_the_questions(desk: Desk, log_call: Any) -> None:
    for number, question in enumerate(ELECTRIC):
        log_call(f"c{number}", (question, [], []))
    title, text = draft_of(desk.gaps()[0])
    assert title in ELECTRIC
    assert all(question in text for question in ELECTRIC)
    assert text.startswith(f"# {title}\n")


def test_another_model_makes_vectors_anew_and_keeps_groups(knowledge: Knowledge, desk: Desk, log_call: Any) -> None:
    log_call("c0", (ELECTRIC[0], [], []))
    (gap,) = desk.gaps()
    desk.list.set_state(gap.group_id, "started", "王敏")
    other = Desk(knowledge, "other")
    log_call("c1", (ELECTRIC[1], [], []))
    (again,) = other.gaps()
    assert (again.group_id, again.asked, again.state) == (gap.group_id, 2, "started")


def test_a_group_that_is_not_there_is_said(desk: Desk) -> None:
    with pytest.raises(AssistantError, match="reload"):
        desk.list.set_state(7, "done", "")


def test_a_long_question_is_cut_in_the_title_only(desk: Desk, log_call: Any) -> None:
    question = "小区充电桩怎么申请安装" * 8
    log_call("c0", (question, [], []))
    title, text = draft_of(desk.gaps()[0])
    assert title == question[:LONGEST_TITLE]
    assert text.startswith(f"# {question}\n")
    checked_content(DraftContent(title, text))


def test_searches_pause_between_steps_and_are_gone_on_with_after_a_stop(
    desk: Desk, log_call: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    questions, pauses = [ELECTRIC[0], "婚姻登记跨省通办在哪里办理", "二十四小时便利店有哪些"], list[float]()
    for number, question in enumerate(questions):
        log_call(f"c{number}", (question, [], []))
    desk.showings.catch_up()
    monkeypatch.setattr(gap_list, "STEP", 1)
    monkeypatch.setattr("time.sleep", pauses.append)
    desk.list.refresh(stop=lambda: bool(desk.asked))
    assert len(desk.asked) == len(pauses) == 1
    desk.list.refresh()
    assert sorted(desk.asked) == sorted(questions)
    assert len(pauses) == 3
