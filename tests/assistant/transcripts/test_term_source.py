import logging
import threading
from datetime import date, timedelta

import pytest

from assistant.transcripts.term_source import TermSource, library_texts
from knowledge_base.document import Document, Section
from knowledge_base.library import Library
from knowledge_base.store import Store
from retrieval.embedder import HashedEmbedder
from retrieval.search_index import SearchIndex


class Texts:
    """Texts whose revision is what the test sets; reading them waits for `free`."""

    def __init__(self) -> None:
        self.revision, self.read, self.error = 0, 0, False
        self.free = threading.Event()
        self.free.set()

    def __call__(self) -> list[str]:
        self.free.wait(5)
        self.read += 1
        if self.error:
            raise OSError("secret words")
        return [f"住房公积金{'提取' * self.read}"] * 2


def test_the_first_book_comes_from_the_background() -> None:
    texts = Texts()
    source = TermSource(texts, lambda: texts.revision, {})
    texts.free.clear()
    assert source.book() is None
    texts.free.set()
    source.settle()
    book = source.book()
    assert book is not None and book.count("公积金") == 2


def test_it_is_counted_again_only_when_the_texts_changed() -> None:
    texts = Texts()
    source = TermSource(texts, lambda: texts.revision, {}, rest=0)
    source.settle()
    source.settle()
    assert texts.read == 1
    texts.revision = 1
    source.settle()
    assert texts.read == 2


def test_after_a_count_it_rests_and_serves_the_old_book() -> None:
    texts = Texts()
    source = TermSource(texts, lambda: texts.revision, {}, rest=1e9)
    source.settle()
    book, texts.revision = source.book(), 1
    assert source.book() is book and texts.read == 1


def test_a_count_that_fails_leaves_the_old_book_and_a_line_without_words(caplog: pytest.LogCaptureFixture) -> None:
    texts = Texts()
    source = TermSource(texts, lambda: texts.revision, {}, rest=0)
    source.settle()
    book, texts.revision, texts.error = source.book(), 1, True
    with caplog.at_level(logging.WARNING):
        source.settle()
    assert source.book() is book
    assert "OSError" in caplog.text and "secret" not in caplog.text


def test_the_texts_of_a_library_are_titles_headings_and_passages_in_force(tmp_path) -> None:
    def document(name: str, text: str) -> Document:
        return Document(name, f"{name}办法", f"{name}.txt", "text", text, (Section(("总则",), 0, len(text)),), name)

    with Store(tmp_path / "calldesk.db") as store:
        library = Library(store, tmp_path / "originals", SearchIndex(tmp_path, store, HashedEmbedder()))
        library.add_documents([document("居住证", "居住证丢失的可以补领。"), document("供水", "水费按季度交。")])
        library.set_validity("供水", None, date.today() - timedelta(days=1))
        assert sorted(library_texts(library)) == sorted(["居住证办法", "总则", "居住证丢失的可以补领。"])
