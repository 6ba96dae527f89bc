"""Events in, the panel's state out."""

from collections.abc import Iterator
from functools import reduce
from types import SimpleNamespace
from typing import Any

import pytest

from assistant.events import (
    Alert,
    CallEnded,
    CallEvent,
    CallFault,
    CallStarted,
    FinalTranscript,
    HearingChanged,
    PartialTranscript,
    Stamped,
    Suggestion,
    TicketDraft,
    TicketEdited,
)
from assistant.ticket import Draft, FieldValue
from ui.panel_state import HearingNote, Line, PanelState, TypedQuestion, fold


def folded(*events: CallEvent) -> PanelState:
    stamped = [Stamped("c1", seq, 100 * seq, event) for seq, event in enumerate(events)]
    return reduce(fold, stamped, PanelState())


def partial(utterance: int, text: str, start_ms: int = 0) -> PartialTranscript:
    return PartialTranscript("caller", utterance, text, 1, start_ms, start_ms + 500)


def final(utterance: int, text: str, start_ms: int = 0, channel: str = "caller") -> FinalTranscript:
    return FinalTranscript(channel, utterance, text, start_ms, start_ms + 900)  # type: ignore[arg-type]


def texts(state: PanelState) -> list[str]:
    return [line.text for line in state.lines if not isinstance(line, HearingNote)]


def test_a_call_is_named_by_its_start() -> None:
    state = folded(CallStarted("replay", "call-01.flac", "whisper", "2026-01-01T00:00:00+00:00"))
    assert (state.call_id, state.source, state.label, state.recognizer) == ("c1", "replay", "call-01.flac", "whisper")


def test_a_call_is_for_an_extension() -> None:
    assert folded(CallStarted("line", "", "", "", "8001")).operator == "8001"


def test_the_hearing_is_as_it_was_last_set_and_each_change_is_a_line() -> None:
    changes = [HearingChanged(state) for state in ("paused", "paused", "on", "off")]
    state = folded(CallStarted("line", "", "", ""), *changes)
    assert state.hearing == "off"
    assert state.lines == (HearingNote("paused", 100), HearingNote("on", 300), HearingNote("off", 400))
    assert fold(state, Stamped("c1", 9, 900, final(0, "说在前", 50))).lines[0] == final(0, "说在前", 50)


def test_a_final_takes_the_place_of_its_partials() -> None:
    assert texts(folded(partial(0, "你"), partial(0, "你好"), final(0, "你好。"))) == ["你好。"]


def test_a_partial_that_comes_after_its_final_is_dropped() -> None:
    assert texts(folded(final(0, "你好。"), partial(0, "你"))) == ["你好。"]


def test_channels_are_apart_and_lines_in_the_order_of_their_start() -> None:
    state = folded(final(0, "后说", 3000), final(0, "先说", 1000, "operator"), partial(1, "再说", 5000))
    assert texts(state) == ["先说", "后说", "再说"]


def test_an_earlier_utterance_that_is_read_later_takes_its_own_place() -> None:
    state = folded(partial(0, "一", 0), final(1, "二。", 3000), partial(2, "三", 6000), final(0, "一。", 0))
    assert texts(state) == ["一。", "二。", "三"]
    assert texts(folded(final(1, "二。", 3000), final(0, "一。", 0))) == ["一。", "二。"]


def test_what_starts_together_stands_as_it_came() -> None:
    state = folded(final(0, "甲"), final(0, "乙", 0, "operator"), HearingChanged("off"), final(1, "丙"))
    assert texts(state) == ["甲", "乙", "丙"]


class CountedLines(tuple[Line, ...]):
    """Lines that know how often one was looked at."""

    looks = 0

    def __iter__(self) -> Iterator[Line]:
        self.looks += len(self)
        return super().__iter__()

    def __getitem__(self, at: Any) -> Any:
        self.looks += isinstance(at, int)
        return super().__getitem__(at)


def test_one_more_line_of_a_long_call_is_found_a_place_without_a_look_at_every_other() -> None:
    channels = ("caller", "operator")
    lines = CountedLines(final(n // 2, "话", 1000 * n, channels[n % 2]) for n in range(4800))
    state = fold(PanelState(lines=lines), Stamped("c1", 0, 0, final(2400, "再说", 4_800_000)))
    assert state.lines == (*tuple(lines)[:4800], final(2400, "再说", 4_800_000))
    assert lines.looks - len(lines) < 30


def test_a_final_without_words_removes_its_partial() -> None:
    assert texts(folded(partial(0, "嗯"), final(0, ""))) == []


def test_an_event_folded_twice_changes_nothing() -> None:
    once = folded(final(0, "你好"), Alert("gas", "煤气味", 0))
    assert fold(once, Stamped("c1", 0, 0, final(0, "别的"))) == once


def test_the_operators_value_stands_over_every_later_draft() -> None:
    def draft(value: str) -> TicketDraft:
        return TicketDraft(Draft({"place": FieldValue(value)}))

    state = folded(draft("甲"), TicketEdited("place", "乙"), draft("丙"))
    assert state.value("place") == "乙"
    assert state.draft.fields["place"].value == "丙"


def test_a_field_emptied_by_the_operator_stays_empty() -> None:
    state = folded(TicketDraft(Draft({"time": FieldValue("昨天")})), TicketEdited("time", ""))
    assert state.values()["time"] == ""


def test_a_typed_question_becomes_a_line_once_while_its_answer_streams(script: SimpleNamespace) -> None:
    asked = Suggestion(-1, "居住证", False, script.HITS, script.ANSWER)
    state = folded(asked, asked, Suggestion(-1, "社保", False, (), None))
    assert state.lines == (TypedQuestion("居住证", 0), TypedQuestion("社保", 200))


def test_a_new_suggestion_replaces_the_one_before(script: SimpleNamespace) -> None:
    state = folded(Suggestion(0, "a", True, script.HITS, None), Suggestion(1, "b", True, (), None))
    assert state.suggestion is not None and state.suggestion.query == "b"


@pytest.mark.parametrize(
    ("stage", "after", "holds"),
    [
        ("hearing", final(0, "好"), True),
        ("log", final(0, "好"), True),
        ("ticket", TicketDraft(Draft()), False),
        ("retrieval", Suggestion(0, "q", True, (), None), False),
        ("llm", Suggestion(0, "q", True, (), None), True),
    ],
)
def test_a_fault_holds_until_its_stage_works_again(stage: str, after: CallEvent, holds: bool) -> None:
    state = folded(CallFault(stage, "X"), CallFault(stage, "Y"), after)  # type: ignore[arg-type]
    assert [fault.kind for fault in state.faults] == (["Y"] if holds else [])


def test_the_same_alert_is_shown_once() -> None:
    assert len(folded(Alert("gas", "煤气味", 0), Alert("gas", "煤气味", 0)).alerts) == 1


def test_the_clock_of_a_replay_goes_by_its_sound_at_any_speed() -> None:
    start = CallStarted("replay", "", "", "")
    assert folded(start, final(0, "好", 40_000), Alert("gas", "", 0)).at_ms == 40_900
    live = folded(CallStarted("microphone", "", "", ""), final(0, "好", 100), Alert("gas", "", 0))
    assert live.at_ms == 1000
    assert folded(start, CallFault("llm", "X")).at_ms == 0


def test_the_end_closes_open_lines_and_sets_the_clock() -> None:
    state = folded(final(0, "好"), partial(1, "还"), CallEnded(61_000, "小结"))
    assert texts(state) == ["好"]
    assert state.at_ms == 61_000
    assert state.ended == CallEnded(61_000, "小结")
