"""Reports for machines and people, also of data that is out to break them."""

import json
from collections.abc import Callable
from dataclasses import asdict, replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from markdown_it import MarkdownIt
from rich.console import Console

from eval.data.selection import Skipped
from eval.errors import EvalError
from eval.runs.measure import Measure
from eval.runs.report import print_tables, write_json
from eval.runs.report_page import report_page
from eval.runs.result import Result

HOSTILE = "<script>alert(1)</script>|`a` [b](http://c) ![d](http://e)*f* ~~g~~ &lt;\n# h\n\n- i <img src=x onerror=j>"
HITS = Measure("typed hit@1", "ratio", "higher", "typed hit@1")
WAIT = Measure("latency_ms p50", "p50", "lower", "latency_ms")
BASE = Measure("bm25 typed hit@1", "ratio", "higher", "bm25 typed hit@1")
NOISE = Measure("noise_10dB typed hit@1", "ratio", "higher", "noise_10dB typed hit@1")


def sample(name: str, right: float) -> dict[str, Any]:
    observed = {"typed hit@1": [[right, 1]], "latency_ms": [12.34], "bm25 typed hit@1": [[0.0, 1]]}
    example = {"where": HOSTILE, "at_s": 61.25, "said": f"甲{HOSTILE}", "heard": f"乙{HOSTILE}", "edits": 1}
    sure = {"confidence hearing": [[0.5, right]] * 4, "noise_10dB typed hit@1": [[0.0, 1]]}
    return {"id": name, "unit": name, "observed": observed | sure, "examples": [example]}


SAMPLES = [*(sample(f"{n}", 1.0) for n in range(3)), sample(HOSTILE, 0.0)]
RESULT = Result((HITS, WAIT, BASE, NOISE), SAMPLES, {"n": 4}, (Skipped(HOSTILE, f"why {HOSTILE}"),))

Write = Callable[[Result], Path]


@pytest.fixture
def write(runs) -> Write:
    def written(result: Result) -> Path:
        run = runs.begin("retrieval", options={"note": HOSTILE})
        run.end(result, {"recognizer": HOSTILE})
        return run.folder  # type: ignore[no-any-return]

    return written


def spaced(text: str) -> str:
    return " ".join(text.split())


def test_the_page_shows_hostile_text_and_runs_none_of_it(write: Write) -> None:
    page = html.fromstring((write(RESULT) / "report.html").read_text(encoding="utf-8"))
    assert not page.xpath("//script | //img | //iframe | //link | //object | //embed | //form | //base | //a")
    assert not [name for element in page.iter() for name in element.attrib if name.lower().startswith("on")]
    cells = [spaced(cell.text_content()) for cell in page.xpath("//td")]
    for text in (HOSTILE, f"甲{HOSTILE}", f"乙{HOSTILE}", f"why {HOSTILE}"):
        assert spaced(text) in cells
    assert spaced(HOSTILE) in spaced(page.xpath("//p")[0].text_content())


def test_the_page_needs_nothing_from_elsewhere(write: Write) -> None:
    page = html.fromstring((write(RESULT) / "report.html").read_text(encoding="utf-8"))
    pointing = ("src", "href", "srcset", "data", "action", "poster", "background")
    targets = [v for e in page.iter() for k, v in e.attrib.items() if k.lower().rpartition(":")[2] in pointing]
    assert targets and all(target.startswith("#") for target in targets)
    styles = [*page.xpath("//@style"), *(style.text_content() for style in page.xpath("//style"))]
    assert not [style for style in styles if "url(" in style.replace("url(#", "") or "@import" in style]


def test_the_page_has_plots_and_marks_what_was_misheard_in_both_languages(write: Write) -> None:
    page = html.fromstring((write(RESULT) / "report.html").read_text(encoding="utf-8"))
    assert len(page.xpath("//figure")) == len(page.xpath("//figure/*[local-name()='svg']")) == 2
    assert {mark.text for mark in page.xpath("//mark")} == {"甲", "乙"}
    assert "61.2" in [cell.text for cell in page.xpath("//td")]
    heads = [head.text_content() for head in page.xpath("//h2")]
    assert all(any("\u4e00" <= c <= "\u9fff" for c in head) and any("a" <= c <= "z" for c in head) for head in heads)
    assert [head.split(" · ")[1] for head in heads[:3]] == ["Figures", "Telephone lines", "Against baselines"]


