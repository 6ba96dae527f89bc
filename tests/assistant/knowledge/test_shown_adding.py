"""Files taken in by a command, as the person sees it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from assistant.knowledge.shown_adding import add_shown


class Reading:
    """A desk that reports what a desk does for one file, up to a moment."""

    def __init__(self, *reports: tuple[int, int, str]) -> None:
        self._reports = reports

    def add(self, files: Sequence[Path], progress: Callable[[int, int, str], None]) -> list[Any]:
        for report in self._reports:
            progress(*report)
        return []


def test_a_file_that_is_being_read_is_not_said_to_be_embedded(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add_shown([tmp_path / "a.md"], Reading((0, 1, "a.md"), (0, 0, ""), (0, 0, "")))  # type: ignore[arg-type]
    shown = capsys.readouterr().err
    assert "Reading" in shown
    assert "Embedding" not in shown
    add_shown([tmp_path / "a.md"], Reading((0, 1, "a.md"), (0, 0, ""), (3, 9, "")))  # type: ignore[arg-type]
    assert "Embedding:  33%" in capsys.readouterr().err
