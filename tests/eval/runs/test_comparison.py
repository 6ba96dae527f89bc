"""Two stored results against each other."""

import json
from collections.abc import Callable
from dataclasses import asdict
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from eval.errors import EvalError
from eval.runs.comparison import Comparison, Stored, compare, print_comparison, read_stored
from eval.runs.measure import Measure

CER = Measure("cer", "ratio", "lower", "cer")
HITS = Measure("hit@1", "ratio", "higher", "hit@1")
Write = Callable[..., Path]


def units(series: str, value: float, count: int = 20) -> list[dict[str, Any]]:
    return [{"id": f"{n}", "unit": f"{n}", "observed": {series: [[value + n % 2 / 100, 1]]}} for n in range(count)]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def stored(name: str, samples: object, *measures: Measure, **run: object) -> Path:
        (tmp_path / name).mkdir(exist_ok=True)
        content = {"measures": [asdict(measure) for measure in measures], "samples": samples, "run": run}
        (tmp_path / name / "result.json").write_text(json.dumps(content), encoding="utf-8")
        return tmp_path / name

    return stored


def stored(samples: list[dict[str, Any]], *measures: Measure, **run: object) -> Stored:
    return Stored({measure.name: measure for measure in measures}, tuple(samples), run)


def verdicts(comparison: Comparison) -> dict[str, str]:
    return {row.name: row.verdict for row in comparison.rows}


def test_a_folder_and_its_file_are_read_alike(write: Write) -> None:
    folder = write("a", units("cer", 0.2), CER, machine={"cores": 2})
    result = read_stored(folder)
    assert result == read_stored(folder / "result.json")
    assert (result.measures, result.run) == ({"cer": CER}, {"machine": {"cores": 2}})
    assert result.units("cer")["0"] == [[0.2, 1]]
    assert result.units("unknown") == {}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no JSON",
        b"\xff\xfe",
        b"[]",
        b'{"cer": 0.5, "samples": []}',
        b'{"measures": [{"name": "cer"}], "samples": []}',
        b'{"measures": [], "samples": [{"unit": "a"}]}',
        b'{"measures": [], "samples": [], "run": "yes"}',
        b'{"measures": [{"name": "x", "kind": "p95", "better": "lower", "series": "x"}],'
        b' "samples": [{"unit": "a", "observed": {"x": ["y"]}}]}',
        b'{"measures": [{"name": "x", "kind": "ratio", "better": "lower", "series": "x"}],'
        b' "samples": [{"unit": "a", "observed": {"x": [[1, 2, 3]]}}, {"unit": "b", "observed": {"x": [5]}}]}',
        b'{"measures": [{"name": "x", "kind": "macro_f1", "better": "lower", "series": "x"}],'
        b' "samples": [{"unit": "a", "observed": {"x": [{}]}}]}',
    ],
)
def test_files_that_are_no_results_are_said(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "r.json").write_bytes(content)
    with pytest.raises(EvalError, match="no result that can be compared"):
        read_stored(tmp_path / "r.json")


def test_a_folder_without_a_result_is_said(tmp_path: Path) -> None:
    with pytest.raises(EvalError, match="the folder of a finished run"):
        read_stored(tmp_path)


def test_each_figure_gets_its_verdict_and_regressions_are_named() -> None:
    both = [
        {"unit": x["unit"], "observed": {**x["observed"], **y["observed"]}}
        for x, y in zip(units("cer", 0.2), units("hit@1", 0.5), strict=True)
    ]
    other = [
        {"unit": x["unit"], "observed": {**x["observed"], **y["observed"]}}
        for x, y in zip(units("cer", 0.3), units("hit@1", 0.6), strict=True)
    ]
    found = compare(stored(both, CER, HITS), stored(other, CER, HITS), 0.01, {})
    assert verdicts(found) == {"cer": "worse", "hit@1": "better"}
    assert found.regressions == ("cer",)
    assert compare(stored(both, CER, HITS), stored(both, CER, HITS), 0.0, {}).regressions == ()


