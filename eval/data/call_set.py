"""Recorded calls to measure with: NAME.flac (left caller, right operator) beside NAME.json."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import ErrorDetails

from asr.transcript import Channel
from assistant.ticket import REQUEST_TYPES
from eval.data.selection import Selection, Skipped, select
from eval.errors import EvalError
from knowledge_base.told import Told


def _request_type(value: str) -> str:
    if value and value not in REQUEST_TYPES:
        raise ValueError(Told("must be one of {choices}", choices=", ".join(REQUEST_TYPES)))
    return value


class Turn(BaseModel):
    """Who spoke when, in milliseconds of the recording."""

    model_config = ConfigDict(frozen=True)

    speaker: Channel
    text: str
    start_ms: int = Field(ge=0)
    end_ms: int

    @model_validator(mode="after")
    def _lasts(self) -> Turn:
        if self.end_ms < self.start_ms:
            raise ValueError(Told("end_ms comes before start_ms"))
        return self


class ExpectedAnswer(BaseModel):
    """What answers the caller's turn number `turn` (from 0), or the call, at whichever turn, where it names none.

    `document` is its file's name without ending, `quote` its words; without `document` it is whichever document
    holds the quote.
    """

    model_config = ConfigDict(frozen=True)

    turn: int | None = Field(None, ge=0)
    document: str | None = Field(None, min_length=1)
    quote: str | None = Field(None, min_length=1)

    @model_validator(mode="after")
    def _names_something(self) -> ExpectedAnswer:
        if self.document is None and self.quote is None:
            raise ValueError(Told("needs a document or a quote"))
        return self


class ExpectedTicket(BaseModel):
    """The form as an operator would fill it in: None is not scored, empty means that nothing should be there."""

    model_config = ConfigDict(frozen=True, extra="allow")

    caller_name: str | None = None
    caller_phone: str | None = None
    request_type: Annotated[str, AfterValidator(_request_type)] | None = None
    title: str | None = None
    description: str | None = None
    place: str | None = None
    time: str | None = None
    parties: tuple[str, ...] | None = None
    urgency: Literal["", "normal", "urgent"] | None = None
    confidential: bool | None = None


class Expected(BaseModel):
    """What an operator would have written down; a category or department that is None is not scored."""

    model_config = ConfigDict(frozen=True)

    ticket: ExpectedTicket = ExpectedTicket()
    category: str | None = None
    department: str | None = None
    answers: tuple[ExpectedAnswer, ...] = ()


class CallScript(BaseModel):
    """The JSON file; other fields are left alone. `id` serves as a file's name."""

    model_config = ConfigDict(frozen=True)

    id: str = Field(pattern=r"^[^/\\\x00-\x1f]{1,100}$")
    turns: tuple[Turn, ...] = Field(min_length=1)
    expected: Expected

    @model_validator(mode="after")
    def _in_order(self) -> CallScript:
        starts = [turn.start_ms for turn in self.turns]
        if starts != sorted(starts):
            raise ValueError(Told("the turns are not in the order of their start_ms"))
        for place, answer in enumerate(self.expected.answers):
            if answer.turn is None:
                continue
            if answer.turn >= len(self.turns) or self.turns[answer.turn].speaker != "caller":
                raise ValueError(
                    Told("expected.answers.{place}.turn is no turn of the caller (turns count from 0)", place=place)
                )
        return self

    def check(self, categories: Collection[str], departments: Collection[str]) -> None:
        """Raises EvalError naming the field whose label is not among the known."""
        for field, label, known in (
            ("category", self.expected.category, categories),
            ("department", self.expected.department, departments),
        ):
            if label is not None and label not in known:
                raise EvalError(
                    '{call}: expected.{field}: there is no {field} "{label}". Write one that the assistant knows, '
                    "or leave the call out.",
                    call=self.id,
                    field=field,
                    label=label,
                )


@dataclass(frozen=True, slots=True)
class RecordedCall:
    """One call of the set."""

    audio: Path
    script: CallScript


def read_calls(folder: Path, strict: bool = False) -> Selection[RecordedCall]:
    """The calls of a folder by name; raises EvalError where there is none."""
    found = [*folder.glob("*.json"), *folder.glob("*.flac")]
    scripts = sorted({path.with_suffix(".json") for path in found})
    if not scripts:
        raise EvalError("{folder} holds no calls: give a folder of NAME.flac with NAME.json.", folder=folder)
    known: set[str] = set()

    def new(path: Path) -> RecordedCall:
        call = _call(path)
        if call.script.id in known:
            raise EvalError("{name}: id: another call has it too. Give every call its own.", name=path.name)
        known.add(call.script.id)
        return call

    selection = select(scripts, new, lambda path: path.name, strict)
    unknown = [skipped for call in selection.items for skipped in _unknown_fields(call)]
    if unknown and strict:
        raise EvalError(unknown[0].why)
    return Selection(selection.items, (*selection.skipped, *unknown))


def _unknown_fields(call: RecordedCall) -> list[Skipped]:
    """Fields of the expected ticket that no form has: the call is scored without them, and they are named."""
    name = call.audio.with_suffix(".json").name
    return [
        Skipped(
            name,
            Told(
                "{name}: expected.ticket.{field} is no field of the ticket: mend it, or leave it out.",
                name=name,
                field=field,
            ),
        )
        for field in call.script.expected.ticket.model_extra or {}
    ]


def _call(path: Path) -> RecordedCall:
    audio = path.with_suffix(".flac")
    for missing, beside in ((path, audio), (audio, path)):
        if not missing.is_file():
            raise EvalError(
                "{name} is missing beside {beside}: put it there, or leave the call out.",
                name=missing.name,
                beside=beside.name,
            )
    try:
        return RecordedCall(audio, CallScript.model_validate_json(path.read_bytes()))
    except OSError as exc:
        raise EvalError(
            "{name} cannot be read: {reason}. Leave the call out.", name=path.name, reason=exc.strerror
        ) from exc
    except ValidationError as exc:
        raise EvalError("{name}: {what}. Mend it, or leave the call out.", name=path.name, what=_first(exc)) from exc


def _first(error: ValidationError) -> Told:
    """The first thing that is wrong and the field it is wrong in, as "turns.3.speaker: …"."""
    wrong = error.errors(include_url=False, include_input=False)[0]
    field = ".".join(str(part) for part in wrong["loc"])
    said = _said(wrong)
    return Told("{name}: {problem}", name=field, problem=said) if field else said


def _said(wrong: ErrorDetails) -> Told:
    """By the types of https://docs.pydantic.dev/latest/errors/validation_errors/, ours as we said it."""
    match wrong["type"]:
        case "value_error":
            told: Told = wrong["ctx"]["error"].args[0]
            return told
        case "missing":
            return Told("this field is missing")
        case "json_invalid":
            return Told("this is not JSON")
        case "literal_error":
            return Told("must be one of {choices}", choices=wrong["ctx"]["expected"].replace(" or ", ", "))
        case kind if kind.endswith("_type"):
            return Told("this value is of another kind than it should be")
    return Told("this value is not allowed here")
