"""Models of speech on this machine, each with the engine that runs it, told by their files."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from asr.engines.sherpa_folder import holds_sherpa, sherpa_folder
from asr.errors import EngineUnavailable

_PACKAGES = {"whisper": "faster-whisper", "vosk": "vosk", "sherpa": "sherpa-onnx"}
_WHISPER_FILES = ("model.bin", "config.json", "tokenizer.json")
_VOSK_FILES = ("am/final.mdl", "final.mdl")
_CHINESE = re.compile(r"(^|[-_])(cn|zh)([-_]|$)")


@dataclass(frozen=True, slots=True)
class EnginePart:
    """A model and its engine; a `live` one hears while somebody speaks, the others read whole utterances."""

    engine: str
    folder: Path
    live: bool

    @property
    def name(self) -> str:
        """As a setting names it."""
        return f"{self.engine}:{self.folder.name}"


@dataclass(frozen=True, slots=True)
class Problem:
    """A model that is there and cannot be used; `text` says what mends it."""

    engine: str
    folder: str
    text: str


@dataclass(frozen=True, slots=True)
class Found:
    """What a folder of models holds; `punctuation` is the folder of sherpa-onnx's model for that."""

    parts: tuple[EnginePart, ...]
    problems: tuple[Problem, ...]
    punctuation: Path | None

    def first(self, engine: str, live: bool, prefer: str = "") -> EnginePart | None:
        """That engine's best model: the preferred one, then what is not called small; of Vosk a Chinese one."""
        suited = [
            part
            for part in self.parts
            if (part.engine, part.live) == (engine, live) and (engine != "vosk" or _CHINESE.search(part.folder.name))
        ]
        rank = lambda part: (part.folder.name != prefer, "small" in part.folder.name, part.folder.name)  # noqa: E731
        return min(suited, key=rank, default=None)

    def named(self, folder: str, engine: str = "") -> EnginePart:
        """The model in that folder; raises EngineUnavailable."""
        for part in self.parts:
            if part.folder.name == folder and engine in ("", part.engine):
                return part
        for problem in self.problems:
            if problem.folder == folder:
                raise EngineUnavailable(problem.text)
        if engine:
            raise EngineUnavailable(
                "There is no model {folder} to hear with {engine}: run `calldesk models pull {folder}`, or put it "
                "into the models folder.",
                folder=folder,
                engine=engine,
            )
        raise EngineUnavailable(
            "There is no model {folder} to hear: run `calldesk models pull {folder}`, or put it in the models folder.",
            folder=folder,
        )


def look_round(models: Path) -> Found:
    """Every model of speech in the folder."""
    parts: list[EnginePart] = []
    problems: list[Problem] = []
    punctuation: Path | None = None
    for folder in sorted(models.iterdir()) if models.is_dir() else ():
        if folder.name.startswith("sherpa") and "punct" in folder.name and any(folder.glob("model*.onnx")):
            punctuation = folder
            continue
        engine = _engine_of(folder)
        if not engine:
            continue
        try:
            parts.append(_part(engine, folder))
        except EngineUnavailable as exc:
            problems.append(Problem(engine, folder.name, exc.said))
    return Found(tuple(parts), tuple(problems), punctuation if find_spec("sherpa_onnx") else None)


def _engine_of(folder: Path) -> str:
    """The engine whose files, or whose name, the folder has; "" for models of other things."""
    if holds_sherpa(folder):
        return "sherpa"
    named = next((engine for engine in ("whisper", "vosk") if engine in folder.name.split("-")), "")
    if any((folder / file).is_file() for file in _VOSK_FILES):
        return "vosk"
    return named if folder.is_dir() else ""


def _part(engine: str, folder: Path) -> EnginePart:
    package = _PACKAGES[engine]
    if find_spec(package.replace("-", "_")) is None:
        raise EngineUnavailable(
            "{folder} needs the package {package}: run `pip install {package}`.", folder=folder.name, package=package
        )
    if engine == "sherpa":
        return EnginePart(engine, folder, sherpa_folder(folder).kind.live)
    whole = (
        any((folder / file).is_file() for file in _VOSK_FILES)
        if engine == "vosk"
        else all((folder / file).is_file() for file in _WHISPER_FILES)
    )
    if not whole:
        raise EngineUnavailable(
            "The model {folder} is incomplete: delete its folder, then run `calldesk models pull {folder}`.",
            folder=folder.name,
        )
    return EnginePart(engine, folder, engine == "vosk")
