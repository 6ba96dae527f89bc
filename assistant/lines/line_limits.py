"""How much, how fast and how long a telephone line may send."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LineLimits:
    """`silent_s` without audio end a connection; a call lasts no longer than `max_minutes`; `burst_s` of audio may
    come ahead of the clock; a lost connection may come back within `resume_s`; `message_bytes` bound one message,
    `max_lines` the connections at a time.
    """

    silent_s: float = 60.0
    max_minutes: float = 240.0
    burst_s: float = 30.0
    resume_s: float = 30.0
    message_bytes: int = 2**20
    max_lines: int = 512
