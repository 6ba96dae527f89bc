import pytest

from eval.metrics.macro_f1 import macro_f1


def test_rare_categories_weigh_as_much_as_common_ones() -> None:
    wanted = ["水", "水", "水", "路"]
    assert macro_f1(["水", "水", "水", "水"], wanted) == pytest.approx((6 / 7 + 0) / 2)
    assert macro_f1(wanted, wanted) == 1.0


def test_an_answer_outside_the_categories_is_a_miss() -> None:
    assert macro_f1(["水", ""], ["水", "路"]) == 0.5