def test_markdown_shows_hostile_text_in_one_cell_each(write: Write) -> None:
    source = (write(RESULT) / "report.md").read_text(encoding="utf-8")
    tokens = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).parse(source)
    inline = [child for token in tokens for child in (token, *(token.children or ()))]
    kinds = {token.type for token in inline}
    assert not kinds & {"html_block", "html_inline", "link_open", "image", "em_open", "s_open"}
    assert sum(token.type == "heading_open" for token in tokens) == 6
    page = html.fromstring(MarkdownIt("commonmark").enable("table").render(source))
    rows = page.xpath("//table[last()]//tbody/tr")
    assert [len(row) for row in rows] == [4] * 4
    assert [spaced(cell.text_content()) for cell in rows[0]] == [
        spaced(HOSTILE), "61.2", spaced(f"甲{HOSTILE}"), spaced(f"乙{HOSTILE}")
    ]  # fmt: skip
    assert spaced(page.xpath("//li")[0].text_content()) == spaced(f"{HOSTILE}: why {HOSTILE}")


def test_figures_stand_at_the_top_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "r.json"
    write_json(path, RESULT, {"commit": "abc"})
    written = json.loads(path.read_text(encoding="utf-8"))
    groups = ["typed", "latency_ms", "bm25", "noise_10dB", "n"]
    assert list(written) == [*groups, "intervals", "measures", "skipped", "samples", "run"]
    assert written["typed"] == {"hit@1": 0.75}
    assert written["measures"][1] == asdict(WAIT)
    assert written["intervals"]["typed hit@1"] == [0.25, 1.0]
    assert written["samples"] == SAMPLES
    assert written["run"] == {"commit": "abc"}
    assert list(tmp_path.iterdir()) == [path]


def test_what_was_not_observed_is_null_and_never_nan(write: Write) -> None:
    never = Measure("heard hit@1", "ratio", "higher", "heard hit@1")
    empty = [{"id": "a", "unit": "a", "observed": {"heard hit@1": [[0, 0]]}}]
    folder = write(Result((never, replace(WAIT, series="none")), empty, {"n": 1}))
    text = (folder / "result.json").read_text(encoding="utf-8")
    assert json.loads(text)["heard"] == {"hit@1": None}
    assert "NaN" not in text
    assert "| `heard hit@1` | 听写 · 第一条即正确 | heard · right at rank 1 | – |  |" in (
        (folder / "report.md").read_text(encoding="utf-8")
    )


def test_a_sample_that_is_not_json_leaves_no_file(tmp_path: Path) -> None:
    odd = [{"id": "a", "unit": "a", "observed": {}, "rtf": float("nan")}]
    with pytest.raises(ValueError, match="not JSON compliant"):
        write_json(tmp_path / "r.json", Result((HITS,), odd, {}), {})
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(EvalError, match="Choose another file"):
        write_json(tmp_path / "none" / "r.json", RESULT, {})


def test_the_screen_has_a_line_for_each_figure_baseline_line_and_skipped_sample() -> None:
    screen = StringIO()
    print_tables(report_page("Searching", RESULT, {}), Console(file=screen, width=200))
    rows = [row.replace("│", " ").split() for row in screen.getvalue().splitlines()]
    assert ["typed", "hit@1", "0.7500", "0.2500", "–", "1.0000"] in rows and ["n", "4"] in rows
    assert ["typed", "hit@1", "0.7500", "0.0000"] in rows  # on the clean line and with noise
    shown = screen.getvalue()
    assert "bm25 typed hit@1: 0.0000, ours 0.7500: better" in shown
    assert "skipped <script>" in shown and "[b](http://c)" in shown
