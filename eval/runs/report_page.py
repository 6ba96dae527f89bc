"""What a report shows, gathered from a result: figures, differences to baselines, plots, examples, what was skipped."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from eval.data.selection import Skipped
from eval.runs.difference import Difference, between
from eval.runs.glossary import BASELINES, explained, written
from eval.runs.measure import observations
from eval.runs.plots import Point, curve_plot, enough, latency_plot, reliability_plot
from eval.runs.result import Result

EXAMPLES = 30
_CONDITION = re.compile(r"((?:noise|codec|loss)_\S+) (.+)")
_AMOUNT = re.compile(r"(noise|loss)_(-?[0-9.]+)(?:dB|%)")
_CURVED = ("caller cer", "field f1", "recommended@5", "category@1")
"""Figures that are drawn along noise and loss."""


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One figure as written, its interval as written ("" where there is none), and what it is."""

    name: str
    value: str
    interval: str
    chinese: str
    english: str


@dataclass(frozen=True, slots=True)
class ConditionTable:
    """Figures over each telephone line: `rows` of a figure's name and its values, the clean line's first."""

    conditions: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Plot:
    """A drawing (SVG) with its caption in both languages."""

    svg: str
    chinese: str
    english: str


@dataclass(frozen=True, slots=True)
class ReportPage:
    """`examples` are the worst first: dictionaries of where, at_s, said, heard."""

    title: str
    figures: tuple[FigureRow, ...]
    conditions: ConditionTable
    baselines: tuple[Difference, ...]
    plots: tuple[Plot, ...]
    examples: tuple[dict[str, Any], ...]
    skipped: tuple[Skipped, ...]
    run: dict[str, Any]


def report_page(title: str, result: Result, record: dict[str, Any]) -> ReportPage:
    """Everything that the reports show."""
    examples = [example for sample in result.samples for example in sample.get("examples", ())]
    examples.sort(key=lambda example: -example["edits"])
    return ReportPage(
        title,
        tuple(figure_rows(result)),
        condition_table(result),
        tuple(against_baselines(result)),
        (*_latencies(result), *_reliability(result), *_curves(result)),
        tuple(examples[:EXAMPLES]),
        result.skipped,
        record,
    )


def figure_rows(result: Result) -> list[FigureRow]:
    """One row a figure of ours on the clean line, in the order in which the benchmark names them."""
    rows = []
    for name, value in {**result.values, **result.counts}.items():
        if _CONDITION.match(name) or name.split(" ")[0] in BASELINES:
            continue
        ends = result.intervals.get(name)
        interval = f"{written(ends[0], name)} – {written(ends[1], name)}" if ends else ""
        rows.append(FigureRow(name, written(value, name), interval, *explained(name)))
    return rows


def condition_table(result: Result) -> ConditionTable:
    """Empty where all was measured on a clean line."""
    found = [match for name in result.values if (match := _CONDITION.match(name))]
    conditions = tuple(dict.fromkeys(match[1] for match in found))
    names = dict.fromkeys(match[2] for match in found)
    return ConditionTable(
        ("clean", *conditions),
        tuple(
            (name, tuple(written(result.values.get(f"{group}{name}"), name) for group in groups))
            for groups in [("", *(f"{condition} " for condition in conditions))]
            for name in names
        ),
    )


def against_baselines(result: Result) -> list[Difference]:
    """How much more (or less) ours has than each baseline, paired by unit."""
    measures = {measure.name: measure for measure in result.measures}
    found = []
    for name, measure in measures.items():
        group, _, rest = name.partition(" ")
        if group in BASELINES and rest in measures:
            theirs = observations(result.samples, measure.series)
            ours = observations(result.samples, measures[rest].series)
            found.append(between(measure, theirs, ours))
    return found


def _latencies(result: Result) -> list[Plot]:
    """One plot a unit of time."""
    waits: dict[str, dict[str, list[float]]] = defaultdict(dict)
    for measure in result.measures:
        unit = next((unit for unit in ("ms", "s") if measure.series.endswith(f"_{unit}")), "")
        if unit and measure.kind.startswith("p") and not _CONDITION.match(measure.series):
            pooled = [value for seen in observations(result.samples, measure.series).values() for value in seen]
            waits[unit] |= {measure.series: pooled} if pooled else {}
    return [
        Plot(latency_plot(series, unit), "等待时间分布", "How long it took: share of cases that took no longer")
        for unit, series in waits.items()
        if series
    ]


def _reliability(result: Result) -> list[Plot]:
    """Series named "confidence …" hold pairs of confidence and whether it was right."""
    names = sorted({name for sample in result.samples for name in sample["observed"] if name.startswith("confidence ")})
    series = {}
    for name in names:
        pairs = [pair for seen in observations(result.samples, name).values() for pair in seen]
        if enough(pairs):
            series[name.removeprefix("confidence ")] = pairs
    return [Plot(reliability_plot(series), "可信度是否可靠", "Are confidences what they say")] if series else []


def _curves(result: Result) -> list[Plot]:
    """One plot for noise and one for lost packets; the point without loss belongs to that curve."""
    curves: dict[str, dict[str, list[Point]]] = defaultdict(lambda: defaultdict(list))
    for name, value in result.values.items():
        condition, _, rest = name.partition(" ")
        found = _AMOUNT.fullmatch(condition)
        if found and value is not None and rest in _CURVED:
            curves[found[1]][rest].append((float(found[2]), value, *_ends(result, name)))
    for name, points in curves.get("loss", {}).items():
        if (clean := result.values.get(name)) is not None:
            points.append((0.0, clean, *_ends(result, name)))
    labels = {"noise": "SNR, dB", "loss": "lost packets, %"}
    captions = {"noise": ("噪声中的表现", "With noise"), "loss": ("丢包时的表现", "With lost packets")}
    return [Plot(curve_plot(lines, labels[kind]), *captions[kind]) for kind, lines in curves.items()]


def _ends(result: Result, name: str) -> tuple[float | None, float | None]:
    return result.intervals.get(name) or (None, None)
