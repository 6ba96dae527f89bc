"""The result of a load benchmark: for each number of calls that was tried how late finals came and what it took."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from eval.benchmarks.load_sample import LoadSample
from eval.runs.measure import Better, Kind, Measure
from eval.runs.result import Result, Sample

_KINDS: tuple[Kind, ...] = ("p50", "p95", "p99")
_OF_SERVER: tuple[tuple[str, Better], ...] = (("cpu_cores", "lower"), ("resident_mb", "lower"))


def load_result(loads: Sequence[LoadSample], limit_s: float) -> Result:
    """`most_calls` is the largest number tried at which all went well: the unit of waits is the call.

    `calls_per_core` is that number over the cores that it took, `mb_per_call` what each call beyond the smallest
    number tried added to the server's memory; None where that cannot be told.
    """
    loads = sorted(loads, key=lambda load: load.simultaneous)
    held = [load for load in loads if load.holds(limit_s)]
    most = held[-1].simultaneous if held else 0
    found: dict[str, Any] = {"most_calls": most, "limit_s": limit_s, "n": len(loads)}
    further = most - loads[0].simultaneous
    found["calls_per_core"] = most / held[-1].cpu_cores if held and held[-1].cpu_cores else None
    found["mb_per_call"] = (held[-1].resident_mb - loads[0].resident_mb) / further if further > 0 else None
    samples = [sample for load in loads for sample in _samples(load)]
    measures = [measure for load in loads for measure in _measures(_group(load))]
    return Result(tuple(measures), samples, found)


def _group(load: LoadSample) -> str:
    return f"calls_{load.simultaneous}"


def _samples(load: LoadSample) -> Iterator[Sample]:
    group = _group(load)
    server = {"cpu_cores": [load.cpu_cores], "resident_mb": [load.resident_mb], "errors": [len(load.errors)]}
    server_side = {f"{group} {name}": seen for name, seen in server.items()}
    yield {"id": group, "unit": group, "errors": load.errors, "wall_s": load.wall_s, "observed": server_side}
    for number, call in enumerate(load.calls):
        observed = {
            f"{group} final_s": list(call.delays_s),
            f"{group} finals": [call.finals],
            f"{group} finals_lost": [call.lost],
            f"{group} skipped_partials": [call.skipped_partials],
            f"{group} refused": [int(call.refused)],
            f"{group} errors": [len(call.errors)],
        }
        name = f"{group}/{number}"
        yield {"id": name, "unit": name, **asdict(call), "observed": observed}


def _measures(group: str) -> Iterator[Measure]:
    series = f"{group} final_s"
    yield from (Measure(f"{series} {kind}", kind, "lower", series) for kind in _KINDS)
    for name, better in _OF_SERVER:
        yield Measure(f"{group} {name}", "max", better, f"{group} {name}")
    yield Measure(f"{group} finals", "sum", "higher", f"{group} finals")
    yield Measure(f"{group} finals_lost", "sum", "lower", f"{group} finals_lost")
    yield Measure(f"{group} skipped_partials", "sum", "lower", f"{group} skipped_partials")
    yield Measure(f"{group} refused", "sum", "lower", f"{group} refused")
    yield Measure(f"{group} errors", "sum", "lower", f"{group} errors")
