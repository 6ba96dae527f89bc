"""Two passages side by side: whether they say the same twice, or of one matter something else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Literal

from assistant.answers.polarity import opposed
from assistant.insight.passage_matter import (
    Matter,
    Slot,
    dice,
    matters,
    needs_title,
    overlap,
    own_words,
    pairs,
    plain_figures,
    slots,
)
from knowledge_base.document import Passage

PairKind = Literal["duplicate", "figures", "sense"]
Span = tuple[int, int]

SAME_WORDS = 0.85
"""Share of their pairs of characters that two passages have in common to say the same twice."""

SAME_SENTENCE = 0.7
"""The same of two clauses, without figures, that differ in a "not"."""

SAME_MATTER = 0.68
"""The same of two clauses that speak of one matter whatever their titles are."""

LIKE_MATTER, HELD_MATTER = 0.42, 0.52
"""Where titles share words, clauses may share less; and what the shorter clause must hold of the other."""

WHOLE_MATTER, WHOLE_HELD = 0.55, 0.8
"""The same where nearly all of the shorter clause stands in the other."""

SHARED_TITLE = 0.25
SAME_TITLE = 0.8
"""What the shorter of two titles holds of the other, places and generic words left out, to be of one field; and what
both have in common to be of one thing.
"""

SAME_ROLE = 0.34
"""What is said of two figures, of which one stands for the other."""

OWN = 2
"""Characters in a word that is a clause's own: where both have one, they speak of two things or of two cases."""

_OFFENCE = re.compile("责令|警告|罚款|违反|未依照|的[；;，,。 ]*$")
"""Clauses that tell an offence deny what others demand, and mean the same."""

_GENERIC = re.compile(
    "管理|办法|规定|问答|条例|指南|实施|细则|通知|热点|办事|意见|公告|关于|中华人民共和国|若干|暂行|服务|政策|措施|国家|总局|印发|通告"
    "|说明|常见|问题|须知"
)
_PLACE = re.compile("^.{1,8}?(?:省|自治区|市(?!场|民|容|政|区)|自治州)")
_NATION = "全国"
_EDITION = re.compile(r"[(（〔\[][^)）〕\]]*[)）〕\]]|修[正订改][版案稿]?|试行|\W")


@dataclass(frozen=True, slots=True)
class PassagePair:
    """Passages by id; the spans index into their texts and hold what is alike or at odds.

    `score` 0..1 says how surely both are about one matter.
    """

    one: int
    other: int
    kind: PairKind
    score: float
    one_span: Span
    other_span: Span


def compared(one: Passage, other: Passage, regions: tuple[str, str] = ("", "")) -> PassagePair | None:
    """What is to be said of two passages, of documents for these regions ("" where unknown); None where nothing is.

    Rules of two places differ by right; what holds for the whole country holds in each.
    """
    if _elsewhere(*regions):
        return None
    found = max(_at_odds(one, other), key=lambda odds: odds[0], default=None) or _duplicate(one, other)
    if found is None:
        return None
    score, kind, one_span, other_span = found
    return PassagePair(one.passage_id, other.passage_id, kind, score, one_span, other_span)


def differing(one: str, other: str) -> tuple[list[Span], list[Span]]:
    """Where the figures stand that only one of two clauses states."""
    mine, yours = _left(one, other), _left(other, one)
    return [(slot.start, slot.end) for slot in mine], [(slot.start, slot.end) for slot in yours]


def _duplicate(one: Passage, other: Passage) -> tuple[float, PairKind, Span, Span] | None:
    likeness = dice(pairs(one.text), pairs(other.text))
    if likeness < SAME_WORDS or plain_figures(one.text) != plain_figures(other.text):
        return None
    return likeness, "duplicate", (0, len(one.text)), (0, len(other.text))


def _at_odds(one: Passage, other: Passage) -> Iterator[tuple[float, PairKind, Span, Span]]:
    """Every two clauses that speak of one matter and do not agree.

    Within one document there are none: it tells grades of one matter apart, and seldom gainsays itself. Nor are there
    between two editions of it.
    """
    if one.doc_id == other.doc_id or _EDITION.sub("", one.title) == _EDITION.sub("", other.title):
        return
    subjects = _subject(one.title), _subject(other.title)
    akin, same = overlap(*subjects) >= SHARED_TITLE, _one_thing(one.title, other.title)
    for mine, yours in product(matters(one.text), matters(other.text)):
        likeness, held = dice(mine.subject, yours.subject), overlap(mine.subject, yours.subject)
        if likeness < LIKE_MATTER or held < HELD_MATTER:
            continue
        if not akin and likeness < (WHOLE_MATTER if held >= WHOLE_HELD else SAME_MATTER):
            continue
        if not same and (needs_title(mine) or needs_title(yours)):
            continue
        if min(len(own_words(mine, yours, other.title)), len(own_words(yours, mine, one.title))) >= OWN:
            continue
        kind = _difference(mine, yours, likeness)
        if kind:
            yield likeness, kind, (mine.start, mine.end), (yours.start, yours.end)


def _difference(mine: Matter, yours: Matter, likeness: float) -> PairKind | None:
    if mine.articles and yours.articles and mine.articles != yours.articles:
        return None
    if _other_figure(mine.text, yours.text):
        return "figures"
    if likeness < SAME_SENTENCE or _left(mine.text, yours.text) or _left(yours.text, mine.text):
        return None
    if any(_OFFENCE.search(matter.text) for matter in (mine, yours)):
        return None
    return "sense" if opposed(mine.text, yours.text) else None


def _other_figure(mine: str, yours: str) -> bool:
    """Whether one figure stands for another, and all others agree: where more differ, they are two cases of a rule."""
    left, right = _left(mine, yours), _left(yours, mine)
    if len({slot.value for slot in left}) != 1 or len({slot.value for slot in right}) != 1:
        return False
    return any(a.kind == b.kind and overlap(a.role, b.role) >= SAME_ROLE for a, b in product(left, right))


def _left(one: str, other: str) -> list[Slot]:
    """The figures of the first when each is set against an equal one of the other; a date may leave out its year."""
    stated, left = list(slots(other)), []
    for slot in slots(one):
        equal = next((found for found in stated if found.value <= slot.value or slot.value <= found.value), None)
        if equal:
            stated.remove(equal)
        else:
            left.append(slot)
    return left


def _subject(title: str) -> frozenset[str]:
    """What a title says beside for which place, and that it is a rule."""
    return pairs(_GENERIC.sub(" ", _PLACE.sub("", title)))


def _one_thing(one: str, other: str) -> bool:
    """Whether two titles name one thing: 报告书 and 报告表, 通行证 and 通行证签注 do not."""
    mine, yours = ({*re.sub(r"\W", "", _GENERIC.sub("", _PLACE.sub("", title)))} for title in (one, other))
    return mine == yours and dice(_subject(one), _subject(other)) >= SAME_TITLE


def _elsewhere(one: str, other: str) -> bool:
    """Whether two regions are two places, neither of which holds the other."""
    known = one and other and _NATION not in (one, other)
    return bool(known) and not (one.startswith(other) or other.startswith(one))
