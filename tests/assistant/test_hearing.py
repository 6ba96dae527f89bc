"""Pausing, leaving out and resuming the hearing of a call, with the real ears and a scripted recogniser."""

from collections.abc import Iterator
from types import SimpleNamespace

import numpy as np
import pytest

from asr.audio import AudioChunk
from asr.engines.scripted_recognizer import Line, ScriptedRecognizer
from asr.transcript import Channel
from assistant.advisor import Advisor
from assistant.call_session import CallSession
from assistant.events import CallEnded, FinalTranscript, HearingChanged, PartialTranscript, Stamped
from assistant.ticket import Draft

SCRIPT: dict[Channel, list[Line]] = {
    "caller": [Line("我想问居住证", 200, 1000), Line("谢谢", 1200, 2000)],
    "operator": [Line("您好", 0, 400)],
}
"""What is said from the start of each stretch that is heard."""


@pytest.fixture
def log() -> list[Stamped]:
    return []


@pytest.fixture
def session(log: list[Stamped]) -> Iterator[CallSession]:
    searching = SimpleNamespace(search=lambda *_, **__: [])
    drafting = SimpleNamespace(draft=lambda _finals: Draft())
    advisor = Advisor(searching, SimpleNamespace(answer=lambda *_: None), drafting, None, 5.0)  # type: ignore[arg-type]
    session = CallSession("c1", "line", "", ScriptedRecognizer(SCRIPT), advisor, log.append, "8012")
    yield session
    session.hang_up()


def hear(session: CallSession, ms: int, channel: Channel = "caller") -> None:
    for _ in range(ms // 100):
        session.hear(AudioChunk(channel, 8000, np.zeros(800, np.float32)))
    session.settle()


def told(log: list[Stamped]) -> list[tuple[object, ...]]:
    """What was heard, and how the hearing changed, in order; times to 10 ms."""
    said: list[tuple[object, ...]] = []
    for event in (stamped.event for stamped in log):
        if isinstance(event, HearingChanged):
            said.append((event.state,))
        elif isinstance(event, PartialTranscript):
            said.append(("partial", event.utterance, round(event.start_ms, -1)))
        elif isinstance(event, FinalTranscript):
            said.append((event.text, event.utterance, round(event.start_ms, -1), round(event.end_ms, -1)))
    return said


def test_pausing_closes_what_is_being_said_and_nothing_is_kept_of_the_pause(
    session: CallSession, log: list[Stamped]
) -> None:
    hear(session, 800)
    session.set_hearing("paused")
    session.settle()
    assert told(log)[-1] == ("我想问居住证", 0, 200, 1000)
    hear(session, 5000)
    assert told(log) == [("partial", 0, 200), ("paused",), ("我想问居住证", 0, 200, 1000)]
    session.set_hearing("on")
    hear(session, 1100)
    assert told(log)[3:] == [("on",), ("partial", 1, 6000), ("我想问居住证", 1, 6000, 6800)]
    session.hang_up()
    ended = log[-1].event
    assert isinstance(ended, CallEnded)
    assert ended.duration_ms == 6900


def test_pausing_holds_for_both_channels_and_saying_it_again_is_no_event(
    session: CallSession, log: list[Stamped]
) -> None:
    session.set_hearing("paused")
    session.set_hearing("paused")
    hear(session, 1000, "operator")
    session.set_hearing("on")
    hear(session, 500, "operator")
    hear(session, 100)
    assert told(log) == [("paused",), ("on",), ("partial", 0, 1000), ("您好", 0, 1000, 1400)]


def test_off_is_for_good_and_time_goes_on(session: CallSession, log: list[Stamped]) -> None:
    session.set_hearing("off")
    session.set_hearing("on")
    hear(session, 3000)
    assert session.hearing == "off"
    session.hang_up()
    assert told(log) == [("off",)]
    assert session.at_s("caller") == pytest.approx(3.0)
    session.set_hearing("on")
    assert isinstance(log[-1].event, CallEnded)


def test_a_channel_that_has_finished_had_its_last_final_and_is_heard_on_where_it_was(
    session: CallSession, log: list[Stamped]
) -> None:
    for _ in range(8):
        session.hear(AudioChunk("caller", 8000, np.zeros(800, np.float32)))
    session.finish_channel("caller")
    assert told(log)[-1] == ("我想问居住证", 0, 200, 1000)
    session.skip("caller", 9.2)
    hear(session, 1100)
    assert told(log)[-1] == ("我想问居住证", 1, 10_200, 11_000)


def test_the_call_says_who_it_is_for(session: CallSession, log: list[Stamped]) -> None:
    assert log[0].event == session.started
    assert session.started.operator == "8012"
