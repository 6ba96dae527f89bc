"""Noise to be heard over a telephone: silence, hiss of several colors, hum, a poor line; peaks are near 1."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from asr.audio import Samples

SOUND_RATE = 8000
"""Hertz at which sounds are made: what a telephone carries."""

Chance = np.random.Generator


def silence(_chance: Chance, count: int) -> Samples:
    """Nothing at all: what a muted line sends."""
    return np.zeros(count, np.float32)


def white(chance: Chance, count: int) -> Samples:
    """Equal power at every frequency."""
    return colored(chance, count, 0.0)


def pink(chance: Chance, count: int) -> Samples:
    """Power falling with frequency."""
    return colored(chance, count, 0.5)


def brown(chance: Chance, count: int) -> Samples:
    """Power falling with the square of frequency."""
    return colored(chance, count, 1.0)


def hum(chance: Chance, count: int) -> Samples:
    """Mains of 50 Hz with its overtones, the one of 100 Hz loudest."""
    at, start = seconds(count), chance.uniform(0, 2 * np.pi, 8)
    tones = [np.sin(2 * np.pi * 50 * k * at + start[k - 1]) / (1 + abs(k - 2)) for k in range(1, 9)]
    return peaked(np.sum(tones, axis=0) + 0.05 * chance.standard_normal(count))


def poor_line(chance: Chance, count: int) -> Samples:
    """Hiss with crackles and drop-outs."""
    crackles = bursts(chance, count, per_s=6.0, fade_s=0.004)
    gaps = np.repeat(chance.random(count // 800 + 1) > 0.05, 800)[:count]
    return peaked((0.05 * chance.standard_normal(count) + crackles) * gaps)


def mono(sound: Any) -> Samples:
    """An array of any numbers as samples."""
    return np.asarray(sound, np.float32)


def seconds(count: int) -> Samples:
    """The second of each sample."""
    return mono(np.arange(count) / SOUND_RATE)


def peaked(sound: Any) -> Samples:
    """The sound with its 99.9th percentile at 1."""
    peak = float(np.percentile(np.abs(sound), 99.9)) or 1.0
    return mono(sound / peak)


def colored(chance: Chance, count: int, slope: float, low: float = 20.0, high: float = SOUND_RATE / 2) -> Samples:
    """Noise between `low` and `high` hertz whose amplitude falls with frequency to the power of `slope`."""
    frequencies = np.fft.rfftfreq(count, 1 / SOUND_RATE)
    spectrum = np.fft.rfft(chance.standard_normal(count)) / np.maximum(frequencies, low) ** slope
    return peaked(np.fft.irfft(spectrum * ((frequencies >= low) & (frequencies <= high)), count))


def swelling(chance: Chance, count: int, slowest_s: float) -> Samples:
    """A gain between 0 and 1 that wanders, its points `slowest_s` seconds apart."""
    step = int(slowest_s * SOUND_RATE)
    points = chance.random(count // step + 2)
    return mono(np.interp(np.arange(count), np.arange(len(points)) * step, points))


def placed(count: int, sounds: Sequence[tuple[float, Any]]) -> Samples:
    """Sounds added up, each from its second on."""
    out = np.zeros(count, np.float32)
    for at_s, sound in sounds:
        start = int(at_s * SOUND_RATE)
        part = sound[: max(0, count - start)]
        out[start : start + len(part)] += part
    return out


def bursts(chance: Chance, count: int, per_s: float, fade_s: float) -> Samples:
    """Short noises at random times, each dying away by a factor of e in `fade_s`."""
    length = int(8 * fade_s * SOUND_RATE)
    fade = np.exp(-seconds(length) / fade_s)
    number = chance.poisson(per_s * count / SOUND_RATE)
    starts, gains = chance.random(number) * count / SOUND_RATE, chance.uniform(0.2, 1.0, number)
    noises = gains[:, None] * fade * chance.standard_normal((number, length))
    return placed(count, list(zip(starts, noises, strict=True)))
