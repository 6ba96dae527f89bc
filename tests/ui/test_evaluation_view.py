"""Runs and comparisons as HTML: complete, in both languages, and harmless whatever their names."""

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.evaluation.evaluation_desk import Dataset, Figure, FigureChange, RunState
from ui.evaluation_view import changes_html, dataset_html, dataset_label, figure_name, live_html, run_label, runs_html
from ui.texts import Texts

EVIL = '"><script>alert(1)</script>'
ZH, EN = Texts("zh"), Texts("en")
RUN = RunState("20260302-calls", "calls", "sample-calls", "2026-03-02T01:30:00+00:00", "running", True)
CHANGE = FigureChange("caller cer", 0.25, 0.125, -0.125, -0.2, -0.05, "better")


def test_a_running_run_shows_how_far_it_is_and_can_be_stopped() -> None:
    html = runs_html([replace(RUN, stage="Calls noise_10dB", done=5, total=18, seconds_left=125.0)], ZH)
    assert '<progress value="5" max="18">' in html
    assert "通话 噪声 10dB 5/18 · 约剩 02:05" in html
    assert 'data-does="stop_run" data-run="20260302-calls"' in html
    assert "正在准备" in runs_html([RUN], ZH)


def test_a_finished_run_shows_its_figures_and_leads_to_its_report() -> None:
    figures = (Figure("caller cer", 0.15, 0.13, 0.17), Figure("field place f1", 0.5))
    html = runs_html([replace(RUN, state="finished", figures=figures)], EN)
    assert 'href="/runs/20260302-calls/report.html" target="_blank" rel="noopener"' in html
    assert "<span>caller CER</span><b>0.150</b><i>0.130–0.170</i>" in html
    assert "<span>fields Place F1</span><b>0.500</b><i></i>" in html
    assert "data-run" not in html


@pytest.mark.parametrize("state", ["interrupted", "failed"])
def test_a_run_that_ended_early_can_go_on(state: str) -> None:
    html = runs_html([replace(RUN, state=state, problem="no <model>")], EN)  # type: ignore[arg-type]
    assert 'data-does="resume_run"' in html
    assert "no &lt;model&gt;" in html


def test_a_run_of_the_command_line_has_no_button_and_says_so() -> None:
    run = replace(RUN, ours=False, options=(("fast", ""), ("noise", "10, 5"), ("no_baselines", "")))
    html = runs_html([run], EN)
    assert "<button" not in html
    assert "fast · noise 10, 5 dB · no baselines · on the command line" in html


@pytest.mark.parametrize("say", [ZH, EN], ids=["zh", "en"])
def test_nothing_of_a_run_or_data_set_becomes_markup(say: Texts) -> None:
    evil = RunState(EVIL, EVIL, EVIL, EVIL, "running", True, (("limit", EVIL),), EVIL, 1, 2, 3.0, EVIL)
    runs = [evil, replace(evil, problem=""), replace(evil, state="finished", figures=(Figure(EVIL, 1.0),))]
    change = replace(CHANGE, name=EVIL)
    assert "<script" not in runs_html(runs, say) + changes_html([change], say)
    assert 'href="/runs/%22%3E%3Cscript' in runs_html(runs, say)


def test_a_comparison_shows_what_holds_up() -> None:
    gone = FigureChange("resident_mb", 1234.6, None, None, None, None, "lost")
    html = changes_html([CHANGE, gone], ZH)
    assert "<td>来电人 字错率</td><td>0.250</td><td>0.125</td><td>-0.125 <i>-0.200 … -0.050</i></td>" in html
    assert '<span class="verdict better">变好</span>' in html
    assert "<td>1235</td><td>–</td><td>–</td>" in html
    assert "所比 1 项指标" in html


def test_a_data_set_says_what_and_how_much() -> None:
    dataset = Dataset("gold", "asr", Path("gold"), 200, 1_500_000)
    assert dataset_label(dataset, EN) == "Speech · gold"
    assert "200 段录音，1.5 MB" in dataset_html(dataset, ZH)
    assert dataset_html(None, ZH) == ""
    assert run_label(replace(RUN, dataset="gold"), EN).endswith("Calls · gold")


def test_live_calls_are_a_warning() -> None:
    assert live_html(0, EN) == ""
    assert "2 calls" in live_html(2, EN)


@pytest.mark.parametrize(
    ("name", "words"), [("plain_whisper operator cer", "基线 Whisper 原样 坐席 字错率"), ("new thing@9", "new thing@9")]
)
def test_figures_are_named_in_words_where_there_are_any(name: str, words: str) -> None:
    assert figure_name(name, ZH) == words
