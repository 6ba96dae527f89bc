"""When each version of each document is in force, from what all of them say of themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise

from knowledge_base.validity import Repeal, bare_name
from knowledge_base.version import DocumentVersion, Term

Histories = Mapping[str, Sequence[DocumentVersion]]
"""The versions of each series in the order of adding."""


def with_terms(histories: Histories, repeals: Mapping[str, Sequence[Repeal]]) -> dict[str, list[DocumentVersion]]:
    """The same versions with their terms; `repeals` holds what each document says that it ends, by id.

    A version begins on its own first day. Without one, the first is taken to have been in force always, and a
    later one from the day it was added; one that was made current again begins on that day. It ends the day
    before the next one begins: the next by date, and of two with one date the one that was added later.
    What was made current ends whatever was listed before it, and what is added after it begins no earlier.
    A repeal by a version that is never in force is none, and a person's correction stands over what other
    documents say.
    """
    timed = {series: _alone(versions) for series, versions in histories.items()}
    ended = _ended(timed, repeals)
    if not ended:
        return timed
    return {
        series: [_repealed(one, ended.get(bare_name(one.title), {}), series) for one in versions]
        for series, versions in timed.items()
    }


def current(histories: Histories, on: date) -> dict[str, tuple[DocumentVersion, int]]:
    """By document, for each series the version in force on that day, else its newest, and how many there are."""
    found: dict[str, tuple[DocumentVersion, int]] = {}
    for line in histories.values():
        held = [version for version in line if version.term.state(on) == "in_force"] or line
        found.setdefault(held[-1].doc_id, (held[-1], len(line)))
    return found


def local_day(moment: str) -> date:
    """The day of an ISO 8601 moment on this machine's clock."""
    return datetime.fromisoformat(moment).astimezone().date()


def _alone(versions: Sequence[DocumentVersion]) -> list[DocumentVersion]:
    """Terms of one series by itself."""
    begins, cuts = _beginnings(versions), _cuts(versions)
    came = [i for i, cut in enumerate(cuts) if cut is None or (begins[i] or date.min) < cut]
    came.sort(key=lambda i: (begins[i] or date.min, i))
    following = {i: begins[j] for i, j in pairwise(came)}
    ends = [_first(following.get(i), cut) for i, cut in enumerate(cuts)]
    return [
        replace(one, term=Term(begin, _first(_eve(end), _own_end(one, begin))))
        for one, begin, end in zip(versions, begins, ends, strict=True)
    ]


def _cuts(versions: Sequence[DocumentVersion]) -> list[date | None]:
    """For each version the day on which another was made current after it was added, None if none was."""
    cuts: list[date | None] = []
    cut: date | None = None
    for version in reversed(versions):
        cuts.append(cut)
        cut = _first(cut, local_day(version.added_at)) if version.restored else cut
    return cuts[::-1]


def _beginnings(versions: Sequence[DocumentVersion]) -> list[date | None]:
    """The first day of each version, before its next one is known."""
    begins: list[date | None] = []
    settled = date.min
    for version in versions:
        day = version.effective_from
        if version.restored or (day is None and version.number > 1):
            day = local_day(version.added_at)
        begins.append(max(day, settled) if day else None)
        settled = max(settled, day) if version.restored and day else settled
    return begins


def _own_end(version: DocumentVersion, begins: date | None) -> date | None:
    """Its own last day, unless it was made current again after it."""
    end = version.effective_until
    return None if version.restored and end and begins and end < begins else end


def _ended(timed: Histories, repeals: Mapping[str, Sequence[Repeal]]) -> dict[str, dict[str, date]]:
    """Name → series that ends it → since when."""
    ended: dict[str, dict[str, date]] = {}
    for series, versions in timed.items():
        for version in versions:
            if version.term.empty:
                continue
            for repeal in repeals.get(version.doc_id, ()):
                by = ended.setdefault(repeal.name, {})
                by[series] = min(by.get(series, repeal.since), repeal.since)
    return ended


def _repealed(version: DocumentVersion, by: Mapping[str, date], series: str) -> DocumentVersion:
    """Ended by the first other series that names it and is later than it."""
    begins = version.term.begins or date.min
    since = min((day for other, day in by.items() if other != series and day > begins), default=None)
    if since is None or version.corrected or version.restored:
        return version
    return replace(version, term=Term(version.term.begins, _first(version.term.ends, _eve(since))))


def _eve(day: date | None) -> date | None:
    """The day before; there is none before the calendar's first."""
    return day - timedelta(days=1) if day and day > date.min else day


def _first(one: date | None, other: date | None) -> date | None:
    """The earlier of two days that may be open."""
    return min(one, other) if one and other else one or other
