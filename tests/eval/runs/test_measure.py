"""Figures worked out by hand, and intervals where it is known how wide they must be."""

import numpy as np
import pytest

from eval.metrics.macro_f1 import macro_f1
from eval.runs.measure import Kind, Measure, observations

Units = dict[str, list[object]]
RATE = Measure("hit@1", "ratio", "higher", "hit@1")
WAITS: Units = {"a": [1.0, 2.0], "b": [3.0], "c": [10.0]}
LABELS: Units = {"1": [["水", "水"]], "2": [["水", "水"]], "3": [["水", "路"]], "4": [["水", "水"]]}


def coins(count: int, heads: int) -> Units:
    return {f"{n:03}": [[float(n < heads), 1]] for n in range(count)}


@pytest.mark.parametrize(
    ("kind", "units", "value"),
    [
        ("ratio", {"long": [[3, 10], [1, 10]], "short": [[1, 1]]}, 5 / 21),
        ("sum", WAITS, 16.0),
        ("max", WAITS, 10.0),
        ("p50", WAITS, 2.5),
        ("p95", WAITS, 3 + 0.85 * 7),
        ("p99", WAITS, 3 + 0.97 * 7),
        ("macro_f1", LABELS, (6 / 7 + 0) / 2),
    ],
)
def test_values(kind: Kind, units: Units, value: float) -> None:
    assert Measure("x", kind, "lower", "x").value(units) == pytest.approx(value)


def test_without_observations_or_with_an_empty_denominator_there_is_no_value() -> None:
    assert RATE.value({}) is None
    assert RATE.value({"a": [[0, 0]]}) is None
    assert RATE.interval({"a": [[0, 0]], "b": [[0, 0]]}) is None
    assert RATE.difference({"a": [[1, 1]]}, {"b": [[1, 1]]}) is None


def test_the_interval_of_a_share_is_near_the_normal_one() -> None:
    low, high = RATE.interval(coins(100, 30)) or (0.0, 0.0)
    margin = 1.96 * np.sqrt(0.3 * 0.7 / 100)
    assert (low, high) == pytest.approx((0.3 - margin, 0.3 + margin), abs=0.02)


def test_more_units_make_it_narrower_and_one_makes_none() -> None:
    widths = [np.ptp(RATE.interval(coins(count, count // 2)) or (0, 0)) for count in (20, 80, 320)]
    assert widths[0] > 1.6 * widths[1] > 2.5 * widths[2] > 0
    assert RATE.interval(coins(1, 1)) is None


def test_observations_of_one_unit_are_drawn_together() -> None:
    once = RATE.interval(coins(40, 20))
    twice = {name: [*pairs, *pairs] for name, pairs in coins(40, 20).items()}
    assert RATE.interval(twice) == pytest.approx(once)
    apart = {f"{name}{copy}": pairs for name, pairs in coins(40, 20).items() for copy in "ab"}
    assert np.ptp(RATE.interval(apart) or ()) < 0.85 * np.ptp(once or ())


def test_the_same_at_every_run_whatever_the_order() -> None:
    units: Units = {f"{n}": [[value, 1]] for n, value in enumerate(np.random.default_rng(3).random(30))}
    backwards = dict(reversed(units.items()))
    assert RATE.interval(units) == RATE.interval(units) == RATE.interval(backwards)


def test_a_difference_is_between_the_units_that_both_have() -> None:
    value, low, high = RATE.difference(coins(40, 10), coins(50, 20)) or (0.0, 0.0, 0.0)
    assert value == pytest.approx(0.25)
    assert 0 < low < value < high


def test_a_paired_difference_is_narrower_than_that_of_strangers() -> None:
    chance = np.random.default_rng(1)
    hard = chance.normal(10, 4, 60)
    a: Units = {f"{n}": [[value, 1]] for n, value in enumerate(hard)}
    b: Units = {f"{n}": [[value + 1, 1]] for n, value in enumerate(hard + chance.normal(0, 0.2, 60))}
    value, low, high = RATE.difference(a, b) or (0.0, 0.0, 0.0)
    apart = sum(np.ptp(RATE.interval(each) or ()) for each in (a, b))
    assert value == pytest.approx(1, abs=0.1)
    assert low > 0.9 and high < 1.1 and high - low < apart / 10


def test_labels_are_counted_as_macro_f1_counts_them() -> None:
    chance = np.random.default_rng(2)
    pairs = [[str(a), str(b)] for a, b in chance.integers(0, 5, (200, 2))]
    measure = Measure("macro_f1", "macro_f1", "higher", "macro_f1")
    units: Units = {str(n): [pair] for n, pair in enumerate(pairs)}
    value, (low, high) = measure.value(units), measure.interval(units) or (0.0, 0.0)
    assert value == pytest.approx(macro_f1([a for a, _ in pairs], [b for _, b in pairs]))
    assert 0 < low < high < 0.5


def test_observations_go_by_unit_and_empty_ones_are_left_out() -> None:
    samples = [
        {"unit": "a", "observed": {"x": [1], "y": []}},
        {"unit": "b", "observed": {"y": [2]}},
        {"unit": "a", "observed": {"x": [3, 4]}},
    ]
    assert observations(samples, "x") == {"a": [1, 3, 4]}
    assert observations(samples, "y") == {"b": [2]}
