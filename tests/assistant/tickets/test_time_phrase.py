import pytest

from assistant.tickets.time_phrase import time_phrase


@pytest.mark.parametrize(
    ("lines", "value"),
    [
        (("c: 昨天晚上十点多开始吵",), "昨天晚上十点多开始"),
        (("c: 从上周三开始停水",), "从上周三开始"),
        (("c: 八月十五号晚上八点半坐的车",), "八月十五号晚上八点半"),
        (("c: 8月15日上午",), "8月15日上午"),
        (("c: 五月到七月的工资都没发",), "五月到七月"),
        (("c: 每天晚上十一点以后",), "每天晚上十一点以后"),
        (("c: 暖气不热已经三天了",), "已经三天了"),
        (("c: 我上个月被辞退了",), "上个月"),
        (("c: 去年冬天就不热", "o: 今年是什么时候开始的", "c: 十二月六号"), "十二月六号"),
    ],
)
def test_times_are_kept_as_said(talk, lines, value: str) -> None:
    found = time_phrase(talk(*lines))
    assert found is not None and found.value == value
    assert found.evidence[0].quote.startswith(value)


@pytest.mark.parametrize(
    "line",
    [
        "c: 麻烦快一点",
        "c: 社保要交满几个月",
        "c: 我家在十二号楼",
        "c: 今年什么时候交",
        "c: 现在可以申请吗",
        "o: 周三上午九点开门",
    ],
)
def test_other_numbers_and_the_operators_hours_are_no_time(talk, line: str) -> None:
    assert time_phrase(talk(line)) is None
