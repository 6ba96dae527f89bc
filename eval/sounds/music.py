"""Hold music in several styles, composed by chance: chords that go round, a tune over them, a bass, a drum kit."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from asr.audio import Samples
from eval.sounds.noise import SOUND_RATE, Chance, mono, peaked, placed, seconds

Instrument = Callable[[Chance, float, float], Samples]
"""Makes a note of so many hertz that is held for so many seconds."""

_MAJOR = (0, 2, 4, 5, 7, 9, 11)
_PENTATONIC = (0, 2, 4, 7, 9)
_ROUNDS = ((0, 5, 3, 4), (0, 4, 5, 3), (0, 3, 4, 0), (5, 3, 0, 4))
"""Chords by the degree of the scale that they stand on."""

_VOWELS = ((730, 1090, 2440), (300, 870, 2240), (270, 2290, 3010), (570, 840, 2410))
"""Resonances in hertz: G. Peterson, H. Barney, "Control Methods Used in a Study of the Vowels" (1952)."""


def music_box(chance: Chance, count: int) -> Samples:
    """A tune in bell-like tones over broken chords."""
    return _piece(chance, count, _bell, _bell)


def strings(chance: Chance, count: int) -> Samples:
    """A tune and chords on plucked strings."""
    return _piece(chance, count, _plucked, _plucked)


def zither(chance: Chance, count: int) -> Samples:
    """A slow pentatonic tune on a plucked string alone."""
    return _piece(chance, count, _plucked, None, scale=_PENTATONIC)


def organ(chance: Chance, count: int) -> Samples:
    """A tune over held chords, with the tremor of an organ."""
    return _piece(chance, count, _pipe, _pipe)


def winds(chance: Chance, count: int) -> Samples:
    """A tune with vibrato, as on a flute or an erhu: the nearest to a voice."""
    return _piece(chance, count, _bowed, _pipe, scale=_PENTATONIC)


def choir(chance: Chance, count: int) -> Samples:
    """Held vowels sung by several voices over an organ: what voice detection takes for speech most often."""
    return _piece(chance, count, partial(_sung, 5), _pipe, beat_s=chance.uniform(0.5, 1.2))


def humming(chance: Chance, count: int) -> Samples:
    """Somebody sings a tune on vowels, alone."""
    return _piece(chance, count, partial(_sung, 1), None, scale=_PENTATONIC)


def band(chance: Chance, count: int) -> Samples:
    """A tune on a synthesizer, bass, chords and drums."""
    beat_s = 60 / chance.uniform(90, 130)
    return peaked(_piece(chance, count, _bowed, _plucked, beat_s) + 0.8 * _drums(chance, count, beat_s))


def drums(chance: Chance, count: int) -> Samples:
    """A drum kit alone."""
    return peaked(_drums(chance, count, 60 / chance.uniform(80, 140)))


def _piece(
    chance: Chance,
    count: int,
    tune: Instrument,
    chords: Instrument | None,
    beat_s: float | None = None,
    scale: tuple[int, ...] = _MAJOR,
) -> Samples:
    beat_s = beat_s or 60 / chance.uniform(60, 120)
    key, around = int(chance.integers(50, 62)), _ROUNDS[chance.integers(len(_ROUNDS))]
    beats, place = int(count / SOUND_RATE / beat_s) + 1, 2 * len(scale)
    made = _accompaniment(chance, chords, key, around, beats, beat_s) if chords else []
    beat = 0.0
    while beat < beats:
        length = float(chance.choice([0.5, 1.0, 1.5, 2.0], p=[0.4, 0.35, 0.1, 0.15]))
        place = int(np.clip(place + chance.integers(-2, 3), len(scale), 3 * len(scale)))
        if chance.random() > 0.12:
            made.append((beat * beat_s, tune(chance, _hertz(key, place, scale), length * beat_s)))
        beat += length
    return peaked(placed(count, made))


def _accompaniment(
    chance: Chance, chords: Instrument, key: int, around: tuple[int, ...], beats: int, beat_s: float
) -> list[tuple[float, Samples]]:
    """A bass note and a broken chord every four beats."""
    made = []
    for bar in range(beats // 4 + 1):
        root = around[bar % len(around)]
        made.append((bar * 4 * beat_s, 0.7 * chords(chance, _hertz(key - 12, root, _MAJOR), 4 * beat_s)))
        for step in range(4):
            note = chords(chance, _hertz(key, root + (0, 2, 4, 2)[step], _MAJOR), beat_s)
            made.append(((bar * 4 + step) * beat_s, 0.4 * note))
    return made


def _hertz(key: int, place: int, scale: tuple[int, ...]) -> float:
    """Equal temperament; `key` counts semitones as MIDI does, 69 being 440 Hz."""
    octave, step = divmod(place, len(scale))
    return float(440 * 2 ** ((key + 12 * octave + scale[step] - 69) / 12))


def _bell(_chance: Chance, hertz: float, held_s: float) -> Samples:
    at = seconds(int((held_s + 1.0) * SOUND_RATE))
    parts = [np.sin(2 * np.pi * hertz * k * at) * np.exp(-at * k * 1.6) / k for k in (1.0, 2.0, 3.01, 5.2)]
    return mono(np.sum(parts, axis=0))


def _pipe(_chance: Chance, hertz: float, held_s: float) -> Samples:
    at = seconds(int(held_s * SOUND_RATE))
    parts = [np.sin(2 * np.pi * hertz * k * at) / k for k in (1, 2, 3, 4, 6, 8) if hertz * k < SOUND_RATE / 2]
    return mono(np.sum(parts, axis=0) * (1 + 0.15 * np.sin(2 * np.pi * 6 * at)) * _gate(at, held_s))


def _bowed(chance: Chance, hertz: float, held_s: float) -> Samples:
    at = seconds(int(held_s * SOUND_RATE))
    pitch = hertz * (1 + 0.008 * np.minimum(1, at * 3) * np.sin(2 * np.pi * chance.uniform(4.5, 6.5) * at))
    turn = 2 * np.pi * np.cumsum(pitch) / SOUND_RATE
    parts = [np.sin(k * turn) / k**1.2 for k in range(1, 12) if hertz * k < SOUND_RATE / 2]
    return mono(np.sum(parts, axis=0) * _gate(at, held_s))


def _sung(voices: int, chance: Chance, hertz: float, held_s: float) -> Samples:
    """Voices, not quite in tune, an octave below, whose resonances glide from one vowel to another."""
    at = seconds(int(held_s * SOUND_RATE))
    first, second = (np.array(_VOWELS[chance.integers(len(_VOWELS))])[:, None] for _ in range(2))
    resonances = first + (second - first) * np.clip(at / held_s * 2, 0, 1)
    sung = np.zeros(len(at))
    for _ in range(voices):
        tremor = 0.01 * np.sin(2 * np.pi * chance.uniform(4, 6) * at + chance.uniform(0, 6))
        pitch = hertz / 2 * (1 + chance.normal(0, 0.004) + tremor)
        turn = 2 * np.pi * np.cumsum(pitch) / SOUND_RATE
        for k in range(1, int(SOUND_RATE / hertz)):
            gain = (1 / (1 + ((k * pitch - resonances) / 90) ** 2)).sum(axis=0)
            sung += gain * np.sin(k * turn + chance.uniform(0, 6))
    return mono(sung * _gate(at, held_s))


def _plucked(chance: Chance, hertz: float, held_s: float) -> Samples:
    """K. Karplus, A. Strong, "Digital Synthesis of Plucked-String and Drum Timbres" (1983)."""
    period, count = max(2, int(SOUND_RATE / hertz)), int((held_s + 0.5) * SOUND_RATE)
    wave, waves = chance.uniform(-1, 1, period), []
    for _ in range(count // period + 1):
        waves.append(wave)
        wave = 0.498 * (wave + np.roll(wave, 1))
    return mono(np.concatenate(waves)[:count])


def _gate(at: Samples, held_s: float) -> Samples:
    """A soft beginning and end."""
    return mono(np.clip(np.minimum(at / 0.04, (held_s - at) / 0.06), 0, 1))


def _drums(chance: Chance, count: int, beat_s: float) -> Samples:
    at = seconds(int(0.25 * SOUND_RATE))
    kick = np.sin(2 * np.pi * np.cumsum(60 + 120 * np.exp(-at * 30)) / SOUND_RATE) * np.exp(-at * 14)
    snare = chance.standard_normal(len(at)) * np.exp(-at * 22) * 0.6
    hat = np.diff(chance.standard_normal(len(at) + 1)) * np.exp(-at * 60) * 0.25
    made = []
    for half in range(int(2 * count / SOUND_RATE / beat_s) + 1):
        struck = hat + (kick if half % 4 == 0 else 0) + (snare if half % 4 == 2 else 0)
        made.append((half * beat_s / 2, struck))
    return placed(count, made)
