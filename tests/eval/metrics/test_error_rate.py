import jiwer

from eval.metrics.error_rate import ErrorRate, count_edits


def test_a_long_sample_weighs_more_in_all() -> None:
    rate = ErrorRate((1, 3), (2, 18))
    assert rate.samples == (0.5, 3 / 18)
    assert rate.total == 4 / 20


def test_substitutions_deletions_and_insertions_are_edits() -> None:
    alignment = jiwer.process_characters("水费怎么交", "税费怎么交呢呢").alignments[0]
    assert count_edits(alignment) == 3
    assert count_edits(jiwer.process_characters("水费怎么交", "费交").alignments[0]) == 3
    assert count_edits(jiwer.process_characters("水费", "水费").alignments[0]) == 0
