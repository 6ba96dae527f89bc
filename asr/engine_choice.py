"""Which engine hears, and why: decided by names, packages and files alone; nothing is loaded."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from asr.engine_part import EnginePart, Found, look_round
from asr.errors import EngineUnavailable
from asr.told import Told

WHISPER, VOSK = "whisper-base", "vosk-small-cn"
ENGINE_NAME = r"(auto|scripted|(whisper|vosk|sherpa)(:\w[\w.-]*)?|two-pass(:\w[\w.-]*:\w[\w.-]*)?)"
"""After an engine's name may stand a folder of models; after "two-pass" that of the live engine, then the reader's."""

ASKED = "the settings ask for it"


@dataclass(frozen=True, slots=True)
class EngineChoice:
    """What hears: one part, or the live one and the reader of two passes; no part for the scripted engine.

    `why` says why these, `passed_over` what else was found, or was expected, and is not used: a sentence each.
    `punctuation` is the folder of sherpa-onnx's model for it.
    """

    parts: tuple[EnginePart, ...]
    why: str
    passed_over: tuple[str, ...] = ()
    punctuation: Path | None = None

    @property
    def name(self) -> str:
        """A name that makes the same choice again."""
        if len(self.parts) == 2:
            return f"two-pass:{self.parts[0].folder.name}:{self.parts[1].folder.name}"
        return self.parts[0].name if self.parts else "scripted"


def choose(engine: str, models: Path) -> EngineChoice:
    """What `engine` means with the models of that folder; raises EngineUnavailable saying what to pull or install."""
    return choices(engine, models)[0]


def choices(engine: str, models: Path) -> tuple[EngineChoice, ...]:
    """The same with what comes next where it cannot be loaded, the best first; raises EngineUnavailable."""
    if not re.fullmatch(ENGINE_NAME, engine):
        raise EngineUnavailable(
            "There is no engine {engine}: `calldesk doctor` lists those that there are.", engine=repr(engine[:80])
        )
    if engine == "scripted":
        return (EngineChoice((), "the settings ask for it; it hears nothing"),)
    found = look_round(models)
    kind, *folders = engine.split(":")
    if kind == "auto":
        ranked = _ranked(found) or [((_one("whisper", [], found),), "")]
    else:
        ranked = [(_two_passes(folders, found) if kind == "two-pass" else (_one(kind, folders, found),), ASKED)]
    return tuple(EngineChoice(parts, why, _passed_over(parts, found), found.punctuation) for parts, why in ranked)


def choosable(models: Path) -> tuple[EngineChoice, ...]:
    """What a call may choose: what "auto" may come to, then each usable model by itself."""
    found = look_round(models)
    every = [parts for parts, _ in _ranked(found)] + [(part,) for part in found.parts]
    made = [EngineChoice(parts, "a call asks for it", (), found.punctuation) for parts in every]
    return tuple({choice.name: choice for choice in made}.values())


def _ranked(found: Found) -> list[tuple[tuple[EnginePart, ...], str]]:
    """What "auto" takes, the best first; sherpa-onnx's Chinese models are the most accurate on CPUs."""
    sherpa, vosk = found.first("sherpa", live=True), found.first("vosk", live=True)
    reader, whisper = found.first("sherpa", live=False), found.first("whisper", live=False, prefer=WHISPER)
    ranked = [
        (
            (sherpa, reader),
            "a streaming model of sherpa-onnx shows the words, one of whole utterances reads finals",
        ),
        ((sherpa,), "a streaming model of sherpa-onnx is there, which is more accurate than Vosk and Whisper base"),
        ((vosk, reader), "Vosk shows the words, sherpa-onnx reads finals"),
        ((reader,), "a model of sherpa-onnx is there, which reads open utterances again and again"),
        ((vosk, whisper), "Vosk shows the words, Whisper reads finals"),
        ((vosk,), "a Chinese model of Vosk is there and no reader"),
        ((whisper,), "Whisper is there and no live engine: it reads open utterances again and again"),
    ]
    return [(tuple(part for part in parts if part), why) for parts, why in ranked if all(parts)]


def _one(engine: str, folders: list[str], found: Found) -> EnginePart:
    if folders:
        return found.named(folders[0], engine)
    part = found.first(engine, live=True) or found.first(engine, live=False, prefer=WHISPER)
    if part:
        return part
    wrong = [problem.text for problem in found.problems if problem.engine == engine]
    if wrong:
        raise EngineUnavailable(wrong[0])
    if engine != "sherpa":
        raise EngineUnavailable(_pull(VOSK if engine == "vosk" else WHISPER))
    raise EngineUnavailable(
        "There is no model of sherpa-onnx: put one as a folder whose name begins with `sherpa-` into the models folder."
    )


def _two_passes(folders: list[str], found: Found) -> tuple[EnginePart, ...]:
    if folders:
        live, reader = (found.named(folder) for folder in folders)
        if not live.live or reader.live:
            raise EngineUnavailable("Two passes need a live model first and then one of whole utterances.")
        return live, reader
    live = found.first("sherpa", live=True) or _one("vosk", [], found)
    return live, found.first("sherpa", live=False) or _one("whisper", [], found)


def _passed_over(parts: tuple[EnginePart, ...], found: Found) -> tuple[str, ...]:
    """What is broken, and what an ordinary installation has and this one lacks."""
    lacking = [] if any(part.engine == "sherpa" for part in parts) else [VOSK, WHISPER]
    present = {part.folder.name for part in (*parts, *found.parts)} | {problem.folder for problem in found.problems}
    one_pass = [model for model in lacking if len(parts) == 1 and model not in present]
    return (*(problem.text for problem in found.problems), *map(_pull, one_pass))


def _pull(model: str) -> Told:
    return Told("The model {model} is missing: run `calldesk models pull {model}`.", model=model)
