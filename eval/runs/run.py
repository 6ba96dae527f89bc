"""A benchmark run and what it was made with: without that a figure cannot be compared with another."""

from __future__ import annotations

import hashlib
import os
import platform
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from assistant.settings import Settings
from eval.errors import EvalError
from eval.runs.report import print_table, write_json
from eval.runs.result import Result

_ROOT = Path(__file__).resolve().parents[2]
_PACKAGES = (
    "calldesk", "faster-whisper", "vosk", "onnxruntime", "torch", "sentence-transformers", "faiss-cpu",
    "scikit-learn", "jieba", "pypinyin", "OpenCC", "cn2an", "jiwer", "numpy",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Run:
    """A run under way: its settings, the data sets' files, where its result goes, and since when (UTC)."""

    settings: Settings
    inputs: tuple[Path, ...]
    json_file: Path | None
    started: datetime

    @classmethod
    def begin(cls, settings: Settings, inputs: Sequence[Path], json_file: Path | None) -> Run:
        """Raises EvalError now rather than after the run if its result has no place."""
        if json_file is not None and not json_file.parent.is_dir():
            raise EvalError(f"There is no folder {json_file.parent}: make it, or choose another --json file.")
        return cls(settings, tuple(inputs), json_file, datetime.now(UTC))

    def end(self, title: str, result: Result, used: dict[str, str]) -> None:
        """Reports the result; `used` names what did the work, such as the recogniser."""
        print_table(title, result)
        if self.json_file is not None:
            write_json(self.json_file, result, self.record(used))

    def record(self, used: dict[str, str]) -> dict[str, Any]:
        """What the report says about the run, secrets and addresses among the settings left out."""
        left_out = {"llm_api_key", "llm_base_url", "host", "port"}
        return {
            "started": self.started.isoformat(timespec="seconds"),
            "duration_s": (datetime.now(UTC) - self.started).total_seconds(),
            "commit": _commit(),
            "versions": {"python": platform.python_version(), **_versions()},
            "used": used,
            "models": _models(self.settings.models) if used else {},
            "inputs": [{"file": path.name, "sha256": _sha256(path)} for path in self.inputs],
            "machine": _machine(),
            "settings": self.settings.model_dump(mode="json", exclude=left_out),
        }


def _commit() -> str:
    """The commit of the sources, with "+" where they were changed since; empty outside a repository."""
    described = _git("describe", "--always", "--abbrev=40", "--exclude=*", "--dirty=+")
    return described if _git("ls-files", "--error-unmatch", "pyproject.toml") else ""


def _git(*arguments: str) -> str:
    try:
        done = subprocess.run(
            ["git", "-C", str(_ROOT), *arguments], capture_output=True, text=True, timeout=10, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def _versions() -> dict[str, str]:
    found = {}
    for package in _PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue  # an extra that is not installed took no part
    return found


def _models(folder: Path) -> dict[str, str]:
    """The SHA-256 of every model file, also of models that are linked into the folder."""
    found = {}
    for model in sorted(folder.iterdir()) if folder.is_dir() else ():
        root = model.resolve()
        for file in sorted(path for path in root.rglob("*") if path.is_file()):
            found[f"{model.name}/{file.relative_to(root).as_posix()}"] = _sha256(file)
    return found


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _machine() -> dict[str, Any]:
    return {
        "system": platform.platform(),
        "processor": _processor(),
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "memory_mb": os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20,
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.processor())
