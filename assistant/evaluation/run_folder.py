"""The folder of one benchmark run: what it is, how far it is, and what came out."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from pydantic import TypeAdapter, ValidationError

from assistant.evaluation.run_options import RunOptions
from assistant.evaluation.run_progress import RunProgress
from assistant.evaluation.run_state import PROBLEM, Figure, RunState, Standing
from knowledge_base.told import from_json

HEADLINES: dict[str, tuple[str, ...]] = {
    "calls": ("caller cer", "recommended@5", "answer right", "field f1", "category@1"),
    "asr": ("cer", "syllable_error_rate", "rtf"),
    "retrieval": ("typed hit@1", "heard hit@1", "typed mrr@10", "heard mrr@10"),
    "categories": ("accuracy@1", "accuracy@3", "macro_f1"),
}
"""The figures that stand for a run, by its title; of a run of another title, the first with an interval."""

SHOWN = 5
LOG_TAIL = 4096
LONGEST_PROBLEM = 300


@dataclass(frozen=True, slots=True)
class RunCommand:
    """What the panel started, so that it can be gone on with; `pid` while it runs, `exit` if it ended by itself."""

    dataset: str
    options: RunOptions
    started: str
    pid: int | None = None
    exit: int | None = None


_COMMAND = TypeAdapter(RunCommand)


class RunFolder:
    """Reads a run; what was read of a finished one is kept as long as its result stays the same."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.progress = RunProgress(path / "progress.jsonl")
        self._finished: tuple[int, RunState] | None = None

    @property
    def command(self) -> RunCommand | None:
        """None for a run of the command line."""
        try:
            return _COMMAND.validate_json((self.path / "command.json").read_bytes())
        except (OSError, ValidationError):
            return None

    @command.setter
    def command(self, command: RunCommand) -> None:
        unfinished = self.path / "command.json.part"
        unfinished.write_bytes(_COMMAND.dump_json(command, indent=1))
        unfinished.replace(self.path / "command.json")

    @property
    def is_run(self) -> bool:
        """Whether a run was ever begun here."""
        return any((self.path / name).is_file() for name in ("run.json", "command.json", "result.json"))

    def locked(self) -> bool:
        """Whether a process, of this panel or not, is writing to the run."""
        lock = self.path / "lock"
        try:
            if lock.exists():
                FileLock(lock, timeout=0).acquire().lock.release()
        except Timeout:
            return True
        return False

    def state(self, started_here: bool) -> RunState:
        """`started_here`: its process is alive in this panel, which knows before the run's files do."""
        try:
            written = (self.path / "result.json").stat().st_mtime_ns
        except FileNotFoundError:
            return self._unfinished(started_here)
        if self._finished is None or self._finished[0] != written:
            self._finished = (written, self._result())
        return self._finished[1]

    def _result(self) -> RunState:
        result = _object(self.path / "result.json")
        run = _object(self.path / "run.json") or result.get("run", {})
        figures = headline(str(run.get("title", "")), result)
        return self._about("finished", run, self.command, figures=figures)

    def _unfinished(self, started_here: bool) -> RunState:
        command, run = self.command, _object(self.path / "run.json")
        self.progress.read()
        progress: dict[str, Any] = {
            "stage": self.progress.stage,
            "done": self.progress.done,
            "total": self.progress.total,
        }
        if started_here or self.locked():
            return self._about("running", run, command, seconds_left=self.progress.seconds_left(), **progress)
        if command is not None and command.exit is not None:
            return self._about("failed", run, command, problem=self._problem(), **progress)
        return self._about("interrupted", run, command, **progress)

    def _about(self, state: Standing, run: dict[str, Any], command: RunCommand | None, **more: Any) -> RunState:
        dataset = command.dataset if command else _inputs(run)
        started = str(run.get("started") or (command.started if command else ""))
        title = str(run.get("title") or self.path.name.rpartition("-")[2])
        ours = command is not None
        return RunState(self.path.name, title, dataset, started, state, ours, _options(run), **more)

    def _problem(self) -> str:
        """What the run says, else the last line that its process wrote, without the name of the program before it."""
        with suppress(OSError, UnicodeDecodeError):
            if kept := (self.path / PROBLEM).read_text("utf-8"):
                return from_json(kept)
        try:
            with (self.path / "log.txt").open("rb") as log:
                log.seek(max(0, log.seek(0, 2) - LOG_TAIL))
                text = log.read().decode("utf-8", "replace")
        except OSError:
            return ""
        lines = [line.strip() for line in re.split(r"[\r\n]+", text) if line.strip()]
        return re.sub(r"^(calldesk|Error): ", "", lines[-1])[:LONGEST_PROBLEM] if lines else ""


def headline(title: str, result: dict[str, Any]) -> tuple[Figure, ...]:
    """The few figures of a result that tell how it went, with their intervals."""
    intervals = result.get("intervals")
    ends = intervals if isinstance(intervals, dict) else {}
    names = [name for name in HEADLINES.get(title, ()) if _value(result, name) is not None]
    figures = []
    for name in (names or list(ends))[:SHOWN]:
        value, (low, high) = _value(result, name), _pair(ends.get(name))
        if value is not None:
            figures.append(Figure(name, value, low, high))
    return tuple(figures)


def _value(result: dict[str, Any], name: str) -> float | None:
    """The number under "caller cer", which is `{"caller": {"cer": …}}`."""
    found: Any = result
    for part in name.split(" "):
        found = found.get(part) if isinstance(found, dict) else None
    return float(found) if isinstance(found, int | float) and not isinstance(found, bool) else None


def _pair(ends: Any) -> tuple[float | None, float | None]:
    match ends:
        case [int() | float() as low, int() | float() as high]:
            return float(low), float(high)
    return None, None


def _inputs(run: dict[str, Any]) -> str:
    """The first file of the data set, for a run of the command line."""
    match run.get("inputs"):
        case [{"file": str(name)}, *_] | [str(name), *_]:
            return Path(name).name
    return ""


def _options(run: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    """What differs from an ordinary run."""
    found = run.get("options")
    options: dict[str, Any] = found if isinstance(found, dict) else {}
    chosen = [("fast", "")] if options.get("fast") else []
    chosen += [("limit", str(options["limit"]))] if options.get("limit") else []
    for name in ("noise", "codec", "loss"):
        values = options.get(name)
        chosen += [(name, ", ".join(map(str, values)))] if isinstance(values, list) and values else []
    return (*chosen, *([("no_baselines", "")] if options.get("baselines") is False else []))


def _object(path: Path) -> dict[str, Any]:
    """A JSON object from a file; empty where there is none that can be read."""
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
