"""The murmur of a room: many people of recorded calls speaking at once, none to be made out."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import numpy as np
import soxr

from asr.audio import Samples, read_audio
from assistant.settings import SAMPLE
from eval.sounds.noise import SOUND_RATE, Chance, peaked

VOICES = (3, 8)


def babble(chance: Chance, count: int) -> Samples:
    """Excerpts of the sample calls on top of each other, from a handful of people to a crowd."""
    speech = _speech(SAMPLE / "calls")
    out = np.zeros(count, np.float32)
    for _ in range(chance.integers(*VOICES, endpoint=True)):
        start = int(chance.integers(len(speech)))
        excerpt = np.take(speech, np.arange(start, start + count), mode="wrap")
        out += excerpt * np.float32(chance.uniform(0.5, 1.0))
    return peaked(out)


@lru_cache(maxsize=1)
def _speech(folder: Path) -> Samples:
    """All calls of a folder, both channels mixed, without their pauses."""
    calls = []
    for path in sorted(folder.glob("*.flac")):
        samples, rate = read_audio(path)
        frames = soxr.resample(samples.sum(axis=1), rate, SOUND_RATE)
        frames = frames[: len(frames) // 400 * 400].reshape(-1, 400)
        power = (frames**2).mean(axis=1)
        calls.append(frames[power > power.max() * 1e-3].ravel())
    return np.concatenate(calls)
