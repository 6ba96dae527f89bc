"""A document made ready to be stored, with everything that takes time done before the transaction begins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Generic

from knowledge_base.document import Document
from knowledge_base.errors import DocumentUnreadable
from knowledge_base.indexer import Indexer, Progress, Ready, Searchable
from knowledge_base.splitter import Span, split
from knowledge_base.validity import Validity, read_validity, series_name


@dataclass(frozen=True, slots=True)
class Entry(Generic[Ready]):
    """A document with its spans, what the indexer made of them, and the original's bytes if it was a file.

    Only of a file it is read when it holds: a data set's documents always do.
    """

    document: Document
    spans: Sequence[Span]
    ready: Ready
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


def prepare(
    document: Document, indexer: Indexer[Ready], progress: Progress, original: bytes | None = None
) -> Entry[Ready]:
    """Raises DocumentUnreadable where there is no proper text."""
    try:
        "\n".join((document.title, document.source, document.text)).encode()
    except UnicodeEncodeError as exc:
        name = document.source.encode(errors="replace").decode()
        raise DocumentUnreadable(
            "{name} holds broken characters, or its name does. Save it as UTF-8.", name=name
        ) from exc
    spans = split(document)
    if not spans:
        raise DocumentUnreadable("{name} has no text. Check that it is the right one.", name=document.source)
    passages = [Searchable(document.title, s.heading_path, document.text[s.start : s.end]) for s in spans]
    ready = indexer.prepare(passages, progress)
    if original is None:
        return Entry(document, spans, ready, Validity())
    return Entry(document, spans, ready, read_validity(document.title, document.source, document.text), original)
