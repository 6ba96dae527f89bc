"""Local agreement: what two readings in a row begin with alike is taken as stable.

Source: D. Macháček, R. Dabre, O. Bojar, "Turning Whisper into Real-Time Transcription System" (2023).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


def common_prefix(first: Sequence[T], second: Sequence[T]) -> Sequence[T]:
    """The longest run that both sequences begin with."""
    length = 0
    for a, b in zip(first, second, strict=False):
        if a != b:
            break
        length += 1
    return first[:length]
