"""The histories of documents as rows of the database: versions, days, corrections, repeals."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from knowledge_base.document import DocumentSummary
from knowledge_base.rows import summaries
from knowledge_base.terms import with_terms
from knowledge_base.validity import Repeal, Validity, bare_name
from knowledge_base.version import DocumentVersion

if TYPE_CHECKING:
    from knowledge_base.store import Database

_NOT_ALONE = """series IN (SELECT series FROM versions GROUP BY series HAVING COUNT(*) > 1)
    OR v.doc_id IN (SELECT doc_id FROM versions GROUP BY doc_id HAVING COUNT(*) > 1)
    OR v.doc_id IN (SELECT doc_id FROM repeals) OR v.doc_id IN (SELECT doc_id FROM corrections)
    OR name IN (SELECT name FROM repeals) OR y.effective_from > ? OR y.effective_until < ?"""
"""Versions that may be out of force on a day; every other document stands alone and always holds."""


def now() -> str:
    """This moment as it is stored: ISO 8601 in UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def add_version(db: Database, series: str, doc_id: str, source: str, added_at: str, restored: bool) -> None:
    """One more line at the end of a series."""
    db.execute(
        "INSERT INTO versions (series, doc_id, source, added_at, restored) VALUES (?, ?, ?, ?, ?)",
        [series, doc_id, source, added_at, int(restored)],
    )


def add_validity(db: Database, doc_id: str, title: str, read: Validity) -> None:
    """What a new document says of when it and others hold."""
    days = [_iso(read.effective_from), _iso(read.effective_until)]
    db.execute("INSERT INTO validity VALUES (?, ?, ?, ?, ?)", [doc_id, bare_name(title), *days, read.evidence])
    for repeal in read.repeals:
        db.execute("INSERT INTO repeals VALUES (?, ?, ?)", [doc_id, repeal.name, _iso(repeal.since)])


def correct(db: Database, doc_id: str, effective_from: date | None, effective_until: date | None) -> None:
    """A person's days, which stand over those that were read."""
    days = [_iso(effective_from), _iso(effective_until)]
    db.execute("INSERT OR REPLACE INTO corrections VALUES (?, ?, ?)", [doc_id, *days])


def lines(db: Database, series: str) -> list[tuple[str, str]]:
    """The document and the file's name of each line of a series, in the order of adding."""
    return list(db.execute("SELECT doc_id, source FROM versions WHERE series = ? ORDER BY entry", [series]))


def series_of(db: Database, doc_id: str) -> list[str]:
    """The series that a document is a version in; more than one where files of two names held the same bytes."""
    found = db.execute("SELECT series FROM versions WHERE doc_id = ? GROUP BY series ORDER BY MIN(entry)", [doc_id])
    return [series for (series,) in found]


def retell(db: Database, series: str, told: Sequence[tuple[str, str, str, bool]], new: Collection[str]) -> None:
    """Puts lines (document, file's name, moment, restored) that a series lacks among those it has, by their moments.

    Lines that the `new` documents got when they were put in are taken out first.
    """
    for doc_id in new:
        db.execute("DELETE FROM versions WHERE doc_id = ?", [doc_id])
    query = "SELECT doc_id, source, added_at, restored FROM versions WHERE series = ? ORDER BY entry"
    lines = list(db.execute(query, [series]))
    lines += [one for one in told if (*one[:3], int(one[3])) not in lines]
    db.execute("DELETE FROM versions WHERE series = ?", [series])
    for doc_id, source, added_at, restored in sorted(lines, key=lambda one: datetime.fromisoformat(one[2])):
        add_version(db, series, doc_id, source, added_at, bool(restored))
    for doc_id in new:
        first = "SELECT MIN(added_at) FROM versions WHERE doc_id = ?"
        db.execute(f"UPDATE documents SET added_at = ({first}) WHERE doc_id = ?", [doc_id, doc_id])


