import pytest

from eval.runs.difference import Difference, between, relative
from eval.runs.measure import Better, Kind, Measure

Units = dict[str, list[object]]


def rate(better: Better) -> Measure:
    return Measure("x", "ratio", better, "x")


def all_at(value: float, count: int = 30, wobble: float = 0.01) -> Units:
    return {f"{n}": [[value + (n % 3 - 1) * wobble, 1]] for n in range(count)}


LOW, HIGH = all_at(0.2), all_at(0.3)


@pytest.mark.parametrize(
    ("better", "a", "b", "verdict"),
    [
        ("higher", LOW, HIGH, "better"),
        ("higher", HIGH, LOW, "worse"),
        ("lower", LOW, HIGH, "worse"),
        ("lower", HIGH, LOW, "better"),
        ("lower", LOW, LOW, "same"),
        ("lower", {"1": [[0, 1]]}, {"1": [[1, 1]]}, "same"),
        ("lower", {}, LOW, "new"),
        ("lower", {}, {}, "same"),
    ],
)
def test_verdicts(better: Better, a: Units, b: Units, verdict: str) -> None:
    assert between(rate(better), a, b).verdict == verdict


def test_a_difference_that_chance_explains_is_none() -> None:
    coins: list[Units] = [{f"{n}": [[float(n % 2 == side), 1]] for n in range(20)} for side in (0, 1)]
    found = between(rate("higher"), *coins)
    assert (found.verdict, found.a, found.b, found.difference) == ("same", 0.5, 0.5, 0.0)
    assert (found.low or 0) < 0 < (found.high or 0)


def test_each_side_keeps_its_own_figure_and_what_is_shared_is_counted() -> None:
    found = between(rate("lower"), LOW, {**all_at(0.3, 20), "other": [[1.0, 1]]})
    assert found.units == 20
    assert found.b == pytest.approx((20 * 0.3 + 1 - 0.01) / 21, abs=0.01)
    assert found.difference == pytest.approx(0.1)


def test_what_is_lost_is_a_regression_whatever_the_figures() -> None:
    found = between(rate("lower"), HIGH, LOW, lost=True)
    assert found.verdict == "lost"
    assert found.worsens(rate("lower"), 1.0)


@pytest.mark.parametrize(
    ("kind", "name", "a", "tolerance", "worsens"),
    [
        ("ratio", "cer", 0.5, 0.05, True),
        ("ratio", "cer", 0.5, 0.1, False),
        ("p95", "final_s p95", 2.0, 0.04, True),
        ("p95", "final_s p95", 2.0, 0.05, False),
        ("ratio", "rtf", 2.0, 0.05, False),
        ("sum", "faults", 0.0, 0.5, True),
    ],
)
def test_rates_are_tolerated_as_they_are_and_waits_by_their_share(
    kind: Kind, name: str, a: float, tolerance: float, worsens: bool
) -> None:
    measure = Measure(name, kind, "lower", name)
    found = Difference(name, a, a + 0.1, 0.0999, 0.05, 0.15, "worse", 9)
    assert found.worsens(measure, tolerance) is worsens


def test_what_is_better_never_worsens() -> None:
    assert not between(rate("lower"), HIGH, LOW).worsens(rate("lower"), 0.0)


def test_shares_of_time_are_relative_like_waits() -> None:
    kinds = {"cer": False, "macro_f1": False, "rtf": True, "calls_2 cpu_cores": True}
    assert {name: relative(Measure(name, "ratio", "lower", name)) for name in kinds} == kinds
    assert relative(Measure("resident_mb", "max", "lower", "resident_mb"))
