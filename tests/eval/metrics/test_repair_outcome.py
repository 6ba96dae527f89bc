from asr.transcript import FinalTranscript, Repair
from eval.metrics.repair_outcome import RepairOutcome, in_own_words, repair_outcome

SAID = "提取公积金要合同，三百元"


def mended(text: str, *repairs: Repair) -> FinalTranscript:
    return FinalTranscript("caller", 0, text, 0, 1000, raw="…", repairs=repairs)


def test_each_repair_is_judged_alone() -> None:
    final = mended("提取公积金要和同", Repair(2, 5, "公基金", "term", 0.9), Repair(6, 8, "合同", "term", 0.9))
    other = mended("300元", Repair(0, 3, "三百", "number", 1.0))
    assert repair_outcome(SAID, [final, other]) == RepairOutcome(right=1, wrong=1, idle=0, numerals=0)


def test_a_repair_that_is_as_wrong_as_what_was_heard_is_idle_and_numerals_are_counted() -> None:
    final = mended("提取公鸡金要合同三百元", Repair(2, 5, "公基金", "term", 0.9), Repair(8, 10, "四百", "term", 0.9))
    assert repair_outcome(SAID, [final]) == RepairOutcome(right=1, wrong=0, idle=1, numerals=1)


def test_the_engines_own_words_are_the_raw_ones_where_there_are_any() -> None:
    assert in_own_words(mended("提取")) == "…"
    assert in_own_words(FinalTranscript("caller", 0, "提取", 0, 1000)) == "提取"
