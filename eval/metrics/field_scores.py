"""How well the ticket was filled in: each field that the script has an opinion on against the last draft."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from assistant.ticket import Draft, FieldName
from eval.data.call_set import ExpectedTicket
from eval.metrics.text_normalizer import normalize

FIELDS: tuple[FieldName, ...] = (
    "caller_name", "caller_phone", "request_type", "place", "time", "parties", "urgency", "confidential",
)  # fmt: skip
WORDED: tuple[FieldName, ...] = ("title", "description", "place", "time")
"""Fields in free words, of which a part may be right."""

_UNREMARKABLE = frozenset({"normal", "no"})


@dataclass(frozen=True, slots=True)
class FieldScore:
    """Values that are right (`tp`), that should not be there (`fp`), that are missing (`fn`).

    `confidence` is the draft's own, None where it has no value. Ratios are [numerator, denominator].
    """

    field: FieldName
    tp: int
    fp: int
    fn: int
    confidence: float | None

    @property
    def precision(self) -> list[int]:
        return [self.tp, self.tp + self.fp]

    @property
    def recall(self) -> list[int]:
        return [self.tp, self.tp + self.fn]

    @property
    def f1(self) -> list[int]:
        return [2 * self.tp, 2 * self.tp + self.fp + self.fn]

    @property
    def outcome(self) -> Literal["right", "wrong", "missing"]:
        """Nothing there where nothing should be is right."""
        if not self.fp and not self.fn:
            return "right"
        return "wrong" if self.tp or self.fp else "missing"


def field_scores(expected: ExpectedTicket, draft: Draft) -> list[FieldScore]:
    """One for each of FIELDS that is not None in `expected`."""
    return [_score(name, expected, draft) for name in FIELDS if getattr(expected, name) is not None]


def overlaps(expected: ExpectedTicket, draft: Draft) -> dict[FieldName, list[float]]:
    """For each of WORDED that is expected the F1 of its characters against the draft's, as [F1, 1].

    The F1 over a bag of tokens of SQuAD (Rajpurkar et al. 2016), with characters as tokens.
    """
    wanted = {name: getattr(expected, name) for name in WORDED}
    return {name: [_overlap(value, _drafted(name, draft)), 1] for name, value in wanted.items() if value is not None}


def _score(name: FieldName, expected: ExpectedTicket, draft: Draft) -> FieldScore:
    wanted, found = _values(name, getattr(expected, name)), _values(name, _drafted(name, draft))
    confidence = draft.fields[name].confidence if found else None
    return FieldScore(name, len(wanted & found), len(found - wanted), len(wanted - found), confidence)


def _drafted(name: FieldName, draft: Draft) -> str:
    return draft.fields[name].value if name in draft.fields else ""


def _values(name: FieldName, value: str | bool | Iterable[str]) -> set[str]:
    """What a field says, so that two ways to write it are equal; empty where it says nothing."""
    match name, value:
        case "caller_phone", str():
            found = {"".join(filter(str.isdecimal, value))}
        case "request_type" | "urgency" | "confidential", str():
            found = {value} - _UNREMARKABLE
        case _, bool():
            found = {"yes"} if value else set()
        case "parties", str():
            found = {normalize(party) for party in value.split("、")}
        case _, str():
            found = {normalize(value)}
        case _:
            found = {normalize(party) for party in value}
    return found - {""}


def _overlap(wanted: str, found: str) -> float:
    one, other = Counter(normalize(wanted)), Counter(normalize(found))
    if not one or not other:
        return float(one == other)
    return 2 * (one & other).total() / (one.total() + other.total())
