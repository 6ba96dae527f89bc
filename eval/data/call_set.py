"""Recorded calls to measure with: NAME.flac (left caller, right operator) beside NAME.json."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, Field, ValidationError

from eval.errors import EvalError


class Turn(BaseModel):
    """Who spoke when, in milliseconds of the recording."""

    speaker: str
    text: str
    start_ms: int
    end_ms: int


class ExpectedAnswer(BaseModel):
    """The document, named by its file without ending, that answers turn number `turn` (from 0)."""

    turn: int = Field(ge=0)
    document: str
    quote: str


class Expected(BaseModel):
    """What an operator would have written down."""

    category: str
    department: str
    answers: list[ExpectedAnswer] = []


class CallScript(BaseModel):
    """The JSON file; other fields are left alone."""

    id: str
    turns: list[Turn]
    expected: Expected


@dataclass(frozen=True, slots=True)
class RecordedCall:
    """One call of the set."""

    audio: Path
    script: CallScript


def read_calls(folder: Path) -> list[RecordedCall]:
    """The calls of a folder by name; raises EvalError naming the file that is wrong, or where there is none."""
    calls = []
    for path in sorted(folder.glob("*.json")):
        try:
            script = CallScript.model_validate_json(path.read_bytes())
        except (ValidationError, OSError) as exc:
            raise EvalError(f"{path.name} is no call script: it needs id, turns and expected.") from exc
        audio = path.with_suffix(".flac")
        if not audio.is_file():
            raise EvalError(f"{audio.name} is missing beside {path.name}: put the recording there.")
        calls.append(RecordedCall(audio, script))
    if not calls:
        raise EvalError(f"{folder} holds no calls: give a folder of NAME.flac with NAME.json.")
    return calls
