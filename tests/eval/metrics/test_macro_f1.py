import numpy as np
import pytest
from sklearn.metrics import f1_score

from eval.metrics.macro_f1 import macro_f1


def test_rare_categories_weigh_as_much_as_common_ones() -> None:
    wanted = ["水", "水", "水", "路"]
    assert macro_f1(["水", "水", "水", "水"], wanted) == pytest.approx((6 / 7 + 0) / 2)
    assert macro_f1(wanted, wanted) == 1.0


def test_an_answer_outside_the_categories_is_a_miss() -> None:
    assert macro_f1(["水", ""], ["水", "路"]) == 0.5


def test_it_is_scikit_learns_over_the_wanted_categories() -> None:
    wanted, predicted = np.random.default_rng(3).integers(0, 9, (2, 100)).tolist()
    wanted = [label % 7 for label in wanted]
    expected = f1_score(wanted, predicted, labels=sorted(set(wanted)), average="macro", zero_division=0.0)
    assert macro_f1(predicted, wanted) == pytest.approx(expected)
    assert macro_f1(list(map(str, predicted)), list(map(str, wanted))) == pytest.approx(expected)
