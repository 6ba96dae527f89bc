"""A benchmark run: a folder that says what is measured with what, fills as it goes, and ends with the reports."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from filelock import FileLock, Timeout
from tqdm import tqdm

from assistant.settings import Settings
from eval.data.selection import Skipped
from eval.errors import EvalError
from eval.runs import provenance
from eval.runs.journal import Journal
from eval.runs.place import Place
from eval.runs.result import Result, Sample
from knowledge_base.told import Told

T = TypeVar("T")


class Run:
    """One run of one kind of benchmark; made by `begin`, ended by `end`."""

    def __init__(self, kind: str, settings: Settings, folder: Path, place: Place, identity: dict[str, Any]) -> None:
        self.kind, self.folder, self.place = kind, folder, place
        self._settings, self._identity = settings, identity
        self._lock = FileLock(folder / "lock")
        try:
            self._lock.acquire(timeout=0)
        except Timeout as exc:
            raise EvalError(
                "Another process is writing to {folder}: wait for it, or choose another folder.", folder=folder
            ) from exc
        self._started = datetime.now(UTC)
        self.journal = Journal(folder / "progress.jsonl")
        self._continued = bool(self.journal.samples)

    @classmethod
    def begin(
        cls, kind: str, settings: Settings, inputs: Sequence[Path], options: Mapping[str, Any], place: Place
    ) -> Run:
        """A new run, or the one that was cut off while it measured the same; raises EvalError where there is no place.

        `inputs` are the data set's files and `options` what else decides the figures.
        """
        if place.json_file is not None and not place.json_file.parent.is_dir():
            raise EvalError(
                "There is no folder {folder}: make it, or choose another --json file.", folder=place.json_file.parent
            )
        identity = {
            "title": kind,
            "options": dict(options),
            "inputs": provenance.digests(inputs),
            "settings": provenance.settings_used(settings),
            "sources": provenance.sources(),
            "models": provenance.models_seen(settings.models),
            "ranking": provenance.digests([path for path in [settings.home / "ranking.json"] if path.is_file()]),
        }
        identity = json.loads(json.dumps(identity))  # as it is read back
        folder = place.out or _unfinished(settings.home / "runs", identity) or _new(settings.home / "runs", kind)
        return cls(kind, settings, _claimed(folder, identity), place, identity)

    def measure(
        self, title: str, items: Sequence[T], key: Callable[[T], str], step: Callable[[T], Sample]
    ) -> list[Sample]:
        """What `step` gives for each item, those measured before the run was cut off not again.

        An EvalError skips the item with its reason, or stops the run if it is a strict one.
        """
        keys = self._unique([f"{title}/{key(item)}" for item in items])
        self.journal.stage(title, len(items))
        done = self.journal.samples if self.place.strict else self.journal
        todo = [(name, item) for name, item in zip(keys, items, strict=True) if name not in done]
        bar = tqdm(todo, title, total=len(items), initial=len(items) - len(todo), unit="item", disable=not todo)
        for name, item in bar:
            try:
                self.journal.add(name, step(item))
            except EvalError as exc:
                if self.place.strict:
                    raise
                self.journal.skip(name, exc.said)
        return [self.journal.samples[name] for name in keys if name in self.journal.samples]

    def _unique(self, keys: Sequence[str]) -> list[str]:
        """The keys, those given before marked and skipped: one sample's outcome must not be taken for another's."""
        unique, all_given = dict[str, str](), set(keys)
        for place, given in enumerate(keys, 1):
            key = given
            while key in unique or (key != given and key in all_given):
                key = f"{key} ({place})"
            unique[key] = given
        for key, given in unique.items():
            if key != given:
                why = Told(
                    "{name}: an earlier sample has this id. Give each one of its own.", name=given.partition("/")[2]
                )
                if self.place.strict:
                    raise EvalError(why)
                self.journal.skip(key, why)
        return list(unique)

    def skipped(self, *before: Skipped) -> tuple[Skipped, ...]:
        """What was not scored: `before` the measuring, then while it went on."""
        return (*before, *(Skipped(where, why) for where, why in self.journal.skipped.items()))

    def end(self, result: Result, used: dict[str, str]) -> None:
        """Writes the reports; `used` names what did the work. Raises EvalError where nothing could be scored."""
        from eval.runs.report import report  # draws plots, which takes a second to import

        if not result.samples:
            raise EvalError(
                "Nothing could be scored ({skipped} skipped): see {folder}.",
                skipped=len(result.skipped),
                folder=self.folder.name,
            )
        report(self, result, self.record(used))
        self._lock.release()

    def record(self, used: dict[str, str]) -> dict[str, Any]:
        """What the report says about the run; `duration_s` is of its last part where it was cut off and continued."""
        return {
            "kind": self.kind,
            "started": self._started.isoformat(timespec="seconds"),
            "continued": self._continued,
            "duration_s": (datetime.now(UTC) - self._started).total_seconds(),
            "commit": provenance.commit(),
            "versions": provenance.versions(),
            "used": used,
            "models": provenance.models(self._settings.models) if used else {},
            "machine": provenance.machine(),
            **{name: self._identity[name] for name in ("options", "inputs", "settings")},
        }


def _unfinished(runs: Path, identity: Mapping[str, Any]) -> Path | None:
    """The latest run that was to measure just this and came to no result."""
    for folder in sorted(runs.iterdir(), reverse=True) if runs.is_dir() else ():
        if not (folder / "result.json").exists() and _identity(folder) == identity:
            return folder
    return None


def _new(runs: Path, kind: str) -> Path:
    name = f"{datetime.now(UTC):%Y%m%d-%H%M%S}-{kind}"
    taken = len(list(runs.glob(f"{name}*")))
    return runs / (f"{name}-{taken + 1}" if taken else name)


def _claimed(folder: Path, identity: dict[str, Any]) -> Path:
    """The folder with the run's identity in it; refused where another run's is."""
    if (folder / "result.json").exists():
        raise EvalError("{folder} holds a finished run: choose another folder.", folder=folder)
    known = _identity(folder)
    if known is not None and known != identity:
        raise EvalError("{folder} holds a run of other data, options or sources: choose another folder.", folder=folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if known is None:
            started = {"started": datetime.now(UTC).isoformat(timespec="seconds")}
            text = json.dumps(identity | started, ensure_ascii=False, indent=1)
            (folder / "run.json").write_text(text + "\n", encoding="utf-8")
    except OSError as exc:
        raise EvalError(
            "{folder} cannot be written ({reason}): choose another folder.", folder=folder, reason=exc.strerror
        ) from exc
    return folder


def _identity(folder: Path) -> dict[str, Any] | None:
    """What the run in a folder measures; None where there is none that can be read."""
    try:
        written = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return {name: value for name, value in written.items() if name != "started"} if isinstance(written, dict) else None
