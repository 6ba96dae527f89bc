"""`calldesk eval load`."""

from __future__ import annotations

from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import click

from eval.commands.options import FOLDER, run_options
from eval.runs.place import Place

if TYPE_CHECKING:
    from eval.benchmarks.load_sample import LoadSample
    from eval.runs.run import Run


@click.command("load")
@click.argument("folder", type=FOLDER, required=False)
@click.option("--calls", default=1, show_default=True, type=click.IntRange(1, 500), help="Calls at a time.")
@click.option("--server", help="Address of the running panel; default: host and port of the settings.")
@click.option("--seconds", type=click.FloatRange(5), help="Play so long with all on; default: each recording once.")
@click.option("--find", is_flag=True, help="Find the largest number, up to --calls, that stays within --limit.")
@click.option(
    "--limit", "limit_s", default=3.0, show_default=True, help="Seconds within which 95% of finals must come."
)
@run_options
def evaluate_load(
    folder: Path | None,
    calls: int,
    server: str | None,
    seconds: float | None,
    find: bool,
    limit_s: float,
    place: Place,
) -> None:
    """Play recordings of FOLDER (default: the sample calls) as simultaneous calls into a running panel."""
    from assistant.settings import SAMPLE, read_settings
    from eval.benchmarks.load_benchmark import find_most
    from eval.benchmarks.load_report import load_result
    from eval.errors import EvalError
    from eval.runs.run import Run

    settings = read_settings()
    played = sorted((folder or SAMPLE / "calls").glob("*.flac"))
    if not played:
        raise EvalError("{folder} holds no recordings: give a folder of NAME.flac.", folder=folder)
    address = server or f"http://{settings.host}:{settings.port}"
    host = urlsplit(address if "://" in address else f"//{address}").hostname
    options = {"calls": calls, "host": host, "seconds": seconds, "find": find, "limit_s": limit_s}
    run = Run.begin("load", settings, played, options, replace(place, strict=True))
    measure = partial(_measure, run, address, played, seconds)
    loads = find_most(measure, calls, limit_s) if find else [measure(calls)]
    run.end(load_result(loads, limit_s), {"recognizer": loads[0].recognizer})


def _measure(run: Run, address: str, played: list[Path], seconds: float | None, simultaneous: int) -> LoadSample:
    """So many calls, or what was measured of them before the run was cut off."""
    from pydantic import TypeAdapter

    from eval.benchmarks.load_benchmark import measure_load
    from eval.benchmarks.load_sample import LoadSample

    def step(number: int) -> dict[str, Any]:
        return {"load": asdict(measure_load(played, address, number, seconds))}

    (sample,) = run.measure("Load", [simultaneous], str, step)
    return TypeAdapter(LoadSample).validate_python(sample["load"])
