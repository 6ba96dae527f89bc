"""The way from one channel into the other: its delay, and the filter that makes the one from the other.

Delay: generalized cross-correlation with phase transform (C. Knapp, G. Carter, "The Generalized Correlation Method for
Estimation of Time Delay", 1976), its cross-spectrum summed over blocks. Filter: least squares (Wiener).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from asr.audio import Samples
from asr.utterances.channel_history import HISTORY_RATE

LONGEST = 540 * HISTORY_RATE // 1000
"""The longest delay, in samples."""

EARLIEST = 40 * HISTORY_RATE // 1000
"""How far the copy may come before what it copies, since the channels' clocks are not quite one."""

_BLOCK = 4096
_SIZE = 9000
"""Length of the transforms for the delay: at least a block and every delay."""

_WHITENING = 0.9
_BAND_HZ = (300.0, 3400.0)
_AHEAD = 16
_TAPS = (96, 768)
_LOADING = 1e-3
_STEPS = 48
_EXACT = 1e-6


@dataclass(frozen=True, slots=True)
class EchoPath:
    """`sharpness` is the correlation's peak in standard deviations; `made` what the source makes of the copy."""

    delay: int
    sharpness: float
    made: Samples
    source: Samples


def find_path(copy: Samples, source: Samples) -> EchoPath:
    """The likeliest path into `copy` [n] from `source` [LONGEST + n + EARLIEST], which begins LONGEST earlier."""
    blocks = -(-len(copy) // _BLOCK)
    cross = _transform(copy, blocks, _BLOCK).conj() * _transform(source, blocks, _BLOCK + LONGEST + EARLIEST)
    summed = cross.sum(axis=0)
    peak, sharpness = _peak(summed)
    taps = int(np.clip(len(copy) // 10, *_TAPS))
    first = int(np.clip(LONGEST - peak - _AHEAD, -EARLIEST, LONGEST - taps))  # the filter's first delay
    correlation = np.fft.irfft(summed, _SIZE)[LONGEST - first - np.arange(taps)]
    begin = LONGEST - first - taps + 1
    reach = source[
        begin : begin + len(copy) + taps - 1
    ]  # reach[t + taps - 1 - j] is the source `first + j` before copy[t]
    made = _filtered(reach, _least_squares(reach, correlation), len(copy))
    return EchoPath(LONGEST - peak, sharpness, made, source[LONGEST - first :][: len(copy)])


def _transform(sound: Samples, blocks: int, length: int) -> NDArray[np.complexfloating]:
    """The spectra of pieces of `length` that begin every _BLOCK samples."""
    padded = np.zeros((blocks - 1) * _BLOCK + length, np.float32)
    padded[: len(sound)] = sound[: len(padded)]
    pieces = np.lib.stride_tricks.sliding_window_view(padded, length)[::_BLOCK]
    return np.fft.rfft(pieces, max(length, _SIZE))


def _peak(summed: NDArray[np.complexfloating]) -> tuple[int, float]:
    """Where the whitened correlation is highest, from 0 for the longest delay, and how high."""
    frequencies = np.fft.rfftfreq(_SIZE, 1 / HISTORY_RATE)
    inside = (frequencies >= _BAND_HZ[0]) & (frequencies <= _BAND_HZ[1])
    whitened = summed * inside / np.maximum(np.abs(summed), 1e-12) ** _WHITENING
    correlation = np.abs(np.fft.irfft(whitened, _SIZE)[: LONGEST + EARLIEST + 1])
    peak = int(correlation.argmax())
    spread = float(np.sqrt((correlation**2).mean())) or 1.0
    return peak, float(correlation[peak]) / spread


def _least_squares(reach: Samples, correlation: NDArray[np.floating]) -> NDArray[np.floating]:
    """The filter's taps, by increasing delay: the normal equations, solved by conjugate gradients.

    Their matrix is Toeplitz, so that a product with it is a convolution.
    """
    taps, size = len(correlation), _power_of_2(len(reach) + len(correlation))
    own = np.fft.irfft(np.abs(np.fft.rfft(reach, size)) ** 2, size)[:taps]
    own[0] = own[0] * (1 + _LOADING) + 1e-12
    matrix = np.fft.rfft(np.concatenate([own, [0.0], own[:0:-1]]))
    solved, rest = np.zeros(taps), np.asarray(correlation, float)
    step, square = rest, float(rest @ rest)
    enough = _EXACT * square
    for _ in range(_STEPS):
        if square <= enough:
            break
        image = np.fft.irfft(np.fft.rfft(step, 2 * taps) * matrix)[:taps]
        length = square / float(step @ image)
        solved, rest = solved + length * step, rest - length * image
        before, square = square, float(rest @ rest)
        step = rest + square / before * step
    return solved


def _power_of_2(length: int) -> int:
    return 1 << (length - 1).bit_length()


def _filtered(reach: Samples, taps: NDArray[np.floating], length: int) -> Samples:
    size = _power_of_2(len(reach) + len(taps))
    made = np.fft.irfft(np.fft.rfft(reach, size) * np.fft.rfft(taps, size), size)
    return np.asarray(made[len(taps) - 1 :][:length], np.float32)
