import threading
from collections.abc import Callable

import numpy as np
import pytest

from asr.audio import AudioChunk, Samples
from asr.engines.scripted_recognizer import Line, ScriptedRecognizer
from asr.errors import AudioFlood, AudioUnreadable
from asr.recognizer import Immediate
from asr.transcript import Channel, FinalTranscript, PartialTranscript, Transcript
from assistant.ears import FULL_S, LATE_S, Ears

SCRIPT: dict[Channel, list[Line]] = {
    "caller": [Line("你好我想问一下", 200, 1000), Line("居住证怎么办", 1200, 2000)],
    "operator": [Line("您请说", 1000, 1200)],
}


def silence(channel: Channel, seconds: float, rate: int = 16_000) -> AudioChunk:
    return AudioChunk(channel, rate, np.zeros(int(seconds * rate), np.float32))


class Gate:
    """A recogniser whose first chunk is held back until the test opens it, and that may fail on a channel."""

    name = "gate"

    def __init__(self, script: dict[Channel, list[Line]], broken: Channel | None = None) -> None:
        self._inner, self._broken = ScriptedRecognizer(script), broken
        self.open, self.entered = threading.Event(), threading.Event()

    def stream(self, channel: Channel, share: object, wake: object) -> "GateStream":
        return GateStream(self, self._inner.stream(channel), channel == self._broken)


class GateStream(Immediate):
    utterance = 0

    def __init__(self, gate: Gate, inner, broken: bool) -> None:
        self._gate, self._inner, self._broken = gate, inner, broken

    def feed(self, samples: Samples, partials: bool = True) -> list[Transcript]:
        self._gate.entered.set()
        assert self._gate.open.wait(5)
        if self._broken:
            raise RuntimeError("the caller said 13900001234")
        heard = self._inner.feed(samples, partials)
        self.skipped = self._inner.skipped
        return heard

    def end(self) -> list[Transcript]:
        return self._inner.end()


class Listener:
    """Ears and what came out of them."""

    def __init__(self, recognizer) -> None:
        self.heard: list[Transcript] = []
        self.failed: list[Exception] = []
        self.ears = Ears(recognizer, self.heard.append, self.failed.append)

    def close(self) -> None:
        in_time(self.ears.close)

    def finals(self, channel: Channel = "caller") -> list[str]:
        return [t.text for t in self.heard if isinstance(t, FinalTranscript) and t.channel == channel]

    def partials(self) -> list[PartialTranscript]:
        return [t for t in self.heard if isinstance(t, PartialTranscript)]


def in_time(step: Callable[[], None]) -> None:
    """Runs what would hang if it were broken."""
    thread = threading.Thread(target=step, daemon=True)
    thread.start()
    thread.join(5)
    assert not thread.is_alive()


def test_each_channel_is_heard_on_its_own_and_the_end_brings_the_last_finals() -> None:
    listener = Listener(ScriptedRecognizer(SCRIPT))
    for _ in range(14):
        listener.ears.hear(silence("caller", 0.1), hurry=False)
        listener.ears.hear(silence("operator", 0.1), hurry=False)
    listener.close()
    assert listener.finals() == ["你好我想问一下", "居住证怎么办"]
    assert listener.finals("operator") == ["您请说"]
    assert listener.partials()
    assert listener.ears.lengths == pytest.approx({"caller": 1.4, "operator": 1.4})
    assert listener.failed == []


def test_telephone_audio_is_counted_in_its_own_rate() -> None:
    listener = Listener(ScriptedRecognizer(SCRIPT))
    for _ in range(21):
        listener.ears.hear(silence("caller", 0.1, rate=8000))
    listener.close()
    assert listener.finals() == ["你好我想问一下", "居住证怎么办"]
    assert listener.ears.lengths == pytest.approx({"caller": 2.1})


def test_late_audio_loses_its_partials_and_no_final() -> None:
    gate = Gate(SCRIPT)
    listener = Listener(gate)
    listener.ears.hear(silence("caller", 0.1))
    assert gate.entered.wait(5)
    for _ in range(10):
        listener.ears.hear(silence("caller", 0.4))
    gate.open.set()
    listener.close()
    assert listener.finals() == ["你好我想问一下", "居住证怎么办"]
    assert listener.partials() == []
    assert listener.ears.skipped == 9


