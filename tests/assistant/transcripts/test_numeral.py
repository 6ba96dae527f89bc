import pytest

from assistant.transcripts.numeral import amount, digits


@pytest.mark.parametrize(
    ("spoken", "figures"),
    [
        ("十", "10"),
        ("一百二", "120"),
        ("三千零二十", "3020"),
        ("一点五万", "1.5万"),
        ("五", "5"),
        ("零五", "05"),
        ("12", "12"),
    ],
)
def test_amounts_are_written_as_people_write_them(spoken: str, figures: str) -> None:
    assert amount(spoken) == figures


@pytest.mark.parametrize("spoken", ["三四百", "十二三", "七八", "十十", "1亿2", "一亿2", "十分一亿1"])
def test_what_is_rough_or_no_number_has_no_figures(spoken: str) -> None:
    assert amount(spoken) == ""


def test_rows_of_digits_are_read_one_by_one() -> None:
    assert digits("幺三八，三个零") == "138000"
