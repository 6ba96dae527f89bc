"""Where uploaded files wait, and under what names."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from assistant.errors import AssistantError
from assistant.knowledge.staging import LONGEST_NAME, Staging, safe_name


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("停车条例（2024修订）.md", "停车条例（2024修订）.md"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\windows\\a.md", "a.md"),
        ("C:\\a.md", "a.md"),
        ("/etc/cron.d/x.md", "x.md"),
        ("a\x00b\n.md", "ab.md"),
        ("\u202egpj.md", "gpj.md"),
        ("..", "document"),
        (".hidden.md", "hidden.md"),
        ("", "document"),
    ],
)
def test_a_name_leads_nowhere_and_shows_what_it_is(name: str, safe: str) -> None:
    assert safe_name(name) == safe


def test_a_long_name_keeps_its_ending() -> None:
    short = safe_name("长" * 300 + ".docx")
    assert short.endswith("长.docx")
    assert len(short.encode()) <= LONGEST_NAME


def test_whatever_a_file_is_called_it_stays_inside(tmp_path: Path) -> None:
    staging = Staging(tmp_path / "uploads")
    for position, name in enumerate(("../../out.md", "/out.md", "..\\out.md", "..")):
        staged, sha256 = staging.take("0" * 12, position, name, b"words")
        path = staging.path(staged)
        assert path.resolve().is_relative_to((tmp_path / "uploads").resolve())
        assert (path.read_bytes(), len(sha256)) == (b"words", 64)
        staging.drop(staged)
    assert [*(tmp_path / "uploads").iterdir()] == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["uploads"]


def test_what_a_crash_left_is_cleared_away_and_nothing_else(tmp_path: Path) -> None:
    staging = Staging(tmp_path)
    names = ("0" * 12, "1" * 12, "2" * 12, "somebody's")
    for name in names:
        (tmp_path / name).mkdir()
    old = time.time() - 7200
    for name in (names[0], names[1], names[3]):
        os.utime(tmp_path / name, (old, old))
    staging.keep_only({names[0]})
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted((names[0], names[2], names[3]))


def test_a_folder_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "uploads").write_text("in the way", "utf-8")
    with pytest.raises(AssistantError, match="cannot be kept for uploading") as refused:
        Staging(tmp_path / "uploads").take("0" * 12, 0, "a.md", b"words")
    assert str(refused.value).endswith(".")
    with pytest.raises(AssistantError):
        Staging(tmp_path / "elsewhere").take("0" * 12, 0, "a.md", tmp_path / "none.md")
