import pytest
from lxml import etree

from eval.runs.plots import curve_plot, enough, latency_plot, reliability_plot

PAIRS = [(number / 20, float(number > 8)) for number in range(20)]
PLOTS = {
    "latency": lambda: latency_plot({"final_s": [0.5, 1.0, 2.0], "draft_s": [0.1]}, "s"),
    "reliability": lambda: reliability_plot({"hearing": PAIRS, "few": PAIRS[:8]}),
    "curve": lambda: curve_plot({"caller cer": [(10.0, 0.3, 0.2, 0.25), (5.0, 0.4, None, None)]}, "SNR, dB"),
}


def texts(svg: str) -> list[str]:
    return [text.strip() for text in etree.fromstring(svg.encode()).itertext() if text.strip()]


@pytest.mark.parametrize("name", PLOTS)
def test_each_is_one_drawing_that_can_stand_in_a_page_and_is_the_same_every_time(name: str) -> None:
    svg = PLOTS[name]()
    assert etree.fromstring(svg.encode()).tag.endswith("}svg")
    assert svg == PLOTS[name]()


def test_series_are_named_with_how_many_there_are() -> None:
    assert {"final_s (n=3)", "draft_s (n=1)", "share", "s"} <= set(texts(PLOTS["latency"]()))
    assert {"hearing (n=20)", "few (n=8)", "confidence", "share right"} <= set(texts(PLOTS["reliability"]()))
    assert {"caller cer", "SNR, dB"} <= set(texts(PLOTS["curve"]()))


def test_waits_below_nought_are_drawn() -> None:
    assert "−0.4" in " ".join(texts(latency_plot({"final_s": [-0.5, 1.0]}, "s")))


def test_confidences_that_are_all_alike_are_drawn() -> None:
    assert "sure (n=9)" in texts(reliability_plot({"sure": [(1.0, 1.0)] * 9}))


def test_a_few_confidences_are_too_few() -> None:
    assert not enough([0] * 7)
    assert enough([0] * 8)
