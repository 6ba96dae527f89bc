import pytest

from asr.transcript import Word
from assistant.transcripts.mended_text import MendedText
from assistant.transcripts.punctuation import marks


def spoken(*timed: tuple[str, int]) -> list[Word]:
    """Words of 200 ms, each after so many milliseconds of silence."""
    found: list[Word] = []
    for text, pause in timed:
        start = (found[-1].end_ms if found else 0) + pause
        found.append(Word(text, start, start + 200, 0.9))
    return found


def marked(text: str, words: list[Word]) -> str:
    return MendedText(text).edited(marks(text, words)).text


@pytest.mark.parametrize(
    ("pause", "text"),
    [(100, "水费太贵怎么交？"), (400, "水费太贵，怎么交？"), (1000, "水费太贵。怎么交？")],
)
def test_pauses_are_commas_and_stops(pause: int, text: str) -> None:
    assert marked("水费太贵怎么交", spoken(("水费", 0), ("太贵", 20), ("怎么", pause), ("交", 20))) == text


def test_a_mark_takes_the_place_of_a_space() -> None:
    assert marked("好 再见", spoken(("好", 0), (" 再见", 500))) == "好，再见。"


def test_latin_words_are_not_parted_by_a_comma() -> None:
    assert marked("ETC card", spoken(("ETC", 0), (" card", 500))) == "ETC card。"


def test_what_has_marks_or_no_times_stays() -> None:
    words = spoken(("好", 0), ("再见", 1000))
    assert marked("好,再见", words) == "好,再见"
    assert marked("好再见", []) == "好再见"
    assert marked("", words) == ""


def test_words_that_do_not_stand_in_the_text_are_passed_over() -> None:
    words = spoken(("三百", 0), ("块", 20), ("多吗", 500))
    assert marked("300块多吗", words) == "300块，多吗？"
