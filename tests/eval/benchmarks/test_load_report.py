import json
from dataclasses import replace

import pytest

from eval.benchmarks.load_report import load_result
from eval.benchmarks.load_sample import CallLoad, LoadSample


def load(simultaneous: int, delays: tuple[float, ...], errors: tuple[str, ...] = ()) -> LoadSample:
    calls = tuple(CallLoad(f"call-{n}", len(delays), delays, 5, n, errors) for n in range(simultaneous))
    return LoadSample(simultaneous, "scripted", 60.0, 0.5 * simultaneous, 860.0 + 40 * simultaneous, calls, ())


def test_the_most_calls_are_those_that_held_and_every_number_has_its_figures() -> None:
    result = load_result([load(2, (1.0, 2.0)), load(1, (0.5,)), load(4, (2.0, 4.0))], 3.0)
    figures = result.figures
    assert (figures["most_calls"], figures["limit_s"], figures["n"]) == (2, 3.0, 3)
    assert (figures["calls_per_core"], figures["mb_per_call"]) == (2.0, 40.0)
    assert list(figures)[:3] == ["calls_1", "calls_2", "calls_4"]
    assert figures["calls_2"]["final_s"] == pytest.approx({"p50": 1.5, "p95": 2.0, "p99": 2.0})
    assert (figures["calls_4"]["cpu_cores"], figures["calls_4"]["resident_mb"]) == (2.0, 1020.0)
    assert (figures["calls_4"]["finals"], figures["calls_4"]["skipped_partials"]) == (8.0, 0 + 1 + 2 + 3)
    assert "calls_2 final_s p95" in result.intervals


def test_calls_are_units_and_the_server_is_one_of_its_own() -> None:
    samples = load_result([load(2, (1.0,))], 3.0).samples
    assert [sample["unit"] for sample in samples] == ["calls_2", "calls_2/0", "calls_2/1"]
    assert json.loads(json.dumps(samples))[1]["recording"] == "call-0"


def test_errors_are_counted_and_do_not_hold() -> None:
    figures = load_result([load(1, (0.1,), ("broken",))], 3.0).figures
    assert (figures["most_calls"], figures["calls_1"]["errors"]) == (0, 1.0)
    assert figures["calls_per_core"] is None


def test_a_refused_call_is_no_error_and_does_not_hold() -> None:
    full = load(1, (0.1,))
    refused = CallLoad("call-1", 0, (), 0, 0, (), refused=True)
    figures = load_result([replace(full, simultaneous=2, calls=(*full.calls, refused)), full], 3.0).figures
    assert (figures["most_calls"], figures["calls_2"]["refused"], figures["calls_2"]["errors"]) == (1, 1.0, 0.0)


def test_lost_finals_are_counted_and_do_not_hold() -> None:
    sample = load(2, (0.1,))
    lossy = replace(sample, calls=(sample.calls[0], replace(sample.calls[1], lost=2)))
    figures = load_result([load(1, (0.1,)), lossy], 3.0).figures
    assert (figures["most_calls"], figures["calls_1"]["finals_lost"], figures["calls_2"]["finals_lost"]) == (1, 0, 2)


def test_a_number_at_which_no_final_came_has_no_delay() -> None:
    figures = load_result([load(1, ())], 3.0).figures
    assert figures["calls_1"]["final_s"] == {"p50": None, "p95": None, "p99": None}
    assert figures["most_calls"] == 0
