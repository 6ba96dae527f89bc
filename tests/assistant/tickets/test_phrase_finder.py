import pytest

from assistant.tickets.phrase_finder import Found, PhraseFinder


def test_phrases_are_found_as_written_and_as_they_sound() -> None:
    finder = PhraseFinder(["金桂花园", "学府路"])
    assert finder.find("住在金桂花园，靠近雪府路") == (
        Found("金桂花园", 2, 6, 1.0),
        Found("学府路", 9, 12, 0.8),
    )


def test_near_sounds_are_the_same_sound() -> None:
    assert [f.phrase for f in PhraseFinder(["临江新城"]).find("零江信城门口")] == ["临江新城"]


def test_short_phrases_need_their_characters() -> None:
    assert PhraseFinder(["着火"]).find("召货了") == ()
    assert [f.phrase for f in PhraseFinder(["着火"]).find("着火了")] == ["着火"]


def test_the_longest_phrase_wins_and_phrases_do_not_overlap() -> None:
    found = PhraseFinder(["恒顺物业", "恒顺物业公司"]).find("找恒顺物业公司和恒顺物业")
    assert [(f.phrase, f.start) for f in found] == [("恒顺物业公司", 1), ("恒顺物业", 8)]


def test_a_pause_ends_a_phrase() -> None:
    assert PhraseFinder(["学府路"]).find("上学，府路") == ()


@pytest.mark.parametrize(("heard", "found"), [("湖边大道", ["湖滨大道"]), ("江南大道", []), ("湖滨大厦", [])])
def test_one_syllable_may_be_half_wrong_in_a_long_phrase(heard: str, found: list[str]) -> None:
    assert [f.phrase for f in PhraseFinder(["湖滨大道"], near_from=4).find(heard)] == found
    assert PhraseFinder(["湖滨大道"]).find(heard) == ()


def test_another_number_is_another_name() -> None:
    assert PhraseFinder(["地铁一号线"], near_from=4).find("地铁七号线") == ()


def test_characters_without_a_reading_do_not_shift_the_places() -> None:
    assert PhraseFinder(["学府路"]).find("㐀㐁ABC，𠀀学府路")[0].start == 7
