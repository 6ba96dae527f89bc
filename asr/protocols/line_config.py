"""What a source of telephone audio says of itself before its sound."""

from __future__ import annotations

from pydantic import Field
from pydantic.dataclasses import dataclass

from asr.transcript import Channel


@dataclass(frozen=True, slots=True)
class LineConfig:
    """One channel of one call; `sample_rate` in hertz, "" where it names no call, operator or engine.

    `operator` is the extension whose panel opens the call, `engine` a choice against the site's. A call with
    `transcribe` False is shown but never heard. `resume` is the first final that a returning source has not been
    told, by its utterance number; None: go on after the last that was told.
    """

    sample_rate: int = Field(default=8000, ge=8000, le=48_000)
    channel: Channel = "caller"
    call: str = Field(default="", pattern=r"^[A-Za-z0-9_.-]*$", max_length=64)
    operator: str = Field(default="", pattern=r"^[A-Za-z0-9_.@+-]*$", max_length=32)
    engine: str = Field(default="", pattern=r"^[A-Za-z0-9_.:-]*$", max_length=64)
    transcribe: bool = True
    resume: int | None = Field(default=None, ge=0)
