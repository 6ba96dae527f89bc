"""What a report shows of a result of calls over three lines, with a baseline."""

from typing import Any

import pytest

from eval.runs.measure import Measure
from eval.runs.report_page import ReportPage, report_page
from eval.runs.result import Result

LINES = ("", "noise_10dB ", "noise_5dB ", "loss_5% ", "codec_gsm ")
ERRORS = dict(zip(LINES, (0.1, 0.2, 0.3, 0.25, 0.15), strict=True))


def sample(number: int) -> dict[str, Any]:
    observed: dict[str, Any] = {f"{line}caller cer": [[value * 100, 100]] for line, value in ERRORS.items()}
    observed |= {"bm25 caller cer": [[40, 100]], "final_s": [number / 10], "noise_5dB final_s": [5.0]}
    observed["confidence hearing"] = [[0.9, 1.0], [0.4, 0.0], [0.7, 1.0], [0.8, 0.0], [0.6, 1.0]]
    example = {"where": f"{number} caller", "at_s": 1.5, "said": "水费", "heard": "税费", "edits": number}
    return {"id": f"{number}", "unit": f"{number}", "observed": observed, "examples": [example]}


def result(samples: int = 2) -> Result:
    measures = [Measure(f"{line}caller cer", "ratio", "lower", f"{line}caller cer") for line in LINES]
    measures.append(Measure("bm25 caller cer", "ratio", "lower", "bm25 caller cer"))
    measures += [Measure("final_s p50", "p50", "lower", "final_s")]
    measures += [Measure("noise_5dB final_s p50", "p50", "lower", "noise_5dB final_s")]
    return Result(tuple(measures), [sample(number) for number in range(samples)], {"n": samples})


@pytest.fixture(scope="module")
def page() -> ReportPage:
    return report_page("calls", result(), {})


def test_figures_are_ours_on_the_clean_line_with_their_words(page: ReportPage) -> None:
    rows = page.figures
    assert [row.name for row in rows] == ["caller cer", "final_s p50", "n"]
    assert (rows[0].value, rows[0].interval) == ("0.1000", "0.1000 – 0.1000")
    assert (rows[0].chinese, rows[0].english) == ("来电人 · 字错率", "caller · character error rate")
    assert (rows[2].value, rows[2].interval) == ("2", "")


def test_worse_lines_stand_beside_the_clean_one(page: ReportPage) -> None:
    table = page.conditions
    assert table.conditions == ("clean", "noise_10dB", "noise_5dB", "loss_5%", "codec_gsm")
    assert dict(table.rows)["caller cer"] == ("0.1000", "0.2000", "0.3000", "0.2500", "0.1500")
    assert dict(table.rows)["final_s p50"] == ("0.05", "–", "5.00", "–", "–")


def test_without_worse_lines_there_is_no_table_of_them() -> None:
    clean = Result((Measure("cer", "ratio", "lower", "cer"),), [{"unit": "a", "observed": {"cer": [[0, 1]]}}], {})
    page = report_page("asr", clean, {})
    assert page.conditions.rows == ()
    assert (page.baselines, page.plots, page.examples, page.skipped) == ((), (), (), ())


def test_baselines_are_compared_by_unit_and_ours_comes_second(page: ReportPage) -> None:
    (against,) = page.baselines
    assert (against.name, against.a, against.b, against.verdict) == ("bm25 caller cer", 0.4, 0.1, "better")
    assert against.difference == pytest.approx(-0.3)


def test_plots_are_of_waits_confidences_noise_and_loss(page: ReportPage) -> None:
    plots = page.plots
    assert [plot.chinese for plot in plots] == ["等待时间分布", "可信度是否可靠", "噪声中的表现", "丢包时的表现"]
    assert all(plot.english for plot in plots)
    waits, sure, noise, loss = (plot.svg for plot in plots)
    assert "final_s (n=2)" in waits and "noise_5dB" not in waits
    assert "hearing (n=10)" in sure
    assert "caller cer" in noise and "SNR, dB" in noise
    assert "caller cer" in loss and "lost packets, %" in loss


def test_the_worst_examples_come_first_and_not_too_many() -> None:
    examples = report_page("calls", result(40), {}).examples
    assert [example["edits"] for example in examples] == list(range(39, 9, -1))
