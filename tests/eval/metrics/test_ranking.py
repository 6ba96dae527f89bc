import pytest

from eval.metrics.ranking import RANKING_FIGURES, ranking_figures


@pytest.mark.parametrize(
    ("right", "values"),
    [
        ([True, False, True], (1, 1, 1, 1)),
        ([False, True, True], (0, 1, 1, 1 / 2)),
        ([False, False, False, True], (0, 0, 1, 1 / 4)),
        ([False] * 9 + [True], (0, 0, 0, 1 / 10)),
        ([False] * 10 + [True], (0, 0, 0, 0)),
        ([False, False], (0, 0, 0, 0)),
        ([], (0, 0, 0, 0)),
    ],
)
def test_the_first_right_place_counts(right: list[bool], values: tuple[float, ...]) -> None:
    assert RANKING_FIGURES == ("hit@1", "hit@3", "hit@5", "mrr@10")
    assert tuple(ranking_figures(right).values()) == pytest.approx(values)
    assert tuple(ranking_figures(right)) == RANKING_FIGURES
