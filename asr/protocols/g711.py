"""Telephone samples of 8 bits, A-law and µ-law (ITU-T G.711): bytes to samples and back.

The arithmetic is that of ITU-T G.191, module G711: 16-bit samples of which A-law uses the upper 13 bits, µ-law 14.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from asr.audio import Samples

Law = Literal["alaw", "ulaw"]

_FULL_SCALE = 32768
_ALAW_EVEN_BITS = 0x55
"""A-law sends every second bit inverted (G.711, table 1a)."""

_ULAW_BIAS = 33
"""Added before µ-law compresses, so that each segment begins at a power of two."""


def decode(payload: bytes, law: Law) -> Samples:
    """A sample in -1..1 for each byte."""
    samples: Samples = _DECODED[law][np.frombuffer(payload, np.uint8)]
    return samples


def encode(samples: Samples, law: Law) -> bytes:
    """A byte for each sample; what is louder than -1..1 is clipped."""
    whole = np.clip(np.rint(samples * _FULL_SCALE), -_FULL_SCALE, _FULL_SCALE - 1).astype(np.int32)
    coded: bytes = _ENCODED[law][whole + _FULL_SCALE].tobytes()
    return coded


def _alaw_decoded() -> Samples:
    code = np.arange(256) ^ _ALAW_EVEN_BITS
    segment, step = (code >> 4) & 7, code & 15
    size = ((step << 4) + np.where(segment > 0, 0x108, 8)) << np.maximum(segment - 1, 0)
    return _scaled(np.where(code & 0x80, size, -size))


def _ulaw_decoded() -> Samples:
    code = ~np.arange(256)
    segment, step = (code >> 4) & 7, code & 15
    size = (((2 * step + _ULAW_BIAS) << segment) - _ULAW_BIAS) << 2
    return _scaled(np.where(code & 0x80, -size, size))


def _alaw_encoded() -> NDArray[np.uint8]:
    linear = np.arange(-_FULL_SCALE, _FULL_SCALE)
    size = np.where(linear < 0, ~linear, linear) >> 4
    segment = np.maximum(_bit_length(size) - 4, 0)
    code = (segment << 4) | ((size >> np.maximum(segment - 1, 0)) & 15)
    sign = np.where(linear < 0, 0, 0x80)
    coded: NDArray[np.uint8] = ((sign | code) ^ _ALAW_EVEN_BITS).astype(np.uint8)
    return coded


def _ulaw_encoded() -> NDArray[np.uint8]:
    linear = np.arange(-_FULL_SCALE, _FULL_SCALE)
    size = np.minimum((np.where(linear < 0, ~linear, linear) >> 2) + _ULAW_BIAS, 0x1FFF)
    segment = _bit_length(size) - 6
    code = (segment << 4) | ((size >> (segment + 1)) & 15)
    sign = np.where(linear < 0, 0x80, 0)
    coded: NDArray[np.uint8] = (~(sign | code) & 0xFF).astype(np.uint8)
    return coded


def _bit_length(numbers: NDArray[np.int_]) -> NDArray[np.int_]:
    return np.frexp(numbers.astype(np.float64))[1].astype(np.int_)


def _scaled(linear: NDArray[np.int_]) -> Samples:
    return linear.astype(np.float32) / np.float32(_FULL_SCALE)


_DECODED: dict[Law, Samples] = {"alaw": _alaw_decoded(), "ulaw": _ulaw_decoded()}
_ENCODED: dict[Law, NDArray[np.uint8]] = {"alaw": _alaw_encoded(), "ulaw": _ulaw_encoded()}
