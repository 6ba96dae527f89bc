"""What two readings begin with alike."""

import pytest

from asr.utterances.agreement import common_prefix


@pytest.mark.parametrize(
    ("first", "second", "common"),
    [
        ("公积金怎么", "公积金提取", "公积金"),
        ("公积金", "公积金提取", "公积金"),
        ("公积金提取", "公积金", "公积金"),
        ("公积金", "社保", ""),
        ("", "社保", ""),
        ("你好吗你好", "你好啊你好", "你好"),
    ],
)
def test_texts(first: str, second: str, common: str) -> None:
    assert common_prefix(first, second) == common


def test_tokens() -> None:
    assert common_prefix((5, 6, 7), (5, 6, 8, 9)) == (5, 6)
    assert common_prefix((), (5,)) == ()
