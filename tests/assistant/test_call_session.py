import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from asr.audio import AudioChunk, Samples
from asr.engines.scripted_recognizer import Line, ScriptedRecognizer
from asr.recognizer import Immediate
from asr.transcript import Channel, FinalTranscript, PartialTranscript, Transcript
from assistant.advisor import Advisor
from assistant.answer import Answer, AnswerSentence, Citation
from assistant.call_session import MAX_TYPED, CallSession, Source, summary
from assistant.event_codec import encode
from assistant.events import (
    Alert,
    CallEnded,
    CallEvent,
    CallFault,
    CallStarted,
    Hit,
    Passage,
    Stamped,
    Suggestion,
    TicketDraft,
    TicketEdited,
)
from assistant.publisher import Watcher
from assistant.ticket import Draft, FieldValue

TEXT = "居住证丢失的，可以到受理派出所补领。"
HIT = Hit(Passage(1, "permit", "居住证办法", (), None, 0, len(TEXT), TEXT), 0.9, {"words": 1})
CITED = Citation(1, "permit", "居住证办法", (), None, 0, len(TEXT), TEXT)
QUOTED = Answer((AnswerSentence(TEXT, (CITED,)),), "quoted")
SCRIPT: dict[Channel, list[Line]] = {
    "operator": [Line("您好请问有什么可以帮您", 0, 500)],
    "caller": [Line("我想问一下居住证丢了怎么办", 500, 1500), Line("我家里有煤气味", 2000, 3000)],
}


class Searching:
    def __init__(self, error: Exception | None = None) -> None:
        self.error = error
        self.queries: list[str] = []
        self.days: list[date | None] = []

    def search(
        self, text: str, _heard: bool = False, _limit: int = 5, _about: object = (), as_of: date | None = None
    ) -> list[Hit]:
        self.days.append(as_of)
        self.queries.append(text)
        if self.error:
            raise self.error
        return [HIT]


class Quoting:
    def answer(self, _query: str, _heard: bool, _hits: Sequence[Hit]) -> Answer:
        return QUOTED


class Drafting:
    def __init__(self, error: Exception | None = None) -> None:
        self.error = error

    def draft(self, finals: Sequence[FinalTranscript]) -> Draft:
        if self.error:
            raise self.error
        return Draft({"title": FieldValue("居住证"), "description": FieldValue("、".join(f.text for f in finals))})


class BrokenCaller(ScriptedRecognizer):
    """Cannot hear the caller."""

    def stream(self, channel: Channel, *given: Any) -> "BrokenStream":  # type: ignore[override]
        return BrokenStream() if channel == "caller" else super().stream(channel)  # type: ignore[return-value]


class BrokenStream(Immediate):
    utterance = 0

    def feed(self, _samples: Samples, _partials: bool = True) -> list[Transcript]:
        raise RuntimeError("heard: 我的电话是幺三九")

    def end(self) -> list[Transcript]:
        return []


