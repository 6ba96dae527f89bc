from eval.metrics.syllable_error_rate import syllable_error_rate, syllables


def test_homophones_are_equal_and_near_sounds_are_not() -> None:
    rate = syllable_error_rate(["公积金提取", "四是四"], ["公鸡金提娶", "事是四"])
    assert rate.edits == (0, 1)
    assert rate.lengths == (5, 3)


def test_latin_words_are_one_syllable() -> None:
    assert syllables("VIP1对1") == "vip yi dui yi"


def test_nothing_heard_is_all_missed() -> None:
    assert syllable_error_rate(["你好"], [""]).samples == (1.0,)
