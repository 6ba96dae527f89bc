import pytest

from asr.transcript import FinalTranscript, Repair, Word
from assistant.transcripts.mender import Mender
from assistant.transcripts.term_source import TermSource

TEXTS = ["提取住房公积金须带身份证。"] * 20


@pytest.fixture
def mender() -> Mender:
    mender = Mender(TermSource(lambda: TEXTS, lambda: 0, {}), ["地铁一号线", "湖滨区"])
    mender.settle()
    return mender


def final(text: str, *words: Word) -> FinalTranscript:
    return FinalTranscript("caller", 0, text, 0, 1000, words, 0.9, "engine")


def test_script_terms_figures_and_marks_in_that_order(mender: Mender) -> None:
    words = (Word("提取住房公基金", 0, 500, 0.5), Word("要三百元", 1000, 1500, 0.9))
    mended = mender.mend(final("提取住房公基金要三百元", *words), [])
    assert mended.text == "提取住房公积金，要300元。"
    assert mended.raw == "提取住房公基金要三百元"
    assert [(one.heard, one.reason, mended.text[one.start : one.end]) for one in mended.repairs] == [
        ("公基金", "term", "公积金"),
        ("三百", "number", "300"),
    ]
    assert (mended.words, mended.start_ms, mended.end_ms, mended.confidence) == (words, 0, 1000, 0.9)


def test_one_script(mender: Mender) -> None:
    mended = mender.mend(final("請問這個怎麼辦"), [])
    assert (mended.text, mended.raw, mended.repairs) == ("请问这个怎么办", "請問這個怎麼辦", ())


def test_what_needs_no_mending_is_the_same_final(mender: Mender) -> None:
    heard = final("您好，请问。")
    assert mender.mend(heard, []) is heard


def test_names_of_the_city_keep_their_numerals(mender: Mender) -> None:
    assert mender.mend(final("坐地铁一号线，三十分钟。"), []).text == "坐地铁一号线，30分钟。"


def test_before_the_first_book_only_figures_are_written() -> None:
    source = TermSource(lambda: TEXTS, lambda: 0, {})
    source._lock.acquire()
    mended = Mender(source).mend(final("住房公基金三百元。"), [])
    assert (mended.text, mended.repairs) == ("住房公基金300元。", (Repair(5, 8, "三百", "number", 1.0),))
