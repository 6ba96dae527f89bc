"""Benchmark runs as the evaluator's screen uses them: start, watch, stop, go on, compare."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from assistant.errors import AssistantError
from assistant.evaluation.dataset_shelf import Dataset, DatasetShelf
from assistant.evaluation.run_folder import RunCommand, RunFolder
from assistant.evaluation.run_options import RunOptions
from assistant.evaluation.run_process import RunProcess, end_group
from assistant.evaluation.run_state import PROBLEM, Figure, FigureChange, RunState
from knowledge_base.told import restored

__all__ = ["Dataset", "EvaluationDesk", "Figure", "FigureChange", "ReportFile", "RunOptions", "RunState"]

ReportFile = Literal["report.html", "report.md", "result.json"]
COMPARING_S = 300
CALLDESK = (sys.executable, "-m", "calldesk")
_CHANGES = TypeAdapter(list[FigureChange])


class EvaluationDesk:
    """Safe to share between threads. A run is a process of its own, which goes on when the panel stops."""

    def __init__(self, home: Path, max_dataset_bytes: int, command: Sequence[str] = CALLDESK) -> None:
        self.datasets = DatasetShelf(home / "datasets", max_dataset_bytes)
        self._home, self._command = home.absolute(), tuple(command)
        self._folders: dict[str, RunFolder] = {}
        self._processes: dict[str, RunProcess] = {}
        self._lock = threading.RLock()

    def runs(self) -> list[RunState]:
        """Every run, also those of the command line, the newest first."""
        with self._lock:
            states = [folder.state(self._alive(name)) for name, folder in self._known().items()]
        return sorted(states, key=lambda state: (state.started, state.name), reverse=True)

    def start(self, dataset: str, options: RunOptions) -> str:
        """Starts a run and gives its name; raises AssistantError for an unknown data set or while another runs."""
        chosen = self.datasets.dataset(dataset)
        with self._lock:
            self._refuse_second()
            now = datetime.now(UTC)
            folder = RunFolder(self._new(f"{now:%Y%m%d-%H%M%S}", chosen.kind))
            self._folders[folder.path.name] = folder
            self._launch(folder, RunCommand(chosen.name, options, now.isoformat(timespec="seconds")), chosen)
            return folder.path.name

    def resume(self, name: str) -> None:
        """Goes on with a run that was interrupted or failed; raises AssistantError where that cannot be."""
        with self._lock:
            folder, command = self._ours(name)
            if folder.state(self._alive(name)).state == "finished":
                raise AssistantError("This run is finished. Start a new one.")
            self._refuse_second()
            folder.progress.forget_pace()
            self._launch(folder, replace(command, exit=None), self.datasets.dataset(command.dataset))

    def stop(self, name: str) -> None:
        """Ends a run's process; what it measured stays. Returns when it has ended."""
        folder, command = self._ours(name)
        process = self._processes.get(name)
        if process is not None and process.running:
            process.stopped = True
            end_group(process.pid, lambda: not process.running)
        elif command.pid is not None and folder.locked():  # it was started before this panel was
            end_group(command.pid, lambda: not folder.locked())

    def remove(self, dataset: str) -> None:
        """Deletes a data set; raises AssistantError while a run is using it."""
        if any(run.state == "running" and run.dataset == dataset for run in self.runs()):
            raise AssistantError("A run is using this data set. Stop it first.")
        self.datasets.remove(dataset)

    def report(self, name: str, file: ReportFile = "report.html") -> Path | None:
        """A file of a run; None where the run or the file is not there."""
        folder = self._known().get(name)
        path = folder.path / file if folder else None
        return path if path and path.is_file() else None

    def compare(self, a: str, b: str) -> list[FigureChange]:
        """Each figure of `b` against that of `a`; raises AssistantError where they cannot be compared."""
        results = [self.report(name, "result.json") for name in (a, b)]
        if None in results or a == b:
            raise AssistantError("Choose two finished runs to compare.")
        with tempfile.TemporaryDirectory() as scratch:
            told = Path(scratch) / "changes.json"
            command = [*self._command, "eval", "compare", *map(str, results), "--json", str(told)]
            try:
                quiet = subprocess.DEVNULL
                subprocess.run(command, stdout=quiet, stderr=quiet, timeout=COMPARING_S, check=False)
                found = json.loads(told.read_text("utf-8"))
                if "problem" in found:
                    raise AssistantError("The runs cannot be compared: {problem}", problem=restored(found["problem"]))
                return _CHANGES.validate_python(found["rows"])
            except (OSError, ValueError, LookupError, ValidationError, subprocess.TimeoutExpired) as exc:
                raise AssistantError("The runs cannot be compared. Try `calldesk eval compare` to see why.") from exc

    def _new(self, moment: str, kind: str) -> Path:
        """A folder that was not there before."""
        path, number = self._home / "runs" / f"{moment}-{kind}", 1
        while path.exists():
            number += 1
            path = path.with_name(f"{moment}-{number}-{kind}")
        try:
            path.mkdir(parents=True)
        except OSError as exc:
            raise AssistantError(
                "{path} cannot be made ({reason}). Check CALLDESK_HOME.", path=path, reason=exc.strerror
            ) from exc
        return path

    def _launch(self, folder: RunFolder, command: RunCommand, dataset: Dataset) -> None:
        def ended(code: int | None) -> None:
            with self._lock:  # not before what is written below
                folder.command = replace(command, exit=code)

        arguments = ["eval", *command.options.arguments(dataset), "--out", str(folder.path)]
        env = {**os.environ, "CALLDESK_HOME": str(self._home)}
        folder.command = replace(command, exit=None)
        (folder.path / PROBLEM).unlink(missing_ok=True)
        process = RunProcess([*self._command, *arguments], folder.path / "log.txt", env, ended)
        self._processes[folder.path.name] = process
        folder.command = replace(command, pid=process.pid)

    def _refuse_second(self) -> None:
        running = next((run for run in self.runs() if run.state == "running"), None)
        if running is not None:
            raise AssistantError("The run {run} is under way. Wait for it, or stop it first.", run=running.name)

    def _alive(self, name: str) -> bool:
        process = self._processes.get(name)
        return process is not None and process.running

    def _ours(self, name: str) -> tuple[RunFolder, RunCommand]:
        folder = self._known().get(name)
        if folder is None:
            raise AssistantError("There is no such run any more.")
        command = folder.command
        if command is None:
            raise AssistantError("This run was started on the command line. Stop it or go on with it there.")
        return folder, command

    def _known(self) -> dict[str, RunFolder]:
        """The runs that there are now, by the name of their folder."""
        with self._lock:
            runs = self._home / "runs"
            paths = [path for path in runs.glob("[!.]*") if path.is_dir()] if runs.is_dir() else []
            folders = {path.name: self._folders.get(path.name) or RunFolder(path) for path in paths}
            self._folders = {name: folder for name, folder in folders.items() if folder.is_run}
            return dict(self._folders)
