import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import date

import pytest

from asr.transcript import FinalTranscript
from assistant.advice import Advice, Question
from assistant.advisor import Advisor
from assistant.answer import Answer, AnswerSentence, Citation
from assistant.answers.scripted_llm import ScriptedLlm
from assistant.errors import LlmUnavailable
from assistant.events import CallEvent, CallFault, Hit, Passage, Suggestion, TicketDraft
from assistant.publisher import Publisher, Watcher
from assistant.ticket import Draft, FieldValue

TEXT = "居住证丢失的，可以到受理派出所补领。补领收取工本费二十元。"
HIT = Hit(Passage(1, "permit", "居住证办法", (), None, 0, len(TEXT), TEXT), 0.9, {"words": 1})
CITED = Citation(1, "permit", "居住证办法", (), None, 18, 29, "补领收取工本费二十元。")
QUOTED = Answer((AnswerSentence("补领收取工本费二十元。", (CITED,)),), "quoted")
FIRST, SECOND = "居住证丢失的，可以到受理派出所补领。[1]\n", "补领收取工本费二十元。[1]\n"


class Searching:
    """Finds the one passage; a query in `held` waits to be let go, one in `fails` raises."""

    def __init__(self) -> None:
        self.held: dict[str, threading.Event] = {}
        self.fails: set[str] = set()
        self.finds_nothing: set[str] = set()
        self.entered = threading.Event()
        self.days: list[date | None] = []
        self.texts: list[str] = []

    def search(
        self, text: str, _heard: bool = False, _limit: int = 5, _about: object = (), as_of: date | None = None
    ) -> list[Hit]:
        self.days.append(as_of)
        self.texts.append(text)
        self.entered.set()
        if text in self.held:
            assert self.held[text].wait(5)
        if text in self.fails:
            raise RuntimeError(f"no index for {text}")
        return [] if text in self.finds_nothing else [HIT]


class Quoting:
    def answer(self, _query: str, _heard: bool, _hits: Sequence[Hit]) -> Answer:
        return QUOTED


class Drafting:
    """A description of everything said; raises while `fails` holds."""

    fails = False

    def draft(self, finals: Sequence[FinalTranscript]) -> Draft:
        if self.fails:
            raise RuntimeError(finals[0].text)
        return Draft({"description": FieldValue("、".join(final.text for final in finals))})


class Desk:
    """Advice, its stream, and fakes of what advises."""

    def __init__(self, llm: object = None) -> None:
        self.searcher, self.drafter = Searching(), Drafting()
        advisor = Advisor(self.searcher, Quoting(), self.drafter, llm, 5.0)  # type: ignore[arg-type]
        self.publisher = Publisher("c", lambda _stamped: None)
        self._watcher = Watcher(self.publisher)
        self.advice = Advice(advisor, self.publisher)

    def next(self) -> CallEvent:
        stamped = self._watcher.next(5)
        assert stamped is not None, "nothing came"
        return stamped.event

    def settle(self) -> list[CallEvent]:
        in_time(self.advice.settle)
        return self.events()

    def close(self) -> list[CallEvent]:
        in_time(self.advice.close)
        return self.events()

    def events(self) -> list[CallEvent]:
        return [stamped.event for stamped in self.publisher.events]


@pytest.fixture
def desk() -> Iterator[Desk]:
    desk = Desk()
    yield desk
    desk.close()


def in_time(step: Callable[[], None]) -> None:
    """Runs what would hang if it were broken."""
    thread = threading.Thread(target=step, daemon=True)
    thread.start()
    thread.join(5)
    assert not thread.is_alive()


def heard(text: str, utterance: int = 0) -> Question:
    return Question(utterance, text, heard=True)


def said(*texts: str) -> list[FinalTranscript]:
    return [FinalTranscript("caller", n, text, n * 1000, n * 1000 + 900) for n, text in enumerate(texts)]


def queries(events: Sequence[CallEvent]) -> list[str]:
    return [event.query for event in events if isinstance(event, Suggestion)]


