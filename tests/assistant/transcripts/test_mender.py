import re
import threading
from collections.abc import Iterator

import pytest

from asr.transcript import FinalTranscript, Repair, Word
from assistant.transcripts import written_numbers
from assistant.transcripts.mender import Mender
from assistant.transcripts.number_rules import Rule
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


@pytest.fixture
def unread() -> Iterator[Mender]:
    """One whose terms are still being read."""
    read = threading.Event()

    def texts() -> list[str]:
        read.wait()
        return []

    yield Mender(TermSource(texts, lambda: 0, {}))
    read.set()


def test_before_the_first_book_only_figures_are_written(unread: Mender) -> None:
    mended = unread.mend(final("住房公基金三百元。"), [])
    assert (mended.text, mended.repairs) == ("住房公基金300元。", (Repair(5, 8, "三百", "number", 1.0),))


def test_a_pause_within_a_number_puts_no_mark_into_it(unread: Mender) -> None:
    words = (Word("要五", 0, 200, 0.9), Word("百", 1300, 1400, 0.9), Word("二十元", 2500, 2800, 0.9))
    mended = unread.mend(final("要五百二十元", *words), [])
    assert mended.text == "要520元。"


def test_marks_beside_a_number_stay(unread: Mender) -> None:
    words = (Word("三百", 0, 200, 0.9), Word(" 五百元", 700, 900, 0.9), Word("够吗", 2000, 2200, 0.9))
    assert unread.mend(final("三百 五百元够吗", *words), []).text == "300，500元。够吗？"


def test_pauses_are_marked_in_a_text_of_the_other_script(unread: Mender) -> None:
    words = (Word("請問", 0, 200, 0.9), Word("怎麼辦", 700, 900, 0.9))
    assert unread.mend(final("請問怎麼辦", *words), []).text == "请问，怎么办？"


def test_a_stage_that_fails_leaves_the_others_to_mend(
    mender: Mender, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_found: re.Match[str]) -> str:
        raise KeyError("公基金三百元")

    monkeypatch.setattr(written_numbers, "RULES", [Rule(re.compile("三百"), fail)])
    words = (Word("提取住房公基金", 0, 500, 0.5), Word("要三百元", 1000, 1500, 0.9))
    assert mender.mend(final("提取住房公基金要三百元", *words), []).text == "提取住房公积金，要三百元。"
    assert "KeyError" in caplog.text and "公基金" not in caplog.text
