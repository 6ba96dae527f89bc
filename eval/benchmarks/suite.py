"""All benchmarks one after the other, each in a process of its own, and what they gave."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from assistant.evaluation.dataset_shelf import DatasetShelf
from assistant.evaluation.run_options import RunOptions
from assistant.settings import SAMPLE, Settings
from eval.errors import EvalError
from eval.runs import provenance

_START_S = 120
_SHORT = 6
"""Calls that are played again over each worse line."""

SIZES = "10000,100000,1000000"

LINES = (
    *("--noise", "20", "--noise", "10", "--noise", "5"),
    *("--codec", "gsm", "--loss", "0.05", "--loss", "0.15"),
)


@dataclass(frozen=True, slots=True)
class Step:
    """One benchmark: its name in the table, and the arguments after `calldesk eval`."""

    name: str
    arguments: tuple[str, ...]

    def folder(self, settings: Settings) -> Path:
        """The run's: another one when sources, settings or the data's files change."""
        given = [Path(argument) for argument in self.arguments if Path(argument).is_absolute()]
        folders = dict.fromkeys(path.parent if path.is_file() else path for path in given)
        files = [file for folder in folders for file in sorted(folder.rglob("*")) if file.is_file()]
        made_with = [
            provenance.sources(),
            provenance.settings_used(settings),
            self.arguments,
            provenance.digests(files),
        ]
        key = hashlib.sha256(json.dumps(made_with).encode()).hexdigest()[:12]
        return settings.home / "runs" / f"suite-{key}-{self.name}"


def steps(data: Path | None) -> list[Step]:
    """The sample calls, the load they make, and every data set in a folder of them (see `DatasetShelf`)."""
    calls = str(SAMPLE / "calls")
    found = [
        Step("sample-calls", ("calls", calls)),
        Step("lines", ("calls", calls, "--fast", "--no-baselines", "--limit", str(_SHORT), *LINES)),
        Step("noise", ("noise",)),
        Step("load", ("load", calls, "--calls", "24", "--find", "--seconds", "60")),
    ]
    if data is not None:
        shelf = DatasetShelf(data, max_bytes=0)
        own = [dataset for dataset in shelf.datasets() if dataset.path.parent == data]
        sets = [Step(dataset.name, tuple(RunOptions().arguments(dataset))) for dataset in own]
        found += [step for one in sets for step in (one, *_more_of(one))]
    return found


def _more_of(step: Step) -> list[Step]:
    """What else is measured on recordings, and on documents with questions."""
    kind, *data = step.arguments
    if kind == "asr":
        return [Step(f"{step.name}-repair", ("repair", *data))]
    if kind != "retrieval":
        return []
    return [
        Step(f"{step.name}-silence", ("silence", *data)),
        Step(f"{step.name}-ingest", ("ingest", *data[:2])),
        Step(f"{step.name}-scale", ("scale", *data, "--sizes", SIZES)),
    ]


def run_step(step: Step, folder: Path, settings: Settings) -> dict[str, Any]:
    """Its result; a run that is finished in that folder is not made again, one that was cut off goes on."""
    result = folder / "result.json"
    if not result.is_file():
        command = [sys.executable, "-m", "calldesk", "eval", *step.arguments, "--out", str(folder)]
        if step.arguments[0] == "load":
            with _panel(settings) as server:
                _run([*command, "--server", server])
        else:
            _run(command)
    found: dict[str, Any] = json.loads(result.read_text(encoding="utf-8"))
    return found


def _run(command: Sequence[str]) -> None:
    if subprocess.run(command, check=False).returncode:
        raise EvalError("That benchmark did not finish: mend what it says above, and start the suite again.")


@contextmanager
def _panel(settings: Settings) -> Iterator[str]:
    """A panel on a free port for as long as it is needed, in a copy of the home, whose call log stays as it is."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "calldesk", "serve", "--host", "127.0.0.1", "--port", str(port)]
    server = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory() as scratch:
        home = Path(scratch) / "home"
        left_out = shutil.ignore_patterns("models", "runs", "datasets", "benchmarks", "recordings")
        shutil.copytree(settings.home, home, ignore=left_out)
        (home / "models").symlink_to(settings.models.resolve())
        environment = {**os.environ, "CALLDESK_HOME": str(home)}
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, env=environment) as process:
            try:
                _await(server, process)
                yield server
            finally:
                process.terminate()


def _await(server: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(_START_S):
        if process.poll() is not None:
            break
        with suppress(httpx.HTTPError):  # it does not listen yet
            if httpx.get(f"{server}/health", trust_env=False).is_success:
                return
        time.sleep(1)
    raise EvalError("The panel for the load benchmark did not start: try `calldesk serve` to see why.")