def test_a_question_becomes_a_suggestion_and_what_was_said_a_draft(desk: Desk) -> None:
    desk.advice.ask(heard("居住证丢了", 3))
    assert desk.next() == Suggestion(3, "居住证丢了", True, (HIT,), QUOTED)
    desk.advice.draft(said("居住证丢了"))
    assert desk.next() == TicketDraft(Draft({"description": FieldValue("居住证丢了")}))
    assert desk.advice.shown == Draft({"description": FieldValue("居住证丢了")})


def test_every_question_of_a_call_is_answered_as_of_the_day_it_began(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    began = date.today()

    class Tomorrow(date):
        @classmethod
        def today(cls) -> "Tomorrow":
            return cls.fromordinal(began.toordinal() + 1)

    monkeypatch.setattr("assistant.advice.date", Tomorrow)
    for text in ("居住证丢了", "水费怎么交"):
        desk.advice.ask(heard(text))
        desk.settle()
    assert set(desk.searcher.days) == {began}


def test_what_was_said_before_is_searched_with_a_heard_question_and_never_with_a_typed_one(desk: Desk) -> None:
    desk.advice.ask(heard("居住证丢了"))
    desk.settle()
    desk.advice.draft(said("居住证丢了"))
    for question in (heard("要带什么", 1), Question(-1, "水费怎么交", heard=False)):
        desk.advice.ask(question)
        desk.settle()
    assert desk.searcher.texts[-3:] == ["要带什么", "居住证丢了，要带什么", "水费怎么交"]


def test_a_statement_that_finds_nothing_by_itself_finds_nothing_by_what_was_said_before(desk: Desk) -> None:
    desk.advice.draft(said("居住证丢了怎么办"))
    desk.settle()
    desk.searcher.finds_nothing.add("哦原来是这样子那我明白了")
    desk.advice.ask(heard("哦原来是这样子那我明白了", 1))
    assert queries(desk.settle()) == []


def test_a_draft_that_says_nothing_new_is_not_published_again(desk: Desk) -> None:
    for _ in range(2):
        desk.advice.draft(said("居住证丢了"))
        desk.settle()
    assert len(desk.events()) == 1


def test_a_slow_search_that_a_newer_question_overtook_is_not_shown(desk: Desk) -> None:
    gate = desk.searcher.held["旧问题是什么"] = threading.Event()
    desk.advice.ask(heard("旧问题是什么"))
    assert desk.searcher.entered.wait(5)
    desk.advice.ask(heard("没轮到的是什么"))
    desk.advice.ask(heard("新问题是什么"))
    gate.set()
    assert queries(desk.settle()) == ["新问题是什么"]


def test_a_slow_search_is_shown_though_the_caller_said_thanks_meanwhile(desk: Desk) -> None:
    gate = desk.searcher.held["旧问题是什么"] = threading.Event()
    desk.advice.ask(heard("旧问题是什么"))
    assert desk.searcher.entered.wait(5)
    desk.advice.ask(heard("我的电话号码不变"))
    gate.set()
    assert queries(desk.settle()) == ["旧问题是什么"]


def test_a_search_that_fails_is_said_without_words_and_the_next_one_works(desk: Desk) -> None:
    desk.searcher.fails.add("金桂花园怎么走")
    desk.advice.ask(heard("金桂花园怎么走"))
    desk.advice.draft(said("你好"))
    assert desk.next() == CallFault("retrieval", "RuntimeError")
    assert isinstance(desk.next(), TicketDraft)
    desk.advice.ask(heard("居住证丢了"))
    assert isinstance(desk.next(), Suggestion)


def test_a_drafter_that_fails_is_said_and_suggestions_go_on(desk: Desk) -> None:
    desk.drafter.fails = True
    desk.advice.draft(said("你好"))
    assert desk.next() == CallFault("ticket", "RuntimeError")
    desk.advice.ask(heard("居住证丢了"))
    assert isinstance(desk.next(), Suggestion)
    desk.drafter.fails = False
    desk.advice.draft(said("你好"))
    assert isinstance(desk.next(), TicketDraft)


def test_closing_advises_on_what_waits_first(desk: Desk) -> None:
    gate = desk.searcher.held["一吗"] = threading.Event()
    desk.advice.ask(heard("一吗"))
    assert desk.searcher.entered.wait(5)
    closing = threading.Thread(target=desk.advice.close, daemon=True)
    desk.advice.ask(heard("二吗"))
    desk.advice.draft(said("一", "二"))
    closing.start()
    gate.set()
    closing.join(5)
    assert not closing.is_alive()
    assert [type(event) for event in desk.events()] == [Suggestion, TicketDraft]
    assert queries(desk.events()) == ["二吗"]


def test_an_llm_answer_grows_after_the_quoted_one() -> None:
    desk = Desk(ScriptedLlm((FIRST, SECOND)))
    desk.advice.ask(heard("居住证丢了怎么办"))
    answers = [event.answer for event in desk.settle() if isinstance(event, Suggestion)]
    assert [(a.origin, a.complete, len(a.sentences)) for a in answers if a] == [
        ("quoted", True, 1),
        ("drafted", False, 1),
        ("drafted", False, 2),
        ("drafted", True, 2),
    ]
    desk.close()


@pytest.mark.parametrize("error", [LlmUnavailable("the key k-123 is refused"), ValueError("a bug")])
def test_an_llm_that_fails_is_said_and_leaves_the_quoted_answer(error: Exception) -> None:
    desk = Desk(ScriptedLlm((), error=error))  # type: ignore[arg-type]
    desk.advice.ask(heard("居住证丢了怎么办"))
    shown, fault = desk.settle()
    assert isinstance(shown, Suggestion)
    assert shown.answer == QUOTED
    assert fault == CallFault("llm", type(error).__name__)
    desk.close()


class HeldLlm:
    """Writes one sentence, then waits to be let go; `stopped` once nobody reads it any more."""

    name = "held"

    def __init__(self) -> None:
        self.go, self.stopped = threading.Event(), threading.Event()
        self.asked = 0
        self.read_on = False

    def stream(self, _system: str, _user: str, _deadline_s: float) -> Iterator[str]:
        self.asked += 1
        if self.asked > 1:
            yield SECOND
            return
        try:
            yield FIRST
            assert self.go.wait(5)
            yield SECOND
            self.read_on = True
        finally:
            self.stopped.set()


def drafted(events: Sequence[CallEvent], query: str) -> list[Answer]:
    shown = [event for event in events if isinstance(event, Suggestion) and event.query == query]
    return [event.answer for event in shown if event.answer and event.answer.origin == "drafted"]


def test_an_llm_answer_that_a_newer_question_overtook_stops() -> None:
    llm = HeldLlm()
    desk = Desk(llm)
    desk.advice.ask(heard("旧问题"))
    assert isinstance(desk.next(), Suggestion)
    assert isinstance(desk.next(), Suggestion)
    desk.advice.ask(heard("新问题"))
    assert queries([desk.next()]) == ["新问题"]
    llm.go.set()
    assert llm.stopped.wait(5)
    assert not llm.read_on
    events = desk.settle()
    assert len(drafted(events, "旧问题")) == 1
    assert drafted(events, "新问题")[-1].complete
    assert queries(events)[2:] == ["新问题"] * (len(queries(events)) - 2)
    desk.close()


def test_closing_does_not_wait_for_an_llm() -> None:
    llm = HeldLlm()
    desk = Desk(llm)
    desk.advice.ask(heard("居住证丢了怎么办"))
    assert isinstance(desk.next(), Suggestion)
    assert isinstance(desk.next(), Suggestion)
    assert len(drafted(desk.close(), "居住证丢了怎么办")) == 1
    llm.go.set()
    assert llm.stopped.wait(5)
