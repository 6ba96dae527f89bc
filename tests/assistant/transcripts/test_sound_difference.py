import pytest

from assistant.transcripts.sound_difference import FAR, NEAR, SAME, SLIP, TONE, difference


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("积", "积", SAME),
        ("积", "基", SAME),
        ("积", "记", TONE),
        ("京", "金", NEAR),
        ("只", "子", NEAR),
        ("兰", "南", NEAR),
    ],
)
def test_what_sounds_the_same_or_nearly(one: str, other: str, apart: int) -> None:
    assert difference(one, other) == apart


@pytest.mark.parametrize(
    ("one", "other", "apart"), [("级", "数", FAR), ("干", "看", SLIP), ("干", "古", SLIP), ("水", "电", FAR)]
)
def test_half_a_syllable_is_a_slip(one: str, other: str, apart: int) -> None:
    assert difference(one, other) == apart
