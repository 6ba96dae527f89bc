"""Every kind is a sound as a telephone delivers it, and the same at every run."""

import numpy as np
import pytest

from asr.utterances.endpointer import Boundary, Endpointer
from asr.utterances.silero import FRAME, SileroVad
from eval.sounds.noise import SOUND_RATE
from eval.sounds.quiet_audio import BAND_HZ, CLIP_S, KINDS, LEVELS_DB, Kind, QuietClip, quiet_clips

sounding = [kind for kind in KINDS if kind.name != "silence"]


def power(samples: np.ndarray, low: float, high: float) -> float:
    spectrum = np.abs(np.fft.rfft(samples)) ** 2
    return float(spectrum[int(low * CLIP_S) : int(high * CLIP_S)].sum())


@pytest.mark.parametrize("kind", sounding, ids=lambda kind: kind.name)
def test_a_clip_is_as_long_as_it_should_be_and_within_the_telephones_band(kind: Kind) -> None:
    samples = QuietClip(kind, 0, -18).samples()
    assert (samples.dtype, samples.shape) == (np.float32, (CLIP_S * SOUND_RATE,))
    assert 0.001 < np.abs(samples).max() <= 1
    if kind.name not in ("knocks", "poor_line", "typing", "coughing"):  # clipped peaks have overtones
        assert power(samples, 0, 100) < 0.05 * power(samples, *BAND_HZ)


@pytest.mark.parametrize("kind", sounding[::5], ids=lambda kind: kind.name)
def test_clips_of_a_kind_differ_but_not_between_runs(kind: Kind) -> None:
    first, again, other = (QuietClip(kind, number, -18).samples() for number in (0, 0, 1))
    assert np.array_equal(first, again)
    assert not np.allclose(first, other, atol=0.01)


def test_levels_go_from_faint_to_clipped() -> None:
    kind = next(kind for kind in KINDS if kind.name == "white")
    loudness = [
        20 * np.log10(np.sqrt((QuietClip(kind, 0, level).samples() ** 2).mean())) for level in sorted(LEVELS_DB)
    ]
    assert loudness[0] == pytest.approx(-45, abs=1)
    assert loudness == sorted(loudness)
    assert np.abs(QuietClip(kind, 0, 3).samples()).max() > 0.98


def test_silence_is_silence() -> None:
    clip = next(clip for clip in quiet_clips(1) if clip.group == "silence")
    assert np.abs(clip.samples()).max() < 0.001  # A-law has no zero


def test_so_many_minutes_hold_every_kind_at_different_levels() -> None:
    clips = quiet_clips(40)
    assert len([clip for clip in clips if not clip.voices]) * CLIP_S == 40 * 60
    assert len([clip for clip in clips if clip.voices]) == 3  # as of the kinds that come first
    assert len({clip.name for clip in clips}) == len(clips)
    assert {clip.group for clip in clips} == {kind.name for kind in KINDS}
    for kind in KINDS:
        levels = [clip.level_db for clip in clips if clip.kind is kind]
        assert len(levels) == len(set(levels)) >= 2
    assert {clip.level_db for clip in clips} == set(LEVELS_DB)


def test_a_short_run_still_holds_every_kind() -> None:
    assert [clip.kind for clip in quiet_clips(1)] == list(KINDS)


def test_ringing_is_450_hertz_for_a_second_in_five() -> None:
    samples = QuietClip(next(kind for kind in KINDS if kind.name == "ring_back"), 0, -18).samples()
    assert power(samples, 440, 460) > 0.95 * power(samples, 0, 4000)
    on = (samples.reshape(-1, 400) ** 2).mean(axis=1) > 1e-4
    assert on.mean() == pytest.approx(0.2, abs=0.02)


@pytest.mark.parametrize("name", ["white", "ring_back", "music_box", "typing"])
def test_voice_detection_finds_nobody_speaking(name: str) -> None:
    samples = QuietClip(next(kind for kind in KINDS if kind.name == name), 0, -18).samples()
    heard = np.repeat(samples[: 5 * SOUND_RATE], 2)
    vad, endpointer = SileroVad(), Endpointer()
    frames = heard[: len(heard) // FRAME * FRAME].reshape(-1, FRAME)
    assert Boundary.START not in [endpointer.step(vad.probability(frame)) for frame in frames]
