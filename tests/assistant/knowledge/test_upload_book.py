"""What the rows of uploads keep: sentences that can still be told in any language."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.knowledge.doubles import Doubles
from assistant.knowledge.knowledge_desk import AddOutcome
from assistant.knowledge.staging import Staging
from assistant.knowledge.upload import UploadFile
from assistant.knowledge.upload_book import Job, Staged, UploadBook, keep
from knowledge_base.store import Store
from knowledge_base.told import Told

EMPTY = Told("{name} is empty. Save it again and add it then.", name="a.md")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "calldesk.db") as opened:
        yield opened


@pytest.fixture
def book(store: Store) -> UploadBook:
    return UploadBook(store)


def taken(book: UploadBook, *files: Staged) -> Job:
    book.open("b" * 12, "王五", "page", files)
    job = book.next()
    assert job
    return job


def only(book: UploadBook) -> UploadFile:
    ((file,),) = [batch.files for batch in book.batches()]
    return file


def test_a_reason_comes_back_with_its_sentence_and_values(book: UploadBook) -> None:
    book.finish(taken(book, Staged("a.md", "x", "1")), "refused", EMPTY)
    assert only(book).note == EMPTY
    assert isinstance(only(book).note, Told) and only(book).note.values == {"name": "a.md"}  # type: ignore[attr-defined]


def test_every_note_of_a_document_can_be_told_apart(book: UploadBook) -> None:
    notes = (Told("The hidden sheet {sheet} was left out.", sheet="草稿"), Told("Hidden slides were left out: 3."))
    book.added(taken(book, Staged("a.md", "x", "1")), AddOutcome("a.md", "1" * 16, 2, "", notes=notes))
    assert only(book).note == " ".join(notes)
    assert [*only(book).note.values.values()] == [*notes]  # type: ignore[attr-defined]


def test_a_document_without_notes_has_none(book: UploadBook) -> None:
    book.added(taken(book, Staged("a.md", "x", "1")), AddOutcome("a.md", "1" * 16, 2, ""))
    assert only(book).note == ""


def test_rows_of_older_versions_are_read(book: UploadBook, store: Store) -> None:
    book.finish(taken(book, Staged("a.md", "x", "1")), "refused", EMPTY)
    store.write(lambda db: db.execute("UPDATE upload_files SET note = 'a.md is empty.'"))
    assert only(book).note == "a.md is empty."


def test_a_file_named_like_a_stored_sentence_stays_a_name(book: UploadBook, tmp_path: Path) -> None:
    odd = '{"sentence": "{name} is empty.", "values": {"name": "x"}}'
    book.open("b" * 12, "", "page", [Staged("copy.md", None, "1", "same", odd)])
    assert (only(book).note, isinstance(only(book).note, Told)) == (odd, False)


def test_a_namesake_is_refused_in_a_told_sentence(tmp_path: Path) -> None:
    staging, doubles = Staging(tmp_path / "uploads"), Doubles()
    keep(staging, "b" * 12, 0, "a.md", b"1", doubles)
    refused = keep(staging, "b" * 12, 1, "A.md", b"2", doubles)
    assert refused.state == "refused" and refused.note.values == {"name": "A.md"}  # type: ignore[attr-defined]
