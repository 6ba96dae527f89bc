import pytest

from eval.metrics.character_error_rate import character_error_rate


def test_counts_substitutions_deletions_and_insertions_over_the_corpus() -> None:
    rate = character_error_rate(["今天天气好", "你好", "公积金"], ["今天田气好", "你好啊", ""])
    assert rate.edits == (1, 1, 3)
    assert rate.lengths == (5, 2, 3)
    assert rate.samples == pytest.approx((0.2, 0.5, 1.0))
    assert rate.total == pytest.approx(0.5)


def test_writing_is_no_error() -> None:
    assert character_error_rate(["一共五百万元。"], ["一共 500 萬元"]).total == 0
