"""Data sets, benchmark runs and their comparison as HTML; every word of theirs is escaped."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote

from ui.moments import local_time
from ui.texts import Texts
from ui.transcript_view import clock

if TYPE_CHECKING:
    from assistant.evaluation.evaluation_desk import Dataset, Figure, FigureChange, RunState


def dataset_label(dataset: Dataset, say: Texts) -> str:
    """Its kind and name as the chooser shows them; plain text."""
    return f"{say(f'dataset_kind.{dataset.kind}')} · {say.known('dataset', dataset.name)}"


def dataset_html(dataset: Dataset | None, say: Texts) -> str:
    """How much there is of the chosen data set."""
    if dataset is None:
        return ""
    words = say(f"dataset_size.{dataset.kind}", items=dataset.items, mb=f"{dataset.bytes / 1e6:.1f}")
    return f"<p>{escape(words)}</p>"


def live_html(calls: int, say: Texts) -> str:
    """A warning while calls go on."""
    return f'<p class="caution">{escape(say("evaluation.live", calls=calls))}</p>' if calls else ""


def run_label(run: RunState, say: Texts) -> str:
    """A run as the choosers of the comparison show it; plain text."""
    what = f"{say.known('dataset_kind', run.title)} · {say.known('dataset', run.dataset)}"
    return f"{local_time(run.started)} · {what}"


def runs_html(runs: Sequence[RunState], say: Texts) -> str:
    """In the order given; `data-run` and `data-does` of a button hold what it is for."""
    if not runs:
        return f'<p class="hint">{escape(say("runs.empty"))}</p>'
    names = [say(f"runs.{column}") for column in ("started", "what", "state", "figures")]
    return _table([*names, ""], [_run_cells(run, say) for run in runs])


def _run_cells(run: RunState, say: Texts) -> list[str]:
    kind, dataset = say.known("dataset_kind", run.title), say.known("dataset", run.dataset)
    notes = [say(f"run_option.{option}", value=value) for option, value in run.options]
    notes += [] if run.ours else [say("runs.command_line")]
    more = f"<small>{escape(' · '.join(notes))}</small>" if notes else ""
    return [
        escape(local_time(run.started)),
        f'<span title="{escape(run.name)}">{escape(kind)}</span><small>{escape(dataset)}</small>{more}',
        _state(run, say),
        "".join(_figure(figure, say) for figure in run.figures),
        _actions(run, say),
    ]


def _state(run: RunState, say: Texts) -> str:
    words = f'<span class="state {run.state}">{escape(say(f"run_state.{run.state}"))}</span>'
    if run.state == "finished":
        return words
    if run.problem:
        return f"{words}<small>{escape(say.told(run.problem))}</small>"
    if not run.total:
        return f"{words}<small>{escape(say('runs.starting'))}</small>" if run.state == "running" else words
    told = say("runs.progress", stage=figure_name(run.stage, say), done=run.done, total=run.total)
    if run.state == "running" and run.seconds_left is not None:
        told += " · " + say("runs.left", time=clock(int(run.seconds_left * 1000)))
    bar = f'<progress value="{run.done}" max="{run.total}"></progress>'
    return f"{words}{bar}<small>{escape(told)}</small>"


def _figure(figure: Figure, say: Texts) -> str:
    interval = "" if figure.low is None or figure.high is None else f"{_number(figure.low)}–{_number(figure.high)}"
    return (
        f'<div class="figure"><span>{escape(figure_name(figure.name, say))}</span>'
        f"<b>{_number(figure.value)}</b><i>{interval}</i></div>"
    )


def figure_name(name: str, say: Texts) -> str:
    """Each part of "noise_10dB caller cer" in words, where there are any."""
    return " ".join(_part(part, say) for part in name.split(" "))


def _part(part: str, say: Texts) -> str:
    condition, _, value = part.partition("_")
    if condition in ("noise", "codec", "loss"):
        return say(f"figure.{condition}", value=value)
    words = say.known("figure", part)
    return say.known("field", part) if words == part else words


def _actions(run: RunState, say: Texts) -> str:
    if run.state == "finished":
        address = f"/runs/{escape(quote(run.name, safe=''))}"
        return (
            f'<a href="{address}/report.html" target="_blank" rel="noopener">{escape(say("runs.report"))}</a>'
            f'<a href="{address}/result.json">JSON</a>'
        )
    if not run.ours:
        return ""
    does = "stop" if run.state == "running" else "resume"
    return (
        f'<button type="button" class="quiet" data-does="{does}_run" data-run="{escape(run.name)}">'
        f"{escape(say(f'runs.{does}'))}</button>"
    )


def changes_html(changes: Sequence[FigureChange], say: Texts) -> str:
    """One row a figure, with what holds up."""
    names = [say("compare.figure"), "A", "B", say("compare.difference"), say("compare.verdict")]
    rows = [
        [
            escape(figure_name(change.name, say)),
            _number(change.a),
            _number(change.b),
            _difference(change),
            f'<span class="verdict {change.verdict}">{escape(say(f"verdict.{change.verdict}"))}</span>',
        ]
        for change in changes
    ]
    judged = sum(change.low is not None for change in changes)
    chance = say("compare.chance", judged=judged, chance=f"{judged * 0.05:.1f}")
    return f'{_table(names, rows)}<p class="hint">{escape(chance)}</p>'


def _difference(change: FigureChange) -> str:
    if change.difference is None:
        return "–"
    known = change.low is not None and change.high is not None
    interval = f" <i>{_number(change.low, '+')} … {_number(change.high, '+')}</i>" if known else ""
    return f"{_number(change.difference, '+')}{interval}"


def _number(value: float | None, sign: str = "") -> str:
    """Three places for rates and seconds, fewer for what is large."""
    if value is None:
        return "–"
    places = 3 if abs(value) < 10 else 1 if abs(value) < 1000 else 0
    return f"{value:{sign}.{places}f}"


def _table(names: list[str], rows: list[list[str]]) -> str:
    head = "".join(f"<th>{escape(name)}</th>" for name in names)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f'<table class="list"><tr>{head}</tr>{body}</table>'
