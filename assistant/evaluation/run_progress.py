"""How far a run is, read from the file that its process keeps adding lines to."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any


class RunProgress:
    """Reads only what was added since the last time; a line that is not whole yet waits for the next."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._begin()

    def _begin(self) -> None:
        self._read_to = 0
        self._items: dict[str, set[str]] = {}
        self.stage, self.total = "", 0
        self._since: tuple[float, int] | None = None
        self._latest: tuple[float, int] | None = None

    @property
    def done(self) -> int:
        """Items of this stage that were measured or skipped, also before the run was interrupted."""
        return len(self._items.get(self.stage, ()))

    def read(self) -> None:
        """Takes in new lines; a file that shrank is read anew."""
        try:
            size = self._path.stat().st_size
            if size < self._read_to:
                self._begin()
            if size == self._read_to:
                return
            with self._path.open("rb") as file:
                file.seek(self._read_to)
                added = file.read()
        except FileNotFoundError:
            return
        whole = added[: added.rfind(b"\n") + 1]
        self._read_to += len(whole)
        stage, before = self.stage, self.done
        for line in whole.splitlines():
            self._take(line)
        self._time(stage, before)

    def forget_pace(self) -> None:
        """Another process goes on: what it has to do does not follow from how long the pause was."""
        self._since = self._latest = None

    def _take(self, line: bytes) -> None:
        try:
            entry: Any = json.loads(line)
        except ValueError:
            return  # the last line of a process that was killed; the run measures that item again
        if not isinstance(entry, dict):
            return
        if "stage" in entry:
            self.stage = str(entry["stage"])
            self.total = entry["total"] if isinstance(entry.get("total"), int) else 0
        elif "id" in entry:
            self._items.setdefault(self.stage, set()).add(str(entry["id"]))

    def _time(self, stage: str, before: int) -> None:
        now = (time.monotonic(), self.done)
        if self._since is None or stage != self.stage:
            self._since = self._latest = now
        elif self.done > before:
            self._latest = now

    def seconds_left(self) -> float | None:
        """By the pace since the stage was first seen; None before an item was seen to end."""
        if self._since is None or self._latest is None or self._latest[1] <= self._since[1]:
            return None
        pace = (self._latest[0] - self._since[0]) / (self._latest[1] - self._since[1])
        return max(0.0, (self.total - self.done) * pace - (time.monotonic() - self._latest[0]))
