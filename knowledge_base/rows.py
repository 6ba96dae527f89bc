"""Documents and passages as rows of the database, and back."""

from __future__ import annotations

import json
from collections.abc import Iterable

from knowledge_base.document import Document, DocumentSummary, Passage, Section
from knowledge_base.errors import DocumentNotFound
from knowledge_base.splitter import Span
from knowledge_base.store import Database


def insert_document(db: Database, document: Document, passages: int, suffix: str | None, added_at: str) -> None:
    """The document's row and those of its sections; `suffix` is that of its original, if it has one."""
    db.execute(
        "INSERT INTO documents (doc_id, title, source, kind, sha256, suffix, characters, passages, added_at, text)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            *(document.doc_id, document.title, document.source, document.kind, document.sha256, suffix),
            *(len(document.text), passages, added_at, document.text),
        ],
    )
    db.conn.executemany(
        "INSERT INTO sections (doc_id, position, heading_path, start_at, end_at, page) VALUES (?, ?, ?, ?, ?, ?)",
        (
            (document.doc_id, position, _packed(section.heading_path), section.start, section.end, section.page)
            for position, section in enumerate(document.sections)
        ),
    )


def insert_passage(db: Database, document: Document, span: Span) -> int:
    """The new passage's id."""
    cursor = db.execute(
        "INSERT INTO passages (doc_id, heading_path, page, start_at, end_at, text) VALUES (?, ?, ?, ?, ?, ?)",
        [
            *(document.doc_id, _packed(span.heading_path), span.page, span.start, span.end),
            document.text[span.start : span.end],
        ],
    )
    return int(cursor.lastrowid or 0)


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


def document(db: Database, doc_id: str) -> Document:
    """The whole document; raises DocumentNotFound."""
    row = db.execute("SELECT title, source, kind, text, sha256 FROM documents WHERE doc_id = ?", [doc_id]).fetchone()
    if row is None:
        raise not_found(doc_id)
    sections = db.execute(
        "SELECT heading_path, start_at, end_at, page FROM sections WHERE doc_id = ? ORDER BY position", [doc_id]
    )
    title, source, kind, text, sha256 = row
    parts = tuple(Section(_unpacked(path), *rest) for path, *rest in sections)
    return Document(doc_id, title, source, kind, text, parts, sha256)


def suffix(db: Database, doc_id: str) -> str | None:
    """The ending of a document's original, None where it has none; raises DocumentNotFound."""
    row = db.execute("SELECT suffix FROM documents WHERE doc_id = ?", [doc_id]).fetchone()
    if row is None:
        raise not_found(doc_id)
    ending: str | None = row[0]
    return ending


def not_found(doc_id: str) -> DocumentNotFound:
    """The error for an id that no document has."""
    return DocumentNotFound(f"No document has the id {doc_id}. The list of documents shows all ids.")


def _packed(heading_path: tuple[str, ...]) -> str:
    return json.dumps(heading_path, ensure_ascii=False)


def _unpacked(heading_path: str) -> tuple[str, ...]:
    return tuple(json.loads(heading_path))
