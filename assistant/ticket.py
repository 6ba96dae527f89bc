"""The operator's form as drafted from the call: every field with the words it came from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

FieldName = Literal[
    "caller_name",
    "caller_phone",
    "request_type",
    "title",
    "description",
    "place",
    "time",
    "parties",
    "category",
    "department",
    "urgency",
    "confidential",
]
FIELD_NAMES: tuple[FieldName, ...] = FieldName.__args__  # type: ignore[attr-defined]
REQUEST_TYPES = ("consultation", "complaint", "help", "report", "suggestion", "praise")
URGENCIES = ("normal", "urgent")


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words a value rests on: an exact substring of a final transcript, and when it was said.

    `channel` is "caller", "operator" or "typed"; times in milliseconds from the start of the call.
    """

    channel: str
    utterance: int
    quote: str
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class FieldValue:
    """A drafted value as shown in the form and its evidence; `confidence` 0..1.

    `request_type` holds one of REQUEST_TYPES, `urgency` one of URGENCIES, `confidential` "yes" or "no",
    `parties` names joined by "、", `caller_phone` digits only, `category` "一级/二级/三级",
    `department` the short name.
    """

    value: str
    evidence: tuple[Evidence, ...] = ()
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class RankedLabel:
    """A category (path joined by "/") or department (short name) with its probability-like score 0..1."""

    label: str
    score: float


@dataclass(frozen=True, slots=True)
class Draft:
    """What is known of the ticket so far; absent fields have no entry."""

    fields: dict[FieldName, FieldValue] = field(default_factory=dict)
    categories: tuple[RankedLabel, ...] = ()
    departments: tuple[RankedLabel, ...] = ()