def test_tolerances_for_all_and_by_name() -> None:
    a, b = stored(units("cer", 0.2), CER), stored(units("cer", 0.23), CER)
    assert compare(a, b, 0.05, {}).regressions == ()
    assert compare(a, b, 0.05, {"cer": 0.02}).regressions == ("cer",)
    assert compare(a, b, 0.01, {"cer": 0.05}).regressions == ()
    with pytest.raises(EvalError, match="No figure is called wer"):
        compare(a, b, 0.01, {"wer": 0.05})


def test_what_only_one_has_is_lost_or_new() -> None:
    a, b = stored(units("cer", 0.2), CER), stored(units("hit@1", 0.2), HITS)
    found = compare(a, b, 0.01, {})
    assert verdicts(found) == {"cer": "lost", "hit@1": "new"}
    assert found.regressions == ("cer",)


def test_samples_that_only_the_first_has_are_lost_and_more_of_them_are_not() -> None:
    few, many = stored(units("cer", 0.2, 15), CER), stored(units("cer", 0.2, 20), CER)
    assert verdicts(compare(many, few, 0.01, {})) == {"cer": "lost"}
    assert verdicts(compare(few, many, 0.01, {})) == {"cer": "same"}


def test_a_question_that_was_no_longer_heard_is_lost_though_it_was_typed() -> None:
    heard = Measure("heard", "ratio", "higher", "heard")
    a = stored([*units("hit@1", 0.5), *units("heard", 0.5)], HITS, heard)
    b = stored([*units("hit@1", 0.5), *units("heard", 0.5, 19)], HITS, heard)
    assert verdicts(compare(a, b, 0.01, {})) == {"hit@1": "same", "heard": "lost"}


def test_a_unit_in_which_there_was_nothing_to_observe_is_not_lost() -> None:
    a = units("cer", 0.2)
    b = [*units("cer", 0.2, 19), {"unit": "19", "observed": {}}]
    assert verdicts(compare(stored(a, CER), stored(b, CER), 0.01, {})) == {"cer": "same"}


def test_runs_that_share_nothing_or_measure_otherwise_are_refused() -> None:
    other = [{"unit": "elsewhere", "observed": {"cer": [[1, 1]]}}]
    with pytest.raises(EvalError, match="no sample in common"):
        compare(stored(units("cer", 0.2), CER), stored(other, CER), 0.01, {})
    with pytest.raises(EvalError, match="work cer out in different ways"):
        summed = Measure("cer", "sum", "lower", "cer")
        compare(stored(units("cer", 0.2), CER), stored(units("cer", 0.2), summed), 0.01, {})


def test_what_makes_the_runs_unlike_is_told_and_how_many_would_seem_to_differ() -> None:
    a = stored(units("cer", 0.2), CER, inputs=["a"], machine={"cores": 2}, options={"fast": True})
    b = stored(units("cer", 0.2), CER, inputs=["b"], machine={"cores": 4}, options={"fast": False})
    told = " ".join(compare(a, b, 0.01, {}).notes)
    assert all(word in told for word in ("data sets' files differ", "their options", "their machine", "0.1 would seem"))
    assert len(compare(a, a, 0.01, {}).notes) == 1


def test_the_screen_shows_names_as_they_are() -> None:
    odd = Measure("[/red]cer", "ratio", "lower", "cer")
    screen = StringIO()
    found = compare(stored(units("cer", 0.2), odd), stored(units("cer", 0.3), odd), 0.01, {})
    print_comparison(found, Console(file=screen, width=120))
    assert "0.2050" in screen.getvalue() and "0.1000 – 0.1000" in screen.getvalue()
    assert "Regression: [/red]cer" in screen.getvalue()
    assert screen.getvalue().count("[/red]cer") == 2


def test_the_record_is_json(write: Write) -> None:
    a, b = (read_stored(write(name, units("cer", value), CER)) for name, value in (("a", 0.2), ("b", 0.3)))
    record = json.loads(json.dumps(compare(a, b, 0.01, {}).record(), allow_nan=False))
    assert record["regressions"] == ["cer"]
    assert (record["rows"][0]["verdict"], record["rows"][0]["units"]) == ("worse", 20)
    assert record["notes"]
