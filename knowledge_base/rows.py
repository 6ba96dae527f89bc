"""Documents and passages as rows of the database, and back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from knowledge_base.document import Document, DocumentSummary, Passage, Section
from knowledge_base.errors import DocumentNotFound
from knowledge_base.splitter import Span
from knowledge_base.store import Database
from knowledge_base.told import restored, stored


def insert_document(db: Database, document: Document, passages: int, suffix: str | None, added_at: str) -> None:
    """The document's row and those of its sections; `suffix` is that of its original, if it has one."""
    db.execute(
        "INSERT INTO documents (doc_id, title, source, kind, sha256, suffix, characters, passages, added_at, text,"
        " notes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            *(document.doc_id, document.title, document.source, document.kind, document.sha256, suffix),
            *(len(document.text), passages, added_at, document.text),
            json.dumps([*map(stored, document.notes)], ensure_ascii=False),
        ],
    )
    db.conn.executemany(
        "INSERT INTO sections (doc_id, position, heading_path, start_at, end_at, page) VALUES (?, ?, ?, ?, ?, ?)",
        (
            (document.doc_id, position, _packed(section.heading_path), section.start, section.end, section.page)
            for position, section in enumerate(document.sections)
        ),
    )


def reserve(db: Database, count: int) -> range:
    """Ids for that many new passages, which nobody else will get."""
    db.execute(
        "INSERT INTO sqlite_sequence (name, seq) SELECT 'passages', 0 WHERE NOT EXISTS "
        "(SELECT 1 FROM sqlite_sequence WHERE name = 'passages')"
    )
    (last,) = db.execute("SELECT seq FROM sqlite_sequence WHERE name = 'passages'").fetchone()
    db.execute("UPDATE sqlite_sequence SET seq = seq + ? WHERE name = 'passages'", [count])
    return range(last + 1, last + 1 + count)


def insert_passages(db: Database, document: Document, spans: Sequence[Span], ids: Sequence[int]) -> None:
    """The passages of a document under reserved ids."""
    db.conn.executemany(
        "INSERT INTO passages (passage_id, doc_id, heading_path, page, start_at, end_at, text)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            (
                *(number, document.doc_id, _packed(span.heading_path), span.page, span.start, span.end),
                document.text[span.start : span.end],
            )
            for number, span in zip(ids, spans, strict=True)
        ),
    )


def summaries(db: Database, rest: str, *values: str) -> list[DocumentSummary]:
    """Rows of the list of documents; `rest` is the query after its table."""
    columns = "doc_id, title, source, kind, characters, passages, added_at"
    return [DocumentSummary(*row) for row in db.execute(f"SELECT {columns} FROM documents {rest}", values)]


def passages(db: Database, rest: str, *values: str) -> list[Passage]:
    """Passages `p` with the titles of their documents `d`; `rest` is the query after its tables."""
    rows = db.execute(
        "SELECT passage_id, p.doc_id, title, heading_path, page, start_at, end_at, p.text "
        f"FROM passages p JOIN documents d ON d.doc_id = p.doc_id {rest}",
        values,
    )
    return [Passage(row[0], row[1], row[2], _unpacked(row[3]), *row[4:]) for row in rows]


def ids_of(db: Database, doc_ids: Iterable[str]) -> list[int]:
    """The passages of some documents."""
    wanted = json.dumps(sorted(doc_ids))
    query = "SELECT passage_id FROM passages WHERE doc_id IN (SELECT value FROM json_each(?))"
    return [passage_id for (passage_id,) in db.execute(query, [wanted])]


def documents_of(db: Database, passage_ids: Iterable[int]) -> dict[int, str]:
    """The document of each of these passages that there are."""
    query = "SELECT passage_id, doc_id FROM passages WHERE passage_id IN (SELECT value FROM json_each(?))"
    return dict(db.execute(query, [json.dumps(list(passage_ids))]).fetchall())


def first_passages(db: Database, doc_ids: Iterable[str] | None) -> dict[str, int]:
    """The id of the first passage of each of these documents, or of all."""
    wanted = None if doc_ids is None else json.dumps(list(doc_ids))
    among = "" if wanted is None else "WHERE doc_id IN (SELECT value FROM json_each(?))"
    query = f"SELECT doc_id, MIN(passage_id) FROM passages {among} GROUP BY doc_id"
    return dict(db.execute(query, [wanted] if wanted else []).fetchall())


def revision(db: Database) -> int:
    """A number that grows with every change of the documents or of when they hold."""
    return int(db.execute("SELECT number FROM revision").fetchone()[0])


def counts(db: Database) -> tuple[int, int]:
    """How many passages and documents there are."""
    query = "SELECT (SELECT COUNT(*) FROM passages), (SELECT COUNT(*) FROM documents)"
    found: tuple[int, int] = db.execute(query).fetchone()
    return found


def document(db: Database, doc_id: str) -> Document:
    """The whole document; raises DocumentNotFound."""
    query = "SELECT title, source, kind, text, sha256, notes FROM documents WHERE doc_id = ?"
    row = db.execute(query, [doc_id]).fetchone()
    if row is None:
        raise not_found(doc_id)
    sections = db.execute(
        "SELECT heading_path, start_at, end_at, page FROM sections WHERE doc_id = ? ORDER BY position", [doc_id]
    )
    title, source, kind, text, sha256, notes = row
    parts = tuple(Section(_unpacked(path), *rest) for path, *rest in sections)
    return Document(doc_id, title, source, kind, text, parts, sha256, tuple(map(restored, json.loads(notes))))


def suffix(db: Database, doc_id: str) -> str | None:
    """The ending of a document's original, None where it has none; raises DocumentNotFound."""
    row = db.execute("SELECT suffix FROM documents WHERE doc_id = ?", [doc_id]).fetchone()
    if row is None:
        raise not_found(doc_id)
    ending: str | None = row[0]
    return ending


def not_found(doc_id: str) -> DocumentNotFound:
    """The error for an id that no document has."""
    return DocumentNotFound("No document has the id {doc_id}. The list of documents shows all ids.", doc_id=doc_id)


def _packed(heading_path: tuple[str, ...]) -> str:
    return json.dumps(heading_path, ensure_ascii=False)


def _unpacked(heading_path: str) -> tuple[str, ...]:
    return tuple(json.loads(heading_path))
