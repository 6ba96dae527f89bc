"""What exchanges and machines send down a line: ringing, busy, keys, fax, beeps.

Frequencies and cadences: ITU-T E.180 Supplement 2 (China), Q.23 (keys), T.30 (fax), V.21 (modem).
"""

from __future__ import annotations

import numpy as np

from asr.audio import Samples
from eval.sounds.noise import SOUND_RATE, Chance, mono, peaked, placed, seconds

_KEYS = [(low, high) for low in (697, 770, 852, 941) for high in (1209, 1336, 1477, 1633)]


def ring_back(chance: Chance, count: int) -> Samples:
    """450 Hz for 1 s every 5 s."""
    return _cadence(chance, count, 450, (1.0, 4.0))


def busy(chance: Chance, count: int) -> Samples:
    """450 Hz on and off for 0.35 s; for 0.7 s where lines are congested; now and then a number that does not exist."""
    cadences = [(0.35, 0.35), (0.7, 0.7), (0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.4, 0.4)]
    return _cadence(chance, count, 450, cadences[chance.integers(3)])


def dial_tone(chance: Chance, count: int) -> Samples:
    """450 Hz without end, or stuttering."""
    return _cadence(chance, count, 450, [(60.0, 0.0), (0.4, 0.04)][chance.integers(2)])


def beeps(chance: Chance, count: int) -> Samples:
    """Waiting: a beep of 0.2 to 0.4 s every 3 to 12 s."""
    return _cadence(
        chance, count, chance.choice([400.0, 1400.0, 950.0]), (chance.uniform(0.2, 0.4), chance.uniform(3, 12))
    )


def keys(chance: Chance, count: int) -> Samples:
    """Numbers dialled in pairs of tones, with pauses between numbers."""
    at_s, made = 0.5, []
    while at_s < count / SOUND_RATE:
        low, high = _KEYS[chance.integers(len(_KEYS))]
        at = seconds(int(chance.uniform(0.06, 0.25) * SOUND_RATE))
        made.append((at_s, np.sin(2 * np.pi * low * at) + np.sin(2 * np.pi * high * at)))
        at_s += len(at) / SOUND_RATE + chance.choice([0.06, 0.12, 0.4, 2.5], p=[0.4, 0.3, 0.2, 0.1])
    return peaked(placed(count, made))


def fax(chance: Chance, count: int) -> Samples:
    """Calling tone, answer tone, 300 bit/s in two frequencies, then a page on a carrier in eight phases."""
    made, at_s = [], 0.3
    while at_s < count / SOUND_RATE:
        for sound in (_tone(1100, 0.5), _tone(2100, 2.8), _flags(chance, 1.3), _page(chance, 3.0)):
            made.append((at_s, sound))
            at_s += len(sound) / SOUND_RATE + 0.1
        at_s += 1.0
    return peaked(placed(count, made))


def howl(chance: Chance, count: int) -> Samples:
    """A microphone too near its loudspeaker: a whistle that swells and wanders."""
    at = seconds(count)
    pitch = chance.uniform(900, 2200) * (1 + 0.02 * np.sin(2 * np.pi * chance.uniform(0.2, 0.6) * at))
    gain = np.maximum(0, np.sin(2 * np.pi * at / chance.uniform(3, 8))) ** 2
    return peaked(gain * np.tanh(3 * np.sin(2 * np.pi * np.cumsum(pitch) / SOUND_RATE)))


def _cadence(chance: Chance, count: int, hertz: float, cadence: tuple[float, ...]) -> Samples:
    """A tone that is on and off by turns for so many seconds, entered at a random place."""
    turns = [np.full(int(length * SOUND_RATE), place % 2 == 0) for place, length in enumerate(cadence)]
    period = np.concatenate(turns)
    gate = np.resize(np.roll(period, chance.integers(len(period))), count)
    return mono(np.sin(2 * np.pi * hertz * seconds(count)) * gate)


def _tone(hertz: float, length_s: float) -> Samples:
    return mono(np.sin(2 * np.pi * hertz * seconds(int(length_s * SOUND_RATE))))


def _flags(chance: Chance, length_s: float) -> Samples:
    bits = chance.integers(0, 2, int(length_s * 300) + 1)
    pitch = np.repeat(np.where(bits, 1650, 1850), SOUND_RATE // 300 + 1)[: int(length_s * SOUND_RATE)]
    return mono(np.sin(2 * np.pi * np.cumsum(pitch) / SOUND_RATE))


def _page(chance: Chance, length_s: float) -> Samples:
    count = int(length_s * SOUND_RATE)
    turns = np.repeat(chance.integers(0, 8, count // 5 + 1), 5)[:count] * np.pi / 4
    return mono(np.sin(2 * np.pi * 1700 * seconds(count) + turns))
