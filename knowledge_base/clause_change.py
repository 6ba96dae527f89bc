"""What changed from one version of a document to the next, clause by clause."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from knowledge_base.document import Document, Section

ChangeKind = Literal["added", "removed", "changed"]

_LABEL = re.compile(r"^第[一二三四五六七八九十百千零〇0-9０-９]+条(?:之[一二三四五六七八九十]+)?\s*")
_ALIKE = 0.5
_MOST_PAIRS = 2_500
"""Pairs of paragraphs in one run of differences above which none are paired."""

_MANY = 2_000
"""Paragraphs above which those that repeat often, as in tables, are no anchors of the comparison."""


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """One paragraph that was added, removed or worded anew, under its headings; `old` or `new` is "" where none is."""

    kind: ChangeKind
    heading_path: tuple[str, ...]
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class _Clause:
    """A paragraph; `words` is what of it is compared: an article that only got another number did not change."""

    heading_path: tuple[str, ...]
    text: str
    words: str


def clause_changes(old: Document, new: Document) -> list[ClauseChange]:
    """In the order of the new document; what was removed stands where it was."""
    before, after = _apart(_clauses(old), _clauses(new))
    matcher = SequenceMatcher(None, [c.words for c in before], [c.words for c in after], len(after) > _MANY)
    changes: list[ClauseChange] = []
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        if kind != "equal":
            changes += _block(before[i1:i2], after[j1:j2])
    return changes


def _apart(before: list[_Clause], after: list[_Clause]) -> tuple[list[_Clause], list[_Clause]]:
    """Both without what they begin and end with alike, which is most of a long table."""
    most = min(len(before), len(after))
    start = next((i for i in range(most) if before[i].words != after[i].words), most)
    most -= start
    end = next((i for i in range(most) if before[-1 - i].words != after[-1 - i].words), most)
    return before[start : len(before) - end], after[start : len(after) - end]


def _clauses(document: Document) -> list[_Clause]:
    sections = document.sections or (Section((), 0, len(document.text)),)
    return [
        _Clause(section.heading_path, line.strip(), "".join(_LABEL.sub("", line.strip()).split()))
        for section in sections
        for line in document.text[section.start : section.end].splitlines()
        if line.strip()
    ]


def _block(before: Sequence[_Clause], after: Sequence[_Clause]) -> Iterator[ClauseChange]:
    """One run of differences: paragraphs that are alike are one paragraph worded anew."""
    at = 0
    for clause in after:
        found = _alike(clause, before, at) if len(before) * len(after) <= _MOST_PAIRS else None
        if found is None:
            yield ClauseChange("added", clause.heading_path, "", clause.text)
            continue
        yield from (_removed(one) for one in before[at:found])
        yield ClauseChange("changed", clause.heading_path, before[found].text, clause.text)
        at = found + 1
    yield from (_removed(one) for one in before[at:])


def _alike(clause: _Clause, before: Sequence[_Clause], start: int) -> int | None:
    """The first older paragraph from `start` on that is more alike than not."""
    matcher = SequenceMatcher(None, autojunk=False)
    matcher.set_seq2(clause.words)
    for index in range(start, len(before)):
        matcher.set_seq1(before[index].words)
        if matcher.real_quick_ratio() > _ALIKE and matcher.quick_ratio() > _ALIKE and matcher.ratio() > _ALIKE:
            return index
    return None


def _removed(clause: _Clause) -> ClauseChange:
    return ClauseChange("removed", clause.heading_path, clause.text, "")
