import numpy as np
import pytest

from asr.audio import Samples
from asr.protocols.loss_concealment import LossConcealer


def voice(seconds: float, hertz: float = 125.0) -> Samples:
    """A voiced sound: a fundamental and its overtones at 8 kHz."""
    time = np.arange(int(8000 * seconds)) / 8000
    return sum(np.sin(2 * np.pi * hertz * k * time + k) / k for k in (1, 2, 3, 4)).astype(np.float32) / 4  # type: ignore


def louder(samples: Samples) -> float:
    return float(np.sqrt((samples**2).mean()))


@pytest.mark.parametrize("hertz", [80.0, 125.0, 190.0, 250.0])
def test_a_voice_goes_on_in_its_pitch(hertz: float) -> None:
    whole = voice(0.2, hertz)
    concealer = LossConcealer()
    concealer.heard(whole[:800])
    filled = concealer.fill(160)
    error = louder(filled[:80] - whole[800:880]) / louder(whole[800:880])
    assert error < 0.35, "silence has an error of 1"


def test_it_grows_softer_and_is_silent_after_60_ms() -> None:
    concealer = LossConcealer()
    concealer.heard(voice(0.1))
    filled = concealer.fill(4000)
    loudness = [louder(filled[start : start + 80]) for start in range(0, 480, 80)]
    assert loudness == sorted(loudness, reverse=True)
    assert loudness[0] > 0.1
    assert not filled[480:].any() and len(filled) == 4000


def test_what_follows_a_gap_is_blended_in_and_then_as_it_was() -> None:
    whole = voice(0.2)
    concealer = LossConcealer()
    concealer.heard(whole[:800])
    before = concealer.fill(160)
    after = concealer.heard(np.full(160, 0.9, np.float32))
    steps = np.abs(np.diff(np.concatenate([before[-1:], after])))
    assert steps.max() < 0.3 < abs(0.9 - before[-1]), "no click"
    assert np.array_equal(after[32:], np.full(128, 0.9, np.float32))
    assert np.array_equal(concealer.heard(whole[:160]), whole[:160])


def test_without_a_gap_nothing_is_changed() -> None:
    whole, concealer = voice(0.1), LossConcealer()
    assert all(np.array_equal(concealer.heard(whole[i : i + 160]), whole[i : i + 160]) for i in range(0, 800, 160))


def test_silence_is_followed_by_silence() -> None:
    assert not LossConcealer().fill(160).any()
