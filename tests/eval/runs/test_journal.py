from pathlib import Path

import pytest

from eval.errors import EvalError
from eval.runs.journal import Journal


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "progress.jsonl"
    journal = Journal(path)
    journal.stage("Calls", 3)
    journal.add("Calls/一", {"unit": "一", "observed": {}})
    journal.skip("Calls/二", "二: no recording.\u2028Leave it out.")
    return path


def test_what_was_written_is_read_back(path: Path) -> None:
    journal = Journal(path)
    assert journal.samples == {"Calls/一": {"unit": "一", "observed": {}}}
    assert journal.skipped == {"Calls/二": "二: no recording.\u2028Leave it out."}
    assert "Calls/一" in journal and "Calls/二" in journal and "Calls/三" not in journal


@pytest.mark.parametrize("rest", [b'{"id": "Calls/\xe4\xb8', b'{"id": "x", "sample": {}}', b"\0\0\0\0\n", b"[1]\n"])
def test_a_line_that_was_cut_off_is_taken_out_and_writing_goes_on(path: Path, rest: bytes) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole + rest)
    journal = Journal(path)
    assert len(journal.samples) == len(journal.skipped) == 1
    assert path.read_bytes() == whole
    journal.add("Calls/三", {"unit": "三", "observed": {}})
    assert list(Journal(path).samples) == ["Calls/一", "Calls/三"]


def test_a_sample_takes_the_place_of_a_reason(path: Path) -> None:
    Journal(path).add("Calls/二", {"unit": "二", "observed": {}})
    journal = Journal(path)
    assert list(journal.samples) == ["Calls/一", "Calls/二"]
    assert journal.skipped == {}


def test_a_full_disk_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(EvalError, match="cannot be written"):
        Journal(tmp_path / "none" / "progress.jsonl").stage("Calls", 1)
