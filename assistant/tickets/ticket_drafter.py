"""Drafts the operator's form from everything said so far; nothing in it that was not said."""

from __future__ import annotations

import re
from collections.abc import Sequence

from asr.transcript import FinalTranscript
from assistant.alarm import alerts
from assistant.ticket import Draft, FieldName, FieldValue, RankedLabel
from assistant.tickets.caller_name import caller_name
from assistant.tickets.caller_phone import caller_phone
from assistant.tickets.category_ranker import CategoryRanker
from assistant.tickets.department_ranker import DepartmentRanker
from assistant.tickets.gazetteer import Gazetteer
from assistant.tickets.narrative import description, title
from assistant.tickets.parties import parties
from assistant.tickets.place import place
from assistant.tickets.quote import Quote
from assistant.tickets.request_type import request_type
from assistant.tickets.time_phrase import time_phrase

_SHOWN = 3
_FIRST = 2
_SUMMED = 10
_SURE = 0.25
_URGENT = re.compile(
    r"紧急|赶紧|赶快|快点|快一点|尽快派|马上派|立即|立刻|救命|救护车|太危险|很危险|快派人|(?<!尽)快来|等不及"
)
_RECORDED_URGENT = re.compile(r"紧急工单|加急|紧急转办")
_SECRET = re.compile(
    r"保密|匿名"
    r"|(?:不要|不想|别|不能|不愿意?)(?:让|把|透露|泄露|公开|说出|告诉)[^，。,.]{0,6}(?:我|名|姓|身份|信息)"
    r"|(?:不要|别|不能)(?:透露|泄露)"
)
_OPEN = re.compile(r"(?:不用|不需要|不必|无需|没必要)(?:给我)?(?:保密|匿名)|可以公开")
_HANDED = re.compile(r"(?:转(?:交|办|送|到|给)?|交给|报(?:给)?|工单给|反馈给|转达给?)[^，。,.]{0,6}$")
_CALM = frozenset({"praise", "consultation", "suggestion"})


class TicketDrafter:
    """`draft` is a pure function of the finals and may be called from several threads."""

    def __init__(self, categories: CategoryRanker, departments: DepartmentRanker, gazetteer: Gazetteer) -> None:
        self._categories = categories
        self._departments = departments
        self._gazetteer = gazetteer

    def draft(self, finals: Sequence[FinalTranscript]) -> Draft:
        """The draft of a call whose finals of both channels are given in the order they were said."""
        kind = request_type(finals)
        where = place(finals, self._gazetteer)
        found: dict[FieldName, FieldValue | None] = {
            "caller_name": caller_name(finals),
            "caller_phone": caller_phone(finals),
            "request_type": kind,
            "title": title(finals, self._gazetteer, kind.value if kind else "", where.value if where else ""),
            "description": description(finals, self._gazetteer),
            "place": where,
            "time": time_phrase(finals),
            "parties": parties(finals, self._gazetteer),
            "urgency": _urgency(finals, kind.value if kind else ""),
            "confidential": _confidential(finals),
        }
        categories, departments = self._rank(found["description"])
        found["category"] = _likeliest(categories, found["description"])
        found["department"] = self._handed_to(finals) or _likeliest(departments, found["description"])
        fields = {name: value for name, value in found.items() if value is not None}
        return Draft(fields, categories[:_SHOWN], departments)

    def _rank(self, told: FieldValue | None) -> tuple[tuple[RankedLabel, ...], tuple[RankedLabel, ...]]:
        if told is None:
            return (), ()
        quotes = [evidence.quote for evidence in told.evidence]
        # What is said first is the matter, so it stands as the title, which counts twice.
        text = "，".join(quotes[:_FIRST]) + "\n" + "，".join(quotes[_FIRST:])
        categories = self._categories.rank(text, _SUMMED)
        return categories, self._departments.rank(text, categories, _SHOWN)

    def _handed_to(self, finals: Sequence[FinalTranscript]) -> FieldValue | None:
        """The department that the operator says the ticket goes to, the last one said."""
        for final in reversed(finals):
            for named in self._departments.named(final.text) if final.channel == "operator" else ():
                if _HANDED.search(final.text[: named.start]):
                    quote = Quote(final, named.start, named.end)
                    return FieldValue(named.phrase, (quote.evidence(),), 0.95 * named.sure)
        return None


def _likeliest(ranked: Sequence[RankedLabel], told: FieldValue | None) -> FieldValue | None:
    """The best label where it is clear enough to stand in the form; it rests on all that was told."""
    if told is None or not ranked or ranked[0].score < _SURE:
        return None
    return FieldValue(ranked[0].label, told.evidence, ranked[0].score)


def _urgency(finals: Sequence[FinalTranscript], kind: str) -> FieldValue | None:
    """Urgent by the caller's alarm or haste, or because the operator says so; never for praise or advice."""
    quotes = []
    for final in finals:
        pattern = _URGENT if final.channel == "caller" else _RECORDED_URGENT
        quotes += [Quote(final, m.start(), m.end()) for m in pattern.finditer(final.text)]
        for alert in alerts(final):
            at = final.text.find(alert.quote)
            quotes.append(Quote(final, at, at + len(alert.quote)))
    if not quotes or kind in _CALM:
        return None
    return FieldValue("urgent", tuple(q.evidence() for q in quotes[:3]), min(1.0, 0.5 + 0.2 * len(quotes)))


def _confidential(finals: Sequence[FinalTranscript]) -> FieldValue | None:
    """The caller's wish, the last one said."""
    for final in reversed(finals):
        if final.channel != "caller":
            continue
        if match := _OPEN.search(final.text):
            return FieldValue("no", (Quote(final, match.start(), match.end()).evidence(),))
        if match := _SECRET.search(final.text):
            return FieldValue("yes", (Quote(final, match.start(), match.end()).evidence(),))
    return None