def test_a_flood_is_said_once_and_what_was_taken_in_is_heard() -> None:
    gate = Gate(SCRIPT)
    listener = Listener(gate)
    listener.ears.hear(silence("caller", 0.1))
    assert gate.entered.wait(5)
    for _ in range(int(FULL_S) + 10):
        listener.ears.hear(silence("caller", 1))
    assert [type(error) for error in listener.failed] == [AudioFlood]
    gate.open.set()
    listener.close()
    assert listener.finals() == ["你好我想问一下", "居住证怎么办"]
    assert listener.ears.lengths["caller"] == pytest.approx(FULL_S + 10.1), "what was lost took its time"
    assert len(listener.failed) == 1


def test_a_source_that_can_wait_waits_and_goes_on() -> None:
    gate = Gate(SCRIPT)
    listener = Listener(gate)
    sent: list[int] = []

    def send() -> None:
        for number in range(40):
            listener.ears.hear(silence("caller", 0.1), hurry=False)
            sent.append(number)

    source = threading.Thread(target=send, daemon=True)
    source.start()
    assert gate.entered.wait(5)
    source.join(0.2)
    assert len(sent) <= LATE_S / 0.1 + 2
    gate.open.set()
    source.join(5)
    assert len(sent) == 40
    listener.close()
    assert listener.ears.lengths["caller"] == pytest.approx(4.0)


def test_a_broken_channel_is_said_once_and_the_other_goes_on() -> None:
    gate = Gate(SCRIPT, broken="caller")
    gate.open.set()
    listener = Listener(gate)
    for _ in range(13):
        listener.ears.hear(silence("caller", 0.1), hurry=False)
        listener.ears.hear(silence("operator", 0.1), hurry=False)
    listener.close()
    assert listener.finals("operator") == ["您请说"]
    assert listener.finals() == []
    assert [type(error) for error in listener.failed] == [RuntimeError]


@pytest.mark.parametrize("rate", [0, 100, 10_000_000])
def test_a_rate_that_no_engine_hears_fails_the_channel_not_the_source(rate: int) -> None:
    listener = Listener(ScriptedRecognizer(SCRIPT))
    listener.ears.hear(AudioChunk("caller", rate, np.zeros(100, np.float32)))
    listener.close()
    assert [type(error) for error in listener.failed] == [AudioUnreadable]


def test_closing_lets_a_waiting_source_go_and_takes_nothing_more_in() -> None:
    gate = Gate(SCRIPT)
    listener = Listener(gate)

    def send() -> None:
        for _ in range(60):
            listener.ears.hear(silence("caller", 0.1), hurry=False)

    source = threading.Thread(target=send, daemon=True)
    source.start()
    assert gate.entered.wait(5)
    closing = threading.Thread(target=listener.ears.close, daemon=True)
    closing.start()
    gate.open.set()
    closing.join(5)
    source.join(5)
    assert not closing.is_alive()
    assert not source.is_alive()
    heard = listener.ears.lengths["caller"]
    for _ in range(2):
        in_time(lambda: listener.ears.hear(silence("caller", 30), hurry=False))
    listener.close()
    assert listener.ears.lengths["caller"] == heard


def test_settling_waits_for_what_was_taken_in_and_no_more() -> None:
    gate = Gate(SCRIPT)
    listener = Listener(gate)
    in_time(listener.ears.settle)
    for _ in range(11):
        listener.ears.hear(silence("caller", 0.1))
    settling = threading.Thread(target=listener.ears.settle, daemon=True)
    settling.start()
    settling.join(0.1)
    assert settling.is_alive()
    gate.open.set()
    settling.join(5)
    assert not settling.is_alive()
    assert listener.finals() == ["你好我想问一下"]
    listener.close()
    in_time(listener.ears.settle)


def test_settling_does_not_wait_for_a_channel_that_failed() -> None:
    gate = Gate(SCRIPT, broken="caller")
    gate.open.set()
    listener = Listener(gate)
    for _ in range(3):
        listener.ears.hear(silence("caller", 0.1))
    in_time(listener.ears.settle)
    assert len(listener.failed) == 1
    listener.close()
