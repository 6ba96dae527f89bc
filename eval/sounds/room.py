"""What a telephone picks up beside its speaker: keys and knocks, breath, wind, traffic, a child, a dog."""

from __future__ import annotations

import numpy as np

from asr.audio import Samples
from eval.sounds.noise import SOUND_RATE, Chance, bursts, colored, mono, peaked, placed, seconds, swelling


def typing(chance: Chance, count: int) -> Samples:
    """A keyboard: clicks of 5 ms, some 7 a second, in spells."""
    return peaked(bursts(chance, count, 7.0, 0.005) * (swelling(chance, count, 1.5) > 0.35))


def knocks(chance: Chance, count: int) -> Samples:
    """Blows on a door or a table, three or four at a time."""
    at, made, start = seconds(int(0.2 * SOUND_RATE)), [], 0.4
    while start < count / SOUND_RATE:
        for blow in range(chance.integers(2, 5)):
            tone = np.sin(2 * np.pi * chance.uniform(150, 400) * at) * np.exp(-at * 40)
            click = 0.5 * chance.standard_normal(len(at)) * np.exp(-at * 200)
            made.append((start + blow * chance.uniform(0.15, 0.3), tone + click))
        start += chance.uniform(1.5, 4)
    return peaked(placed(count, made))


def breath(chance: Chance, count: int) -> Samples:
    """Somebody breathing into the mouthpiece, in and out every 3 to 5 s."""
    turn = np.sin(2 * np.pi * seconds(count) / chance.uniform(3, 5))
    inward = colored(chance, count, 0.3, 800, 3000) * np.maximum(0, turn) ** 2
    return peaked(inward + colored(chance, count, 0.8, 200, 2500) * np.maximum(0, -turn) ** 2)


def wind(chance: Chance, count: int) -> Samples:
    """Gusts on a microphone out of doors."""
    return peaked(colored(chance, count, 1.0, 30, 1500) * swelling(chance, count, 0.7) ** 2)


def traffic(chance: Chance, count: int) -> Samples:
    """The rumble of a road, cars that pass, a horn now and then."""
    at, made = seconds(int(1.0 * SOUND_RATE)), []
    for start in chance.random(1 + count // (8 * SOUND_RATE)) * count / SOUND_RATE:
        low = chance.uniform(330, 480)
        horn = np.tanh(2 * (np.sin(2 * np.pi * low * at) + np.sin(2 * np.pi * low * 1.25 * at)))
        made.append((start, 0.5 * horn * (at < chance.uniform(0.2, 0.9))))
    passing = colored(chance, count, 0.6, 100, 3000) * swelling(chance, count, 2.0) ** 3
    return peaked(0.5 * colored(chance, count, 0.9, 40, 2000) + passing + placed(count, made))


def crying(chance: Chance, count: int) -> Samples:
    """A baby: cries of about a second, their pitch rising and falling, with a gasp between."""
    made, start = [], 0.3
    while start < count / SOUND_RATE:
        length_s = chance.uniform(0.6, 1.6)
        made.append((start, _call(chance, length_s, chance.uniform(350, 480), 0.25, 0.15)))
        start += length_s + chance.uniform(0.3, 0.9) + 3 * (chance.random() < 0.2)
    return peaked(placed(count, made))


def barking(chance: Chance, count: int) -> Samples:
    """A dog: barks of a fifth of a second, one to four at a time."""
    made, start = [], 0.3
    while start < count / SOUND_RATE:
        for bark in range(chance.integers(1, 5)):
            made.append((start + 0.4 * bark, _call(chance, 0.2, chance.uniform(280, 420), -0.4, 0.5)))
        start += chance.uniform(2.5, 5)
    return peaked(placed(count, made))


def coughing(chance: Chance, count: int) -> Samples:
    """Coughs and a cleared throat: bursts of noise through the mouth's resonances."""
    made, start = [], 0.5
    while start < count / SOUND_RATE:
        length = int(chance.uniform(0.15, 0.4) * SOUND_RATE)
        at = seconds(length)
        body = colored(chance, length, 0.4, 400, 2800) * np.minimum(1, at * 100) * np.exp(-at * 12)
        made.append((start, body))
        start += chance.choice([0.4, 0.5, 3.0, 5.0])
    return peaked(placed(count, made))


def _call(chance: Chance, length_s: float, hertz: float, rise: float, rough: float) -> Samples:
    """A voiced sound without words: its pitch bends up by `rise` and back; `rough` is the share of noise."""
    count = int(length_s * SOUND_RATE)
    arch = np.sin(np.pi * np.arange(count) / count)
    pitch = hertz * (1 + rise * arch) * (1 + 0.01 * np.sin(2 * np.pi * 7 * seconds(count)))
    turn = 2 * np.pi * np.cumsum(pitch) / SOUND_RATE
    loudest = chance.uniform(900, 1600)
    parts = [
        np.sin(k * turn) * np.exp(-(((k * hertz - loudest) / 900) ** 2))
        for k in range(1, 9)
        if k * hertz < SOUND_RATE / 2
    ]
    return mono((np.sum(parts, axis=0) + rough * chance.standard_normal(count)) * arch**0.5)
