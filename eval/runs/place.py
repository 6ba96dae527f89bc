"""Where a run goes, apart from the run itself: commands name it before anything heavy is imported."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Place:
    """Where a run goes: a folder, or None for one below `home`/runs that a run cut off there goes on in."""

    out: Path | None = None
    json_file: Path | None = None
    strict: bool = False
