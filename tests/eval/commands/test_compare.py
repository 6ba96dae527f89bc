"""The exit code that guards a release."""

import json
from dataclasses import asdict
from pathlib import Path

import pytest

from eval.runs.measure import Measure
from knowledge_base.told import restored

CER = Measure("caller cer", "ratio", "lower", "caller cer")


@pytest.fixture
def stored(tmp_path: Path):
    """Writes the result of a run whose error rate is so much; gives its folder."""

    def write(name: str, rate: float, unit: str = "") -> Path:
        units = [f"{unit}{number}" for number in range(20)]
        samples = [{"unit": each, "observed": {CER.name: [[rate + n % 2 / 100, 1]]}} for n, each in enumerate(units)]
        (tmp_path / name).mkdir()
        content = {"measures": [asdict(CER)], "samples": samples, "run": {"inputs": []}}
        (tmp_path / name / "result.json").write_text(json.dumps(content), encoding="utf-8")
        return tmp_path / name

    return write


@pytest.mark.parametrize(
    ("rates", "tolerances", "code"),
    [
        ((0.20, 0.20), (), 0),
        ((0.25, 0.20), (), 0),
        ((0.20, 0.25), (), 1),
        ((0.20, 0.205), (), 0),
        ((0.20, 0.25), ("0.06",), 0),
        ((0.20, 0.25), ("0.01", "caller cer=0.06"), 0),
        ((0.20, 0.25), ("0.06", "caller cer=0.01"), 1),
        ((0.20, 0.205), ("0",), 1),
    ],
)
def test_a_regression_beyond_what_is_tolerated_is_exit_1(run, stored, rates, tolerances, code: int) -> None:
    given = [part for each in tolerances for part in ("--tolerance", each)]
    shown = run("compare", stored("a", rates[0]), stored("b", rates[1]), *given)
    assert shown.exit_code == code
    assert ("Regression: caller cer" in shown.stdout) is (code == 1)


def test_the_record_says_what_the_table_says(run, stored, tmp_path: Path) -> None:
    shown = run("compare", stored("a", 0.2), stored("b", 0.3) / "result.json", "--json", tmp_path / "c.json")
    record = json.loads((tmp_path / "c.json").read_text(encoding="utf-8"))
    (row,) = record["rows"]
    assert (row["name"], row["verdict"], record["regressions"]) == ("caller cer", "worse", ["caller cer"])
    assert row["difference"] == pytest.approx(0.1)
    assert "worse" in shown.stdout and all(note in " ".join(shown.stdout.split()) for note in record["notes"])


def test_what_cannot_be_compared_is_a_sentence_and_exit_2(run, stored, tmp_path: Path) -> None:
    a, other, broken = stored("a", 0.2), stored("b", 0.2, "other"), tmp_path / "broken.json"
    broken.write_text("no JSON", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    for b, said in (
        (broken, "no result that can be compared"),
        (tmp_path / "empty", "the folder of a finished run"),
        (other, "no sample in common"),
    ):
        shown = run("compare", a, b, "--json", tmp_path / "told.json")
        assert (shown.exit_code, shown.stdout) == (2, "")
        assert shown.stderr.startswith("calldesk: ") and said in shown.stderr
        assert said in restored(json.loads((tmp_path / "told.json").read_text("utf-8"))["problem"])


@pytest.mark.parametrize(
    ("tolerance", "said"),
    [("wer=0.1", "No figure is called wer"), ("much", "give a number"), ("-1", "not below 0"), ("nan", "not below 0")],
)
def test_tolerances_that_are_none_are_refused(run, stored, tolerance: str, said: str) -> None:
    shown = run("compare", stored("a", 0.2), stored("b", 0.2), "--tolerance", tolerance)
    assert shown.exit_code == 2
    assert said in shown.stderr


def test_a_record_that_cannot_be_written_is_no_regression(run, stored, tmp_path: Path) -> None:
    shown = run("compare", stored("a", 0.2), stored("b", 0.2), "--json", tmp_path / "none" / "c.json")
    assert shown.exit_code == 2
    assert "cannot be written" in shown.stderr
