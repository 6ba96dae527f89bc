from eval.metrics.hit_rate import hit_rate

RANKINGS = [["a", "b", "c"], ["b", "b", "a"], []]


def test_counts_what_stands_among_the_first() -> None:
    assert hit_rate(RANKINGS, ["a", "a", "a"], 1).samples == (1.0, 0.0, 0.0)
    assert hit_rate(RANKINGS, ["a", "a", "a"], 2).samples == (1.0, 0.0, 0.0)
    assert hit_rate(RANKINGS, ["a", "a", "a"], 3).samples == (1.0, 1.0, 0.0)
    assert hit_rate(RANKINGS, ["a", "a", "a"], 3).mean == 2 / 3
