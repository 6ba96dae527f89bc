"""Spoken and written figures are equal, units keep them apart."""

import pytest

from assistant.answers.figures import Figure, figures, supported


@pytest.mark.parametrize(
    ("spoken", "written"),
    [
        ("三百二十元", "320元"),
        ("三百二十块钱", "320元"),
        ("百分之五", "5%"),
        ("一万五千元", "1.5万元"),
        ("1,000元", "一千元"),
        ("二零二六年二月一日", "2026年2月1日"),
        ("八点半", "8:30"),
        ("十五天", "15日"),
        ("两个工作日", "2个工作日"),
        ("三点五元", "3.5元"),
        ("半年", "6个月"),
    ],
)
def test_spoken_and_written_figures_are_equal(spoken: str, written: str) -> None:
    assert figures(spoken) == figures(written)
    assert figures(spoken)


@pytest.mark.parametrize("text", ["一次性告知", "统一办理", "十分方便", "进一步核实", "第三方"])
def test_set_phrases_state_no_figure(text: str) -> None:
    assert not figures(text)


def test_units_keep_figures_apart() -> None:
    assert figures("10个工作日") == {Figure("10", "工作日")}
    assert not supported(figures("10日"), figures("10个工作日"))
    assert not supported(figures("5%"), figures("5个百分点"))
    assert not supported(figures("百分之五"), figures("万分之五"))
    assert supported(figures("3到5天"), figures("3至5日"))