class Call:
    """A session with fakes behind the hearing, fed with silence by the clock of its script."""

    def __init__(
        self,
        recognizer: object = None,
        source: Source = "replay",
        searcher: object = None,
        drafter: object = None,
    ) -> None:
        self.searcher = searcher or Searching()
        advisor = Advisor(self.searcher, Quoting(), drafter or Drafting(), None, 5.0)  # type: ignore[arg-type]
        self.log: list[Stamped] = []
        self.session = CallSession("c1", source, "call-01", recognizer, advisor, self.log.append)  # type: ignore[arg-type]
        self.watcher = self.session.watch()

    def hear(self, channel: Channel, ms: int) -> None:
        for _ in range(ms // 100):
            self.session.hear(AudioChunk(channel, 16_000, np.zeros(1600, np.float32)), hurry=False)

    def until(self, kind: type, watcher: Watcher | None = None) -> list[CallEvent]:
        """The next events, up to one of that class."""
        events: list[CallEvent] = []
        while not events or not isinstance(events[-1], kind):
            stamped = (watcher or self.watcher).next(5)
            assert stamped is not None, f"no {kind.__name__} came after {[type(e).__name__ for e in events]}"
            events.append(stamped.event)
        return events

    def hang_up(self) -> list[CallEvent]:
        in_time(self.session.hang_up)
        return self.until(CallEnded)


def in_time(step: Callable[[], None]) -> None:
    """Runs what would hang if it were broken."""
    thread = threading.Thread(target=step, daemon=True)
    thread.start()
    thread.join(5)
    assert not thread.is_alive()


def watched(session: CallSession) -> list[Stamped]:
    """Everything a watcher who joins now is given, to the end."""
    watcher, seen = session.watch(), []
    while not watcher.closed:
        stamped = watcher.next(5)
        assert stamped is not None
        seen.append(stamped)
    assert watcher.next(0) is None
    return seen


def kinds(events: Sequence[CallEvent]) -> list[str]:
    return [type(event).__name__ for event in events]


def test_a_call_of_two_channels_from_its_start_to_its_end() -> None:
    call = Call(ScriptedRecognizer(SCRIPT))
    (started,) = call.until(CallStarted)
    assert isinstance(started, CallStarted)
    assert (started.source, started.label, started.recognizer) == ("replay", "call-01", "scripted")

    call.hear("operator", 600)
    assert kinds(call.until(TicketDraft)) == ["PartialTranscript", "FinalTranscript", "TicketDraft"]

    call.hear("caller", 1600)
    partial, final, suggestion, draft = call.until(TicketDraft)
    assert isinstance(partial, PartialTranscript)
    assert isinstance(final, FinalTranscript)
    assert final.text.startswith(partial.text)
    assert suggestion == Suggestion(0, "我想问一下居住证丢了怎么办", True, (HIT,), QUOTED)
    assert isinstance(draft, TicketDraft)
    assert draft.draft.fields["description"].value == "您好请问有什么可以帮您、我想问一下居住证丢了怎么办"

    call.hear("caller", 1000)
    rest = call.hang_up()
    assert kinds(rest) == [
        "PartialTranscript",
        "FinalTranscript",
        "Alert",
        "Suggestion",
        "TicketDraft",
        "CallEnded",
    ]
    assert rest[2] == Alert("gas", "煤气味", 1)
    ended = rest[-1]
    assert isinstance(ended, CallEnded)
    assert ended.duration_ms == 2600
    assert ended.summary.startswith("居住证。")

    stream = watched(call.session)
    assert [stamped.seq for stamped in stream] == list(range(len(stream)))
    assert [stamped.at_ms for stamped in stream] == sorted(stamped.at_ms for stamped in stream)
    assert call.log == stream


def test_hanging_up_from_many_threads_ends_once_and_every_caller_finds_it_ended() -> None:
    call = Call(ScriptedRecognizer(SCRIPT))
    call.hear("caller", 1000)
    found: list[bool] = []

    def hang_up() -> None:
        call.session.hang_up()
        found.append(call.session.ended)

    threads = [threading.Thread(target=hang_up, daemon=True) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(5)
    assert found == [True] * 6
    in_time(call.session.hang_up)
    assert kinds([stamped.event for stamped in call.log]).count("CallEnded") == 1
    assert isinstance(call.log[-1].event, CallEnded)


def test_nothing_happens_after_the_end() -> None:
    call = Call(ScriptedRecognizer(SCRIPT))
    call.hang_up()
    before = watched(call.session)
    call.hear("caller", 3000)
    call.session.ask("居住证丢了怎么办")
    call.session.edit("title", "x")
    call.session.fault(CallFault("log", "X"))
    in_time(call.session.hang_up)
    assert watched(call.session) == before == call.log


def test_two_watchers_one_of_them_late_see_the_same_stream() -> None:
    call = Call(ScriptedRecognizer(SCRIPT))
    early: list[Stamped] = []
    thread = threading.Thread(target=lambda: early.extend(watched(call.session)), daemon=True)
    thread.start()
    call.hear("caller", 1600)
    call.hang_up()
    thread.join(5)
    assert early == watched(call.session) == call.log


def test_a_typed_question_needs_no_recogniser() -> None:
    call = Call(source="typed")
    call.session.ask("  居住证丢了怎么办 ")
    call.session.ask("   ")
    started, suggestion = call.until(Suggestion)
    assert isinstance(started, CallStarted)
    assert started.recognizer == ""
    assert suggestion == Suggestion(-1, "居住证丢了怎么办", False, (HIT,), QUOTED)
    assert kinds(call.hang_up()) == ["CallEnded"]


def test_a_typed_question_is_cut_to_a_length_that_a_search_can_take() -> None:
    call = Call(source="typed")
    call.session.ask("长" * 100_000)
    suggestion = call.until(Suggestion)[-1]
    assert isinstance(suggestion, Suggestion)
    assert len(suggestion.query) == MAX_TYPED
    call.hang_up()


def test_a_call_without_recogniser_says_so_and_takes_audio_without_harm() -> None:
    call = Call(source="microphone")
    call.hear("caller", 1000)
    assert call.until(CallFault)[1:] == [CallFault("hearing", "EngineUnavailable")]
    assert kinds(call.hang_up()) == ["CallEnded"]


def test_an_edit_of_the_operator_is_an_event_in_its_place() -> None:
    call = Call(source="typed")
    call.session.edit("title", "补办居住证")
    assert call.until(TicketEdited)[-1] == TicketEdited("title", "补办居住证")
    call.hang_up()
    assert call.log[1].event == TicketEdited("title", "补办居住证")


def test_a_short_answer_is_searched_with_what_was_said_before() -> None:
    script: dict[Channel, list[Line]] = {
        "caller": [Line("居住证丢了想补办怎么弄。", 0, 500), Line("要多少钱", 500, 1000)]
    }
    call = Call(ScriptedRecognizer(script))
    call.hear("caller", 500)
    call.until(TicketDraft)
    call.hear("caller", 500)
    call.until(TicketDraft)
    call.hang_up()
    assert call.searcher.queries == ["居住证丢了想补办怎么弄。", "居住证丢了想补办怎么弄，要多少钱"]


@pytest.mark.parametrize(
    ("broken", "stage"),
    [
        ({"searcher": Searching(RuntimeError("居住证"))}, "retrieval"),
        ({"drafter": Drafting(KeyError("居住证"))}, "ticket"),
    ],
)
def test_what_fails_behind_the_hearing_is_said_without_words_and_the_transcript_goes_on(
    broken: dict[str, object], stage: str
) -> None:
    call = Call(ScriptedRecognizer(SCRIPT), **broken)  # type: ignore[arg-type]
    call.hear("caller", 1600)
    call.until(CallFault)
    call.hear("caller", 1600)
    call.hang_up()
    events = [stamped.event for stamped in call.log]
    faults = [event for event in events if isinstance(event, CallFault)]
    assert {fault.stage for fault in faults} == {stage}
    assert all("居住证" not in encode(fault)[1] for fault in faults)
    assert [e.text for e in events if isinstance(e, FinalTranscript)] == [line.text for line in SCRIPT["caller"]]


def test_a_channel_that_cannot_be_heard_is_said_once_and_the_other_goes_on() -> None:
    call = Call(BrokenCaller(SCRIPT))
    for _ in range(6):
        call.hear("caller", 100)
        call.hear("operator", 100)
    call.hang_up()
    events = [stamped.event for stamped in call.log]
    assert [e for e in events if isinstance(e, CallFault)] == [CallFault("hearing", "RuntimeError")]
    assert [e.text for e in events if isinstance(e, FinalTranscript)] == ["您好请问有什么可以帮您"]


def test_a_flood_of_audio_is_a_fault_and_the_call_ends_as_ever() -> None:
    block = np.zeros(16_000 * 31, np.float32)
    held, stream_feed = threading.Event(), threading.Event()

    class Slow(ScriptedRecognizer):
        def stream(self, channel: Channel, *given: Any):  # type: ignore[no-untyped-def]
            stream_feed.set()
            assert held.wait(5)
            return super().stream(channel)

    call = Call(Slow(SCRIPT))
    call.session.hear(AudioChunk("caller", 16_000, np.zeros(1600, np.float32)))
    assert stream_feed.wait(5)
    for _ in range(6):
        call.session.hear(AudioChunk("caller", 16_000, block))
    assert call.until(CallFault)[-1] == CallFault("hearing", "AudioFlood")
    held.set()
    ended = call.hang_up()[-1]
    assert isinstance(ended, CallEnded)
    assert ended.duration_ms == 186_100


def test_an_utterance_that_was_no_speech_asks_nothing() -> None:
    call = Call(ScriptedRecognizer({"caller": [Line("", 0, 500)]}))
    call.hear("caller", 600)
    events = call.hang_up()
    assert "FinalTranscript" in kinds(events)
    assert not {"Suggestion", "TicketDraft"} & set(kinds(events))


def test_the_summary_says_each_thing_once_and_is_short() -> None:
    assert summary(Draft(), {}) == ""
    same = FieldValue("水管漏水")
    assert summary(Draft({"title": same, "description": same}), {}) == "水管漏水"
    assert len(summary(Draft({"title": same, "description": FieldValue("长" * 999)}), {})) == 200


def test_the_summary_takes_the_operators_words_before_the_drafts() -> None:
    drafted = Draft({"title": FieldValue("水管漏水"), "description": FieldValue("楼道里在漏水")})
    assert summary(drafted, {"title": "暖气漏水"}) == "暖气漏水。楼道里在漏水"
    assert summary(drafted, {"title": "", "description": ""}) == ""


def test_settling_waits_until_what_was_taken_in_is_heard_and_advised_on() -> None:
    script, never = ScriptedRecognizer(SCRIPT).stream("caller"), threading.Event()
    feed, script.feed = script.feed, lambda *given: never.wait(0.02) or feed(*given)  # type: ignore[method-assign]
    call = Call(SimpleNamespace(name="slow", stream=lambda *_given: script))
    for _ in range(16):
        call.hear("caller", 100)
    in_time(call.session.settle)
    finals = [e.event.text for e in call.log if isinstance(e.event, FinalTranscript)]
    assert finals == ["我想问一下居住证丢了怎么办"]
    assert any(isinstance(e.event, Suggestion) and e.event.utterance == 0 for e in call.log)
    assert any(isinstance(e.event, TicketDraft) for e in call.log)
    assert call.session.waiting_s == pytest.approx(0, abs=1e-6)
    call.hang_up()


def test_settling_a_call_without_ears_returns() -> None:
    call = Call(None, "typed")
    in_time(call.session.settle)
    call.hang_up()


class Mending:
    def __init__(self, error: Exception | None = None) -> None:
        self.error = error
        self.before: list[int] = []

    def mend(self, final: FinalTranscript, before: Sequence[FinalTranscript]) -> FinalTranscript:
        self.before.append(len(before))
        if self.error:
            raise self.error
        return replace(final, text="修好" + final.text, raw=final.text)


def finals(events: list[CallEvent]) -> list[FinalTranscript]:
    return [event for event in events if isinstance(event, FinalTranscript)]


def test_finals_are_mended_before_anything_is_made_of_them() -> None:
    call, mending = Call(ScriptedRecognizer(SCRIPT)), Mending()
    call.session._advisor = replace(call.session._advisor, mender=mending)  # type: ignore[arg-type]
    call.hear("caller", 3500)
    heard = finals(call.hang_up())
    assert [final.text for final in heard] == ["修好我想问一下居住证丢了怎么办", "修好我家里有煤气味"]
    assert [final.raw for final in heard] == ["我想问一下居住证丢了怎么办", "我家里有煤气味"]
    assert mending.before == [0, 1]
    assert "修好" in call.searcher.queries[-1]  # type: ignore[attr-defined]


def test_the_engines_words_stand_where_mending_fails(caplog: pytest.LogCaptureFixture) -> None:
    call = Call(ScriptedRecognizer(SCRIPT))
    call.session._advisor = replace(call.session._advisor, mender=Mending(OSError("煤气")))  # type: ignore[arg-type]
    call.hear("caller", 3500)
    assert [final.text for final in finals(call.hang_up())] == ["我想问一下居住证丢了怎么办", "我家里有煤气味"]
    assert "c1" in caplog.text and "OSError" in caplog.text and "煤气" not in caplog.text
