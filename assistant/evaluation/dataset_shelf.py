"""Data sets that benchmarks can run on: the sample calls, and what was uploaded or put into the home's folder."""

from __future__ import annotations

import re
import shutil
import tempfile
import threading
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from assistant.errors import AssistantError
from assistant.evaluation.dataset_archive import unpack
from assistant.settings import SAMPLE

DatasetKind = Literal["calls", "retrieval", "categories", "asr"]
SAMPLE_NAME = "sample-calls"
"""The name under which the sample calls stand beside the uploaded data sets."""


@dataclass(frozen=True, slots=True)
class Dataset:
    """`items` counts what is scored: calls, questions, requests or recordings. `bytes` is its size on disk."""

    name: str
    kind: DatasetKind
    path: Path
    items: int
    bytes: int


class DatasetShelf:
    """The folder of data sets, one folder each; safe to share between threads."""

    def __init__(self, folder: Path, max_bytes: int) -> None:
        self._folder, self._max_bytes = folder, max_bytes
        self._changing = threading.Lock()

    def datasets(self) -> list[Dataset]:
        """The sample calls, then the others by name; folders that hold no data set are left out."""
        names = [path.name for path in sorted(self._folder.glob("[!.]*"))] if self._folder.is_dir() else []
        found = (_dataset(name, self._folder / name) for name in names if name != SAMPLE_NAME)
        sample = _dataset(SAMPLE_NAME, SAMPLE / "calls")
        return [dataset for dataset in (sample, *found) if dataset]

    def dataset(self, name: str) -> Dataset:
        """The one of that name; raises AssistantError where there is none."""
        for dataset in self.datasets():
            if dataset.name == name:
                return dataset
        raise AssistantError("There is no such data set any more. Choose another one.")

    def add(self, archive: Path, name: str) -> Dataset:
        """Takes in a ZIP, whole or not at all, under a name made of its file's; raises AssistantError."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as exc:
            raise AssistantError(
                "{folder} cannot be made ({reason}). Check CALLDESK_HOME.", folder=self._folder, reason=exc.strerror
            ) from exc
        with tempfile.TemporaryDirectory(prefix=".incoming-", dir=self._folder, ignore_cleanup_errors=True) as scratch:
            unpacked = Path(scratch) / "data"
            unpacked.mkdir()
            unpack(archive, unpacked, self._max_bytes)
            root = _root(unpacked)
            found = _dataset(name, root)
            if found is None or not found.items:
                raise AssistantError(
                    "This is no data set. A ZIP must hold one of these: calls: NAME.json beside NAME.flac; questions: "
                    "documents.jsonl and questions.jsonl; categories: train.jsonl and test.jsonl; recordings: "
                    "manifest.jsonl."
                )
            with self._changing:
                target = self._free(safe_name(name))
                root.rename(target)
        return Dataset(target.name, found.kind, target, found.items, found.bytes)

    def remove(self, name: str) -> None:
        """Deletes an uploaded one; raises AssistantError for the sample calls and for what is not there."""
        if name == SAMPLE_NAME:
            raise AssistantError("The sample calls belong to the program and stay.")
        with self._changing:
            try:
                shutil.rmtree(self.dataset(name).path)
            except OSError as exc:
                raise AssistantError("The data set cannot be removed ({reason}).", reason=exc.strerror) from exc

    def _free(self, name: str) -> Path:
        number = 1
        while True:
            path = self._folder / (name if number == 1 else f"{name}-{number}")
            if not path.exists() and path.name != SAMPLE_NAME:
                return path
            number += 1


def safe_name(name: str) -> str:
    """A file's name as a folder's: letters of any script, digits, points and hyphens, at most 60 of them."""
    stem = re.sub(r"\.zip$", "", name.replace("\\", "/").rsplit("/", 1)[-1], flags=re.I)
    return re.sub(r"[^\w.-]+", "-", unicodedata.normalize("NFC", stem))[:60].strip(".-_") or "dataset"


def training_files(folder: Path) -> list[Path]:
    """The rows that categories are learned from."""
    return sorted(folder.glob("train*.jsonl"))


def _root(folder: Path) -> Path:
    """The folder itself, or the one that everything in it lies in."""
    inside = list(folder.iterdir())
    return inside[0] if len(inside) == 1 and inside[0].is_dir() else folder


def _dataset(name: str, folder: Path) -> Dataset | None:
    kind, items = _content(folder)
    if kind is None:
        return None
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    return Dataset(name, kind, folder, items, size)


def _content(folder: Path) -> tuple[DatasetKind | None, int]:
    """What a folder holds, by its files, and how many of it."""
    calls = sum(path.with_suffix(".flac").is_file() for path in folder.glob("*.json"))
    if calls:
        return "calls", calls
    if (folder / "documents.jsonl").is_file() and (folder / "questions.jsonl").is_file():
        return "retrieval", _rows(folder / "questions.jsonl")
    if training_files(folder) and (folder / "test.jsonl").is_file():
        return "categories", _rows(folder / "test.jsonl")
    if (folder / "manifest.jsonl").is_file():
        return "asr", _rows(folder / "manifest.jsonl")
    return None, 0


def _rows(path: Path) -> int:
    with path.open("rb") as file:
        return sum(1 for line in file if line.strip())
