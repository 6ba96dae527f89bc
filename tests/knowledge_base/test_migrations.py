"""A database of an earlier release opens with everything that was in it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from knowledge_base.document import Document
from knowledge_base.library import Library
from knowledge_base.migrations import MIGRATIONS
from knowledge_base.store import Database, Store
from knowledge_base.vectors import VectorRows

ROWS = (
    ("a" * 16, "停车条例", "停车条例(2021-09-24).md", ".md", "第一条 停车收费。\n第二条 本条例自2018年5月1日起施行。"),
    ("b" * 16, "停车条例", "停车条例(2024-03-29).md", ".md", "第一条 停车免费。\n第二条 本条例自2018年5月1日起施行。"),
    ("set-1", "供水办法", "set.jsonl", None, "水费三元。"),
    ("set-2", "供水办法", "set.jsonl", None, "水费四元。"),
)


def first_three(store: Store) -> None:
    """The tables of the release before, with rows in them."""
    store.write(lambda db: MIGRATIONS.apply(db, stop_before="m004_versions"))
    store.write(fill)


def fill(db: Database) -> None:
    for number, (doc_id, title, source, suffix, text) in enumerate(ROWS, 1):
        db.execute(
            "INSERT INTO documents VALUES (?, ?, ?, 'text', ?, ?, ?, 1, '2026-01-05T01:00:00+00:00', ?)",
            [doc_id, title, source, doc_id * 4, suffix, len(text), text],
        )
        db.execute("INSERT INTO sections VALUES (?, 0, '[]', 0, ?, NULL)", [doc_id, len(text)])
        db.execute("INSERT INTO passages VALUES (?, ?, '[]', NULL, 0, ?, ?)", [number, doc_id, len(text), text])
        db.execute("INSERT INTO passages_words (rowid, tokens) VALUES (?, ?)", [number, " ".join(text)])


def test_documents_become_versions_with_their_days(store: Store, tmp_path: Path, indexer: Any) -> None:
    first_three(store)
    folder = tmp_path / "originals"
    folder.mkdir()
    for doc_id, _, _, suffix, text in ROWS:
        if suffix:
            (folder / f"{doc_id}{suffix}").write_text(text, "utf-8")
    library = Library(store, folder, indexer)
    old, new, *others = (row[0] for row in ROWS)
    assert [(one.doc_id, one.versions) for one in library.documents()] == [(new, 2), *((other, 1) for other in others)]
    assert [version.effective_from for version in library.versions(old)] == [date(2021, 9, 24), date(2024, 3, 29)]
    assert library.passage_ids() == [1, 2, 3, 4]
    assert library.not_in_force(date(2026, 1, 1)) == {1}
    assert library.not_in_force(date(2022, 1, 1)) == {2}
    assert library.document(old).text == ROWS[0][4]
    assert library.original(old) == folder / f"{old}.md"
    again = Library(store, folder, indexer)
    assert again.versions(old) == library.versions(old)


def test_full_text_indexes_go_and_documents_have_room_for_notes(store: Store, tmp_path: Path, indexer: Any) -> None:
    first_three(store)
    store.write(lambda db: MIGRATIONS.apply(db, stop_before="m005_vectors"))
    before = store.read(lambda db: list(db.execute("SELECT * FROM versions")))
    library = Library(store, tmp_path / "originals", indexer)
    assert store.read(lambda db: [name for name in db.table_names() if name.startswith("passage")]) == ["passages"]
    assert store.read(lambda db: list(db.execute("SELECT * FROM versions"))) == before
    assert VectorRows(store, "any").missing() == [1, 2, 3, 4]
    assert [library.document(row[0]).notes for row in ROWS] == [()] * 4
    library.add_document(Document("new", "新办法", "set.jsonl", "text", "新。", (), "", ("编码是猜的。",)))
    assert library.passage_ids() == [1, 2, 3, 4, 5]
    assert library.document("new").notes == ("编码是猜的。",)
