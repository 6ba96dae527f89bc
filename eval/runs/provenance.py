"""What a run is made with: without that a figure cannot be compared with another."""

from __future__ import annotations

import hashlib
import os
import platform
import subprocess
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from assistant.settings import Settings

_ROOT = Path(__file__).resolve().parents[2]
_FOLDERS = ("asr", "assistant", "eval", "knowledge_base", "retrieval")
_PACKAGES = (
    "calldesk", "faster-whisper", "vosk", "onnxruntime", "torch", "sentence-transformers", "faiss-cpu",
    "scikit-learn", "scipy", "jieba", "pypinyin", "OpenCC", "cn2an", "jiwer", "ir_measures", "numpy",
)  # fmt: skip
_LEFT_OUT = {"llm_api_key", "llm_base_url", "host", "port"}


def settings_used(settings: Settings) -> dict[str, Any]:
    """The settings without secrets and addresses."""
    return settings.model_dump(mode="json", exclude=_LEFT_OUT)


def commit() -> str:
    """The commit of the sources, with "+" where they were changed since; empty outside a repository."""
    described = _git("describe", "--always", "--abbrev=40", "--exclude=*", "--dirty=+")
    return described if _git("ls-files", "--error-unmatch", "pyproject.toml") else ""


def sources() -> str:
    """A digest of every module that a measurement may rest on, and of the weights that come with them."""
    digest = hashlib.sha256()
    modules = (path for folder in _FOLDERS for path in (_ROOT / folder).rglob("*.py"))
    for path in sorted([*modules, *(_ROOT / "retrieval").glob("*.json")]):
        digest.update(path.relative_to(_ROOT).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()


def versions() -> dict[str, str]:
    """Python's and each package's that takes part."""
    found = {"python": platform.python_version()}
    for package in _PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue  # an extra that is not installed took no part
    return found


def digests(inputs: Iterable[Path]) -> list[dict[str, str]]:
    """Each input's name and SHA-256; a file given twice once."""
    return [{"file": path.name, "sha256": _sha256(path)} for path in dict.fromkeys(inputs)]


def models(folder: Path) -> dict[str, str]:
    """The SHA-256 of every model file, also of models that are linked into the folder."""
    found = {}
    for model in sorted(folder.iterdir()) if folder.is_dir() else ():
        root = model.resolve()
        for file in sorted(path for path in root.rglob("*") if path.is_file()):
            found[f"{model.name}/{file.relative_to(root).as_posix()}"] = _sha256(file)
    return found


def models_seen(folder: Path) -> str:
    """A quick digest of which model files there are, by name, size and time of change."""
    files = sorted(path for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else []
    seen = [(path.relative_to(folder).as_posix(), path.stat().st_size, path.stat().st_mtime_ns) for path in files]
    return hashlib.sha256(repr(seen).encode()).hexdigest()


def machine() -> dict[str, Any]:
    """System, processor, cores that may be used, memory."""
    return {
        "system": platform.platform(),
        "processor": _processor(),
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "memory_mb": os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20,
    }


def _git(*arguments: str) -> str:
    try:
        done = subprocess.run(
            ["git", "-C", str(_ROOT), *arguments], capture_output=True, text=True, timeout=10, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.processor())
