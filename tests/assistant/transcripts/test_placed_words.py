import pytest

from asr.transcript import FinalTranscript, Repair, Word
from assistant.transcripts.placed_words import placed_words


def placed(raw: str, text: str, words: list[str], *repairs: Repair) -> list[tuple[str, str]]:
    """Each word with what now is in its place."""
    heard = tuple(Word(word, at, at + 1, 0.5) for at, word in enumerate(words))
    final = FinalTranscript("caller", 0, text, 0, len(words), heard, raw=raw, repairs=repairs)
    return [(one.word.text, text[one.start : one.end]) for one in placed_words(final)]


def test_without_repairs_words_are_where_they_stand() -> None:
    assert placed("", "我住，金桂", ["我住", "金桂"]) == [("我住", "我住"), ("金桂", "金桂")]


@pytest.mark.parametrize(
    ("raw", "text"),
    [("好 再见", "好，再见。"), ("好再见", "好，再见。"), ("好  再见 ", "好。再见"), ("好再見", "好再见")],
)
def test_marks_and_another_script_move_them(raw: str, text: str) -> None:
    last = raw.removeprefix("好").strip()
    assert placed(raw, text, ["好", last]) == [("好", "好"), (last, "再见")]


def test_every_word_under_a_repair_has_the_whole_of_it() -> None:
    repair = Repair(2, 5, "五百二十", "number", 1.0)
    assert placed("要交五百二十元吗", "要交520元，吗？", ["要", "交五", "百二", "十元", "吗"], repair) == [
        ("要", "要"),
        ("交五", "交"),
        ("交五", "520"),
        ("百二", "520"),
        ("十元", "520"),
        ("十元", "元"),
        ("吗", "吗"),
    ]


def test_repairs_beside_each_other_stay_apart() -> None:
    repairs = (
        Repair(0, 2, "十五", "number", 1.0),
        Repair(2, 4, "好路", "place", 0.9),
        Repair(4, 5, "五", "number", 1.0),
    )
    assert placed("十五好路五号", "15号路5号", ["十五好", "路五号"], *repairs) == [
        ("十五好", "15"),
        ("十五好", "号路"),
        ("路五号", "号路"),
        ("路五号", "5"),
        ("路五号", "号"),
    ]


@pytest.mark.parametrize("repair", [Repair(-1, 3, "x", "term", 1.0), Repair(5, 99, "x", "term", 1.0)])
def test_a_repair_outside_of_its_text_breaks_nothing(repair: Repair) -> None:
    assert placed("备案了吗", "备案了吗", ["备案"], repair)
