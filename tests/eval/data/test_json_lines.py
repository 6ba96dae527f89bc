from pathlib import Path

import pytest

from eval.data.json_lines import read_rows
from eval.errors import EvalError


def test_rows_know_their_line_past_empty_ones(tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    path.write_bytes('\ufeff{"id": 7}\r\n\r\n{"id": "b\u2028c"}\n'.encode())
    selection = read_rows([path], lambda row: (row.line, row.text("id")), strict=True)
    assert selection.items == ((1, "7"), (3, "b\u2028c"))


def test_rows_that_cannot_be_read_are_skipped_and_named(tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    path.write_text('{"id": "a"}\n{"id":\n[1]\n{"no": 1}\n', encoding="utf-8")
    selection = read_rows([path], lambda row: row.text("id"), strict=False)
    assert selection.items == ("a",)
    assert [skipped.where for skipped in selection.skipped] == [f"set.jsonl, line {n}" for n in (2, 3, 4)]
    for why, skipped in zip(("JSON", "object", '"id"'), selection.skipped, strict=True):
        assert why in skipped.why


def test_every_file_must_hold_rows(tmp_path: Path) -> None:
    full, empty = tmp_path / "full.jsonl", tmp_path / "empty.jsonl"
    full.write_text('{"id": "a"}', encoding="utf-8")
    empty.touch()
    with pytest.raises(EvalError, match=r"empty\.jsonl holds no rows"):
        read_rows([full, empty], lambda row: row.text("id"), strict=False)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "no rows"),
        (b"\n \n", "no rows"),
        (b'{"id": "a"}\n{"id":', "set.jsonl, line 2: this is not JSON"),
        (b'{"id": "a"}\n["a"]', "set.jsonl, line 2: this is not an object"),
        (b"[" * 100_000, "line 1: this is not JSON"),
        (b'{"id": "\xff"}', "cannot be read as UTF-8"),
    ],
)
def test_unreadable_files_say_where(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "set.jsonl"
    path.write_bytes(content)
    with pytest.raises(EvalError, match=said):
        read_rows([path], lambda row: row.text("id"), strict=True)


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(EvalError, match="cannot be read"):
        read_rows([tmp_path / "none.jsonl"], lambda row: row, strict=False)


@pytest.mark.parametrize("value", ["null", '""', '" "', "true", "1.5", "[]", r'"\ud800"'])
def test_a_field_without_words_is_said(tmp_path: Path, value: str) -> None:
    path = tmp_path / "set.jsonl"
    path.write_text(f'{{"text": {value}}}', encoding="utf-8")
    with pytest.raises(EvalError, match=r'set\.jsonl, line 1.*"text"'):
        read_rows([path], lambda row: row.text("text"), strict=True)


@pytest.mark.parametrize("name", ["/etc/hostname", "../outside.wav", "a/../../outside.wav", "missing.wav"])
def test_paths_outside_the_folder_or_to_nothing_are_said(tmp_path: Path, name: str) -> None:
    (tmp_path / "outside.wav").touch()
    (tmp_path / "set").mkdir()
    path = tmp_path / "set" / "set.jsonl"
    path.write_text(f'{{"audio": "{name}"}}', encoding="utf-8")
    with pytest.raises(EvalError, match=r"set\.jsonl, line 1"):
        read_rows([path], lambda row: row.path("audio"), strict=True)
