"""What a run has measured so far, kept line by line, so that an interrupted run loses one sample at most."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from eval.errors import EvalError


class Journal:
    """A file of JSON lines: a stage with its number of items, then a sample or a reason for each one done.

    A sample takes the place of a reason that was written before it.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.samples: dict[str, dict[str, Any]] = {}
        self.skipped: dict[str, str] = {}
        whole = 0
        if path.is_file():
            for line in path.read_bytes().splitlines(keepends=True):
                if not self._take(line):
                    break  # the run was cut off while it wrote this
                whole += len(line)
            with path.open("r+b") as file:
                file.truncate(whole)

    def __contains__(self, key: str) -> bool:
        return key in self.samples or key in self.skipped

    def stage(self, title: str, total: int) -> None:
        """Says how many items the next stage has."""
        self._write({"stage": title, "total": total})

    def add(self, key: str, sample: dict[str, Any]) -> None:
        """Keeps what an item gave."""
        self._write({"id": key, "sample": sample})

    def skip(self, key: str, why: str) -> None:
        """Keeps why an item could not be scored."""
        self._write({"id": key, "skipped": why})

    def _write(self, entry: dict[str, Any]) -> None:
        line = json.dumps(entry, ensure_ascii=False).encode() + b"\n"
        try:
            with self._path.open("ab") as file:
                file.write(line)
        except OSError as exc:
            raise EvalError(
                "{path} cannot be written ({reason}): free some space and go on.", path=self._path, reason=exc.strerror
            ) from exc
        self._take(line)

    def _take(self, line: bytes) -> bool:
        """Whether the line is whole."""
        try:
            entry = json.loads(line) if line.endswith(b"\n") else None
        except ValueError:
            return False
        if not isinstance(entry, dict):
            return False
        if "sample" in entry:
            self.samples[entry["id"]] = entry["sample"]
            self.skipped.pop(entry["id"], None)
        elif "skipped" in entry:
            self.skipped[entry["id"]] = entry["skipped"]
        return True
