import threading
from pathlib import Path

import numpy as np
import pytest
import soundfile as sf

from asr.engines.scripted_recognizer import Line, ScriptedRecognizer
from asr.errors import AudioUnreadable
from asr.transcript import Channel, FinalTranscript
from assistant.advisor import Advisor
from assistant.call_session import CallSession
from assistant.events import CallEnded, CallFault, Stamped
from assistant.replay import Replay, open_recording
from assistant.ticket import Draft

SCRIPT: dict[Channel, list[Line]] = {
    "caller": [Line("水费怎么交", 200, 900), Line("谢谢", 1000, 1400)],
    "operator": [Line("您好", 0, 200)],
}


class Nothing:
    """Finds nothing, answers nothing, drafts nothing."""

    def search(self, *_: object) -> list[object]:
        return []

    def draft(self, _finals: object) -> Draft:
        return Draft()


def session(log: list[Stamped], recognizer: ScriptedRecognizer | None = None) -> CallSession:
    nothing = Nothing()
    advisor = Advisor(nothing, nothing, nothing, None, 5.0)  # type: ignore[arg-type]
    return CallSession("c", "replay", "x", recognizer or ScriptedRecognizer(SCRIPT), advisor, log.append)


@pytest.fixture
def recording(tmp_path: Path):  # type: ignore[no-untyped-def]
    """Writes silence with this many channels; gives the file."""

    def write(channels: int, seconds: float = 1.5, rate: int = 8000) -> Path:
        path = tmp_path / f"call-{channels}.wav"
        sf.write(path, np.zeros((int(seconds * rate), channels)), rate)
        return path

    return write


def to_the_end(call: CallSession) -> list[Stamped]:
    watcher, seen = call.watch(), []
    while not watcher.closed:
        stamped = watcher.next(5)
        assert stamped is not None, "the replay did not go on"
        seen.append(stamped)
    return seen


def finals(events: list[Stamped], channel: Channel) -> list[str]:
    found = [stamped.event for stamped in events]
    return [event.text for event in found if isinstance(event, FinalTranscript) and event.channel == channel]


@pytest.mark.parametrize("speed", [0, 20.0])
def test_left_is_the_caller_and_right_the_operator(recording, speed: float) -> None:
    log: list[Stamped] = []
    call = session(log)
    Replay(open_recording(recording(2), 1), call, speed).start()
    events = to_the_end(call)
    assert finals(events, "caller") == ["水费怎么交", "谢谢"]
    assert finals(events, "operator") == ["您好"]
    ended = events[-1].event
    assert isinstance(ended, CallEnded)
    assert ended.duration_ms == 1500
    assert events == log


@pytest.mark.parametrize(("channels", "operator"), [(1, []), (3, ["您好"])])
def test_a_mono_file_is_the_caller_and_more_than_two_channels_are_left_out(
    recording, channels: int, operator: list[str]
) -> None:
    call = session([])
    Replay(open_recording(recording(channels), 1), call, 0).start()
    events = to_the_end(call)
    assert finals(events, "caller") == ["水费怎么交", "谢谢"]
    assert finals(events, "operator") == operator


def test_hanging_up_stops_a_replay_that_has_long_to_go(recording) -> None:
    log: list[Stamped] = []
    call = session(log)
    replay = Replay(open_recording(recording(1, seconds=600), 20), call, 1.0)
    replay.start()
    watcher = call.watch()
    assert watcher.next(5) is not None
    call.hang_up()
    replay._thread.join(5)
    assert not replay._thread.is_alive()
    assert [type(stamped.event) for stamped in log].count(CallEnded) == 1
    assert finals(log, "caller") != ["水费怎么交", "谢谢"]


def test_a_file_that_breaks_part_way_is_said_and_the_call_ends(recording) -> None:
    opened = open_recording(recording(1), 1)

    def broken(_seconds: float):  # type: ignore[no-untyped-def]
        yield np.zeros((8000, 1), np.float32)
        raise AudioUnreadable("broken part-way")

    opened.blocks = broken  # type: ignore[method-assign]
    call = session([])
    Replay(opened, call, 0).start()
    events = to_the_end(call)
    assert [stamped.event for stamped in events if isinstance(stamped.event, CallFault)] == [
        CallFault("hearing", "AudioUnreadable")
    ]
    assert finals(events, "caller") == ["水费怎么交"]


def test_a_recording_that_is_too_long_or_missing_is_refused(recording, tmp_path: Path) -> None:
    with pytest.raises(AudioUnreadable, match="longer than 1 minutes"):
        open_recording(recording(1, seconds=61), 1)
    with pytest.raises(AudioUnreadable, match="no file"):
        open_recording(tmp_path / "none.wav", 1)


def test_in_lockstep_each_piece_is_heard_before_the_next_is_played(recording) -> None:
    slow, script = threading.Event(), ScriptedRecognizer(SCRIPT)

    class Slow:
        """Takes its time over every piece."""

        name = "slow"

        def stream(self, channel: Channel, *given: object):  # type: ignore[no-untyped-def]
            inner = script.stream(channel)
            feed, inner.feed = inner.feed, lambda *given, **told: slow.wait(0.01) or feed(*given, **told)
            return inner

    waiting: list[float] = []
    call = session([], Slow())  # type: ignore[arg-type]
    hear = call.hear
    call.hear = lambda *given, **told: (waiting.append(call.waiting_s), hear(*given, **told))  # type: ignore[method-assign]
    replay = Replay(open_recording(recording(2), 1), call, 0, lockstep=True)
    replay.start()
    replay.join()
    assert max(waiting) == pytest.approx(0, abs=1e-6)
    assert len(waiting) == 30


def test_in_lockstep_a_call_gives_the_same_every_time(recording) -> None:
    logs: list[list[Stamped]] = [[], []]
    for log in logs:
        replay = Replay(open_recording(recording(2), 1), session(log), 0, lockstep=True)
        replay.start()
        replay.join()
    first, second = ([stamped.event for stamped in log if not isinstance(stamped.event, CallEnded)] for log in logs)
    assert first == second
    assert finals(logs[0], "caller") == ["水费怎么交", "谢谢"]
