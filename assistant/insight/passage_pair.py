"""Two passages side by side: whether they say the same twice, or of one matter something else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Literal

from assistant.answers.figures import Figure, figures
from assistant.answers.polarity import same_sense
from assistant.insight.passage_matter import NUMBER, Matter, dice, matters, overlap, pairs, plain_figures
from knowledge_base.document import Passage

PairKind = Literal["duplicate", "figures", "sense"]
Span = tuple[int, int]

SAME_WORDS = 0.85
"""Share of their pairs of characters that two passages have in common to say the same twice."""

SAME_MATTER = 0.72
SAME_SENTENCE = 0.85
"""The same of two clauses, without figures, that speak of one matter; and of two that differ in a "not"."""

SAME_SUBJECT = 0.5
LIKE_MATTER = 0.48
HELD_MATTER = 0.58
"""Where the shorter of two titles holds that much of the other, generic words left out, clauses that share less, or
are short, may speak of one matter; and what the shorter clause must hold of the other."""

SHORT = 9
"""Pairs of characters below which only its titles can say what a clause is about."""

_REGION = re.compile(r"^.{1,8}?(?:省|自治区|市|自治州|县|区)")
_OFFENCE = re.compile("责令|警告|罚款|违反|未依照|的[；;，,。 ]*$")
"""Clauses that tell an offence deny what others demand, and mean the same."""

_GENERIC = re.compile(
    "管理|办法|规定|问答|条例|指南|实施|细则|通知|热点|办事|意见|公告|关于|中华人民共和国|若干|暂行|服务|政策|措施|国家|总局|印发|通告"
)
_DENIED = {"不得", "不能", "不可", "不可以", "不准", "不予", "禁止", "严禁"}
_TIMES = {"日", "工作日", "月", "年", "周", "时", "分钟"}


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


def compared(one: Passage, other: Passage) -> PassagePair | None:
    """What is to be said of two passages; None where nothing is, or where they are rules of two places."""
    if _elsewhere(one.title, other.title):
        return None
    found = max(_at_odds(one, other), key=lambda odds: odds[0], default=None) or _duplicate(one, other)
    if found is None:
        return None
    score, kind, one_span, other_span = found
    return PassagePair(one.passage_id, other.passage_id, kind, score, one_span, other_span)


def differing(one: str, other: str) -> tuple[list[Span], list[Span]]:
    """Where the figures stand that only one of two clauses states."""
    mine, yours = plain_figures(one), plain_figures(other)
    return _places(one, mine - yours), _places(other, yours - mine)


def _duplicate(one: Passage, other: Passage) -> tuple[float, PairKind, Span, Span] | None:
    likeness = dice(pairs(one.text), pairs(other.text))
    if likeness < SAME_WORDS or plain_figures(one.text) != plain_figures(other.text):
        return None
    return likeness, "duplicate", (0, len(one.text)), (0, len(other.text))


def _at_odds(one: Passage, other: Passage) -> Iterator[tuple[float, PairKind, Span, Span]]:
    """Every two clauses that speak of one matter and do not agree.

    Within one document there are none: it tells grades of one matter apart, and seldom gainsays itself.
    """
    if one.doc_id == other.doc_id:
        return
    akin = overlap(_subject(one), _subject(other)) >= SAME_SUBJECT
    for mine, yours in product(matters(one.text), matters(other.text)):
        likeness = dice(mine.subject, yours.subject)
        if akin:
            same = likeness >= LIKE_MATTER and overlap(mine.subject, yours.subject) >= HELD_MATTER
        else:
            same = likeness >= SAME_MATTER and min(len(mine.subject), len(yours.subject)) >= SHORT
        kind = _difference(mine, yours, likeness) if same else None
        if kind:
            yield likeness, kind, (mine.start, mine.end), (yours.start, yours.end)


def _difference(mine: Matter, yours: Matter, likeness: float) -> PairKind | None:
    if mine.articles and yours.articles and mine.articles != yours.articles:
        return None
    if _figures_differ(mine.figures, yours.figures):
        return "figures"
    if likeness < SAME_SENTENCE or any(_OFFENCE.search(matter.text) for matter in (mine, yours)):
        return None
    return "sense" if _opposed(mine, yours) else None


def _opposed(mine: Matter, yours: Matter) -> bool:
    """Whether one denies what the other does not."""
    if bool(_DENIED & {*mine.permits}) != bool(_DENIED & {*yours.permits}):
        return True
    agree = same_sense(mine.text, yours.text) and same_sense(yours.text, mine.text)
    return mine.permits != yours.permits and not agree


def _figures_differ(mine: frozenset[Figure], yours: frozenset[Figure]) -> bool:
    """Whether each states a figure of one kind that the other does not."""
    return bool({_kind(figure) for figure in mine - yours} & {_kind(figure) for figure in yours - mine})


def _kind(figure: Figure) -> str:
    """Lengths of time are one kind: 30 days and 15 working days are at odds."""
    return "time" if figure.unit in _TIMES else figure.unit


def _subject(passage: Passage) -> frozenset[str]:
    """What the title says beside that it is a rule."""
    return pairs(_GENERIC.sub(" ", passage.title))


def _elsewhere(one: str, other: str) -> bool:
    """Whether two titles name two places: their rules differ by right."""
    places = [found[0] for title in (one, other) if (found := _REGION.match(title))]
    return len(places) == 2 and places[0] != places[1]


def _places(text: str, wanted: frozenset[Figure]) -> list[Span]:
    return [found.span() for found in NUMBER.finditer(text) if figures(found[0]) & wanted]
