from assistant.transcripts.phrase_count import count_phrases


def test_words_and_the_phrases_seen_twice_are_counted() -> None:
    found = count_phrases(["提取住房公积金。", "申请提取住房公积金，提取。"])
    assert found.counts["提取"] == 3
    assert found.counts["住房公积金"] == 2
    assert found.counts["提取住房公积金"] == 2
    assert "申请提取" not in found.counts
    assert found.total == sum(found.counts[word] for word in ("提取", "申请", "住房", "公积金"))


def test_phrases_hold_no_numeral_and_do_not_run_over_marks() -> None:
    found = count_phrases(["水费，三百块。水费。"] * 2)
    assert set(found.counts) == {"水费"}