def forget(db: Database, series: Iterable[str]) -> list[str]:
    """Takes series out; gives the documents that are in no other one, which are still there."""
    gone: list[str] = []
    for one in series:
        gone += [doc_id for doc_id, _ in lines(db, one)]
        db.execute("DELETE FROM versions WHERE series = ?", [one])
    left = [doc_id for doc_id in dict.fromkeys(gone) if not series_of(db, doc_id)]
    db.conn.executemany("DELETE FROM corrections WHERE doc_id = ?", ([doc_id] for doc_id in left))
    return left


def history(db: Database, doc_id: str) -> dict[str, list[DocumentVersion]]:
    """Every version of the series that a document is in, by series, in the order of adding."""
    own = "SELECT series FROM versions WHERE doc_id = ?"
    where = f"""series IN ({own}) OR v.doc_id IN (SELECT r.doc_id FROM repeals r JOIN validity n USING (name)
        JOIN versions o ON o.doc_id = n.doc_id WHERE o.series IN ({own}))"""
    found = histories(db, f"WHERE v.series IN (SELECT series FROM versions v WHERE {where})", doc_id, doc_id)
    wanted = series_of(db, doc_id)
    return {series: line for series, line in found.items() if series in wanted}


def histories(db: Database, rest: str = "", *values: str) -> dict[str, list[DocumentVersion]]:
    """Versions with their terms, by series; `rest` is the query after its tables and must take whole series."""
    rows = db.execute(
        f"""SELECT v.series, v.doc_id, d.title, v.source, v.added_at, v.restored,
            CASE WHEN c.doc_id IS NULL THEN y.effective_from ELSE c.effective_from END,
            CASE WHEN c.doc_id IS NULL THEN y.effective_until ELSE c.effective_until END,
            y.evidence, c.doc_id IS NOT NULL
        FROM versions v JOIN documents d ON d.doc_id = v.doc_id JOIN validity y ON y.doc_id = v.doc_id
        LEFT JOIN corrections c ON c.doc_id = v.doc_id {rest} ORDER BY v.entry""",
        values,
    )
    found: dict[str, list[DocumentVersion]] = {}
    for series, doc_id, title, source, added_at, restored, begins, ends, evidence, corrected in rows:
        line = found.setdefault(series, [])
        days = (_day(begins), _day(ends))
        line.append(
            DocumentVersion(
                *(doc_id, title, source, len(line) + 1, added_at, bool(restored), *days, evidence, bool(corrected))
            )
        )
    return with_terms(found, _repeals(db))


def not_in_force(db: Database, on: date) -> set[str]:
    """Documents none of whose versions is in force on that day."""
    day = on.isoformat()
    rest = f"WHERE v.series IN (SELECT v.series FROM versions v JOIN validity y USING (doc_id) WHERE {_NOT_ALONE})"
    versions = [one for line in histories(db, rest, day, day).values() for one in line]
    standing = {one.doc_id for one in versions if one.term.state(on) == "in_force"}
    return {one.doc_id for one in versions} - standing


def told(db: Database, doc_id: str, series: str | None = None) -> DocumentSummary:
    """A document as this connection sees it, at the last place where it stands in that series, or in its first."""
    (known,) = summaries(db, "WHERE doc_id = ?", doc_id)
    lines = history(db, doc_id)
    line = next(iter(lines.values())) if series is None else lines[series]
    return placed(known, [version for version in line if version.doc_id == doc_id][-1], len(line))


def placed(summary: DocumentSummary, version: DocumentVersion, of: int) -> DocumentSummary:
    """The row of a list for one of so many versions."""
    return replace(summary, number=version.number, versions=of, term=version.term)


def _repeals(db: Database) -> dict[str, list[Repeal]]:
    found: dict[str, list[Repeal]] = {}
    for doc_id, name, since in db.execute("SELECT doc_id, name, since FROM repeals"):
        found.setdefault(doc_id, []).append(Repeal(name, date.fromisoformat(since)))
    return found


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(stored: str | None) -> date | None:
    return date.fromisoformat(stored) if stored else None
