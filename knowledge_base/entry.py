"""A document made ready to be stored, with everything that takes time done before the transaction begins."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from knowledge_base import rows
from knowledge_base.document import Document
from knowledge_base.errors import DocumentUnreadable
from knowledge_base.passage_index import PassageIndex
from knowledge_base.splitter import Span, split
from knowledge_base.store import Database
from knowledge_base.validity import Validity, read_validity, series_name


@dataclass(frozen=True, slots=True)
class Entry:
    """A document with its spans, for each index the tokens of each, and the original's bytes if it was a file.

    Only of a file it is read when it holds: a data set's documents always do.
    """

    document: Document
    spans: Sequence[Span]
    tokens: Mapping[str, Sequence[str]]
    validity: Validity
    original: bytes | None = None

    @property
    def series(self) -> str:
        """Of what it is a version: of the file's name, or of nothing but its id."""
        return self.document.doc_id if self.original is None else series_name(self.document.source)

    @property
    def suffix(self) -> str | None:
        """The ending of its original's name, None where it has none."""
        return None if self.original is None else PurePath(self.document.source).suffix.lower()


def prepare(document: Document, indexes: Mapping[str, PassageIndex], original: bytes | None = None) -> Entry:
    """Raises DocumentUnreadable where there is no proper text."""
    try:
        document.text.encode()
    except UnicodeEncodeError as exc:
        raise DocumentUnreadable(f"{document.source} holds broken characters. Save it as UTF-8.") from exc
    spans = split(document)
    if not spans:
        raise DocumentUnreadable(f"{document.source} has no text. Check that it is the right one.")
    texts = [_searchable(document.title, s.heading_path, document.text[s.start : s.end]) for s in spans]
    tokens = {name: [index.tokens(text) for text in texts] for name, index in indexes.items()}
    if original is None:
        return Entry(document, spans, tokens, Validity())
    return Entry(document, spans, tokens, read_validity(document.title, document.source, document.text), original)


def stored_texts(db: Database) -> Iterator[tuple[int, str]]:
    """Every stored passage's id and what of it is put into the full-text indexes."""
    for passage in rows.passages(db, ""):
        yield passage.passage_id, _searchable(passage.title, passage.heading_path, passage.text)


def _searchable(title: str, heading_path: Sequence[str], text: str) -> str:
    return "\n".join((title, *heading_path, text))
