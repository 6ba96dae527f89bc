"""Real voice activity: low on silence, noise and tones, high on speech."""

from pathlib import Path

import numpy as np
import pytest

from asr.audio import RATE, Samples, read_audio
from asr.errors import EngineUnavailable
from asr.utterances import silero
from asr.utterances.silero import FRAME, SileroVad

SECONDS = 2
KOREAN = Path(__file__).parents[1] / "korean.flac"


def probabilities(samples: Samples, vad: SileroVad | None = None) -> list[float]:
    vad = vad or SileroVad()
    return [vad.probability(samples[at : at + FRAME]) for at in range(0, len(samples) - FRAME + 1, FRAME)]


def noise(level: float) -> Samples:
    return (np.random.default_rng(5).normal(0, level, RATE * SECONDS)).clip(-1, 1).astype(np.float32)


def hum(hertz: float) -> Samples:
    return (0.3 * np.sin(2 * np.pi * hertz * np.arange(RATE * SECONDS) / RATE)).astype(np.float32)


@pytest.mark.parametrize(
    "sound",
    [np.zeros(RATE * SECONDS, np.float32), noise(0.02), noise(0.3), hum(50), hum(440), np.ones(RATE, np.float32)],
    ids=["silence", "faint noise", "loud noise", "mains hum", "ringing tone", "direct current"],
)
def test_what_is_no_voice_is_improbable(sound: Samples) -> None:
    assert max(probabilities(sound)) < 0.35


def test_speech_is_probable_and_the_silence_around_it_is_not() -> None:
    speech = read_audio(KOREAN)[0][:, 0]

    found = np.array(probabilities(np.concatenate([np.zeros(RATE, np.float32), speech, np.zeros(RATE, np.float32)])))

    within = found[RATE // FRAME : -RATE // FRAME]
    assert (within > 0.5).mean() > 0.7
    assert (found[: RATE // FRAME - 2] < 0.35).all()
    assert (found[-RATE // FRAME // 2 :] < 0.35).all()


def test_each_stream_has_its_own_state() -> None:
    speech = read_audio(KOREAN)[0][:RATE, 0]
    busy = SileroVad()
    probabilities(speech, busy)

    assert probabilities(speech, SileroVad()) == probabilities(speech, SileroVad())
    assert probabilities(speech, busy) != probabilities(speech, SileroVad())


def test_what_was_heard_before_the_last_frame_counts() -> None:
    speech = read_audio(KOREAN)[0][: FRAME * 30, 0]

    assert probabilities(speech)[-1] != probabilities(speech[-2 * FRAME :])[-1]


def test_the_end_of_the_last_frame_leads_into_the_next() -> None:
    speech = read_audio(KOREAN)[0][: FRAME * 30, 0]
    frames = speech.reshape(-1, FRAME)
    joined, apart = SileroVad(), SileroVad()
    probabilities(speech[:-FRAME], joined)
    probabilities(speech[:-FRAME], apart)

    apart._context = np.zeros_like(apart._context)

    assert joined.probability(frames[-1]) != apart.probability(frames[-1])


def test_without_the_package_that_brings_the_network_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    silero._session.cache_clear()
    monkeypatch.setattr(silero, "find_spec", lambda _name: None)

    with pytest.raises(EngineUnavailable, match="pip install faster-whisper"):
        SileroVad()
