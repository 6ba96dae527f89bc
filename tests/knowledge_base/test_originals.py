"""Originals are whole or not there."""

from pathlib import Path

import pytest

from knowledge_base.errors import KnowledgeError
from knowledge_base.originals import Originals

NAME = "0123456789abcdef.pdf"


def test_put_and_path(tmp_path: Path) -> None:
    originals = Originals(tmp_path / "new")
    assert originals.path(NAME) is None
    originals.put(NAME, b"bytes")
    path = originals.path(NAME)
    assert path is not None
    assert path.read_bytes() == b"bytes"


def test_a_put_that_fails_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(KnowledgeError, match="No space left"):
        Originals(tmp_path).put(NAME, b"bytes")
    assert Originals(tmp_path).path(NAME) is None


def test_only_own_names_are_deleted(tmp_path: Path) -> None:
    for name in (NAME, "fedcba9876543210.md", "letter.pdf", "0123.pdf"):
        (tmp_path / name).write_bytes(b"x")
    Originals(tmp_path).keep_only([NAME])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["0123.pdf", NAME, "letter.pdf"]
