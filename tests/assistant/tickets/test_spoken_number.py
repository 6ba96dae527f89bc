import pytest

from assistant.tickets.spoken_number import spoken_digits, whole_number


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("幺三八，零零零零，幺二三四", "13800001234"),
        ("138-0000 1234", "13800001234"),
        ("１３８零零", "13800"),
        ("一三八四个零两个五", "138000055"),
        ("洞拐两", "072"),
    ],
)
def test_digits_are_read_as_people_say_them(text: str, digits: str) -> None:
    found = spoken_digits(text)
    assert "".join(d.digit for d in found) == digits
    assert all(d.firm and d.joined for d in found[1:])


def test_a_sound_alike_is_a_doubtful_digit_only_beside_digits() -> None:
    assert [(d.digit, d.firm) for d in spoken_digits("三就零")] == [("3", True), ("9", False), ("0", True)]
    assert spoken_digits("我就是想问问") == () or not any(d.firm for d in spoken_digits("我就是想问问"))


def test_words_between_digits_part_them() -> None:
    assert [d.joined for d in spoken_digits("三个月交八次")] == [False, False]


@pytest.mark.parametrize(
    ("text", "number"),
    [("二十六", "26"), ("幺零三", "103"), ("一百零三", "103"), ("8", "8"), ("两百", "200"), ("半", ""), ("百", "")],
)
def test_whole_numbers(text: str, number: str) -> None:
    assert whole_number(text) == number
