"""The figures of a call benchmark in the order of its report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from asr.transcript import CHANNELS
from eval.metrics.field_scores import FIELDS, WORDED
from eval.metrics.important_words import KINDS
from eval.runs.measure import Better, Kind, Measure

WAITS = ("first_partial_s", "final_s", "recommendation_s", "draft_s")
_RATES = ("cer", "syllable_error_rate")


def call_measures(conditions: Sequence[str], timed: bool, baselines: Sequence[str]) -> tuple[Measure, ...]:
    """For each condition ("" is the clean line) all figures; those of the baselines on the clean line alone."""
    figures = [(name, "ratio", better) for name, better in _ratios()]
    measures: list[Measure] = []
    for condition in conditions:
        group = f"{condition} " if condition else ""
        if timed:
            measures += [_percentile(f"{group}{wait}", kind) for wait in WAITS for kind in ("p50", "p95")]
        measures += [Measure(group + name, kind, better, group + name) for name, kind, better in figures]  # type: ignore[arg-type]
        measures.append(Measure(f"{group}faults", "sum", "lower", f"{group}faults"))
        if not condition:
            measures.append(Measure("resident_mb", "max", "lower", "resident_mb"))
            measures += [Measure(name, "ratio", better, name) for name, better in _of_baselines(baselines)]
    return tuple(measures)


def _percentile(series: str, kind: Kind) -> Measure:
    return Measure(f"{series} {kind}", kind, "lower", series)


def _ratios() -> Iterator[tuple[str, Better]]:
    for speaker in CHANNELS:
        yield from ((f"{speaker} {rate}", "lower") for rate in _RATES)
    for group in ("important", "important_by_sound"):
        yield from ((f"{group} {kind}", "lower") for kind in KINDS)
    yield from ((f"recommended@{k}", "higher") for k in (1, 3, 5))
    yield from ((f"recommendation {name}", "lower") for name in ("useless", "unneeded"))
    yield from ((f"citation {name}", "higher") for name in ("stands", "supports"))
    yield from (("answer answered", "higher"), ("answer right", "higher"), ("answer unneeded", "lower"))
    yield from ((f"field {name}", "higher") for name in ("precision", "recall", "f1"))
    yield from ((f"field {name} f1", "higher") for name in FIELDS)
    yield from ((f"overlap {name}", "higher") for name in WORDED)
    yield from ((f"{name}@{k}", "higher") for name in ("category", "department") for k in (1, 3))


def _of_baselines(names: Sequence[str]) -> Iterator[tuple[str, Better]]:
    for name in names:
        match name:
            case "plain_whisper":
                yield from ((f"{name} {speaker} {rate}", "lower") for speaker in CHANNELS for rate in _RATES)
            case "majority" | "tfidf_linear":
                yield from ((f"{name} category@{k}", "higher") for k in (1, 3))
            case _:
                yield from ((f"{name} recommended@{k}", "higher") for k in (1, 3, 5))
