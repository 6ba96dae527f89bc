from eval.metrics.reciprocal_rank import reciprocal_rank


def test_first_wanted_passage_counts_and_none_below_k() -> None:
    rankings = [["a", "a"], ["b", "a", "a"], ["b", "b", "b", "a"], []]
    ranks = reciprocal_rank(rankings, ["a"] * 4, 3)
    assert ranks.samples == (1.0, 0.5, 0.0, 0.0)
    assert ranks.mean == 0.375
