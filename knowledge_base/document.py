"""A document as read from a file, its sections, and the passages that searches find."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from knowledge_base.version import ALWAYS, Term


@dataclass(frozen=True, slots=True)
class Section:
    """A run of text under one heading path; `start` and `end` index into `Document.text`.

    `page` counts from 1 where the format has pages.
    """

    heading_path: tuple[str, ...]
    start: int
    end: int
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A converted file: `text` is everything readable in order, which sections and passages index into.

    `doc_id` identifies it in the knowledge base; `source` is the file's name; `kind` its format
    ("markdown", "text", "html", "pdf", "docx", "xlsx", "pptx"); `sha256` that of the original bytes. `notes` are
    sentences on what an admin should look at, such as a guessed encoding or pages that could not be read.
    """

    doc_id: str
    title: str
    source: str
    kind: str
    text: str
    sections: tuple[Section, ...]
    sha256: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """What a search finds and a quote stands in: `text == document.text[start:end]`, characters.

    `passage_id` is unique in the knowledge base and never used again after removal.
    """

    passage_id: int
    doc_id: str
    title: str
    heading_path: tuple[str, ...]
    page: int | None
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """One row of the list of documents; `added_at` is ISO 8601 in UTC, `characters` the text's length.

    It is the version `number` of `versions`, counted from 1, and in force in its `term`.
    """

    doc_id: str
    title: str
    source: str
    kind: str
    characters: int
    passages: int
    added_at: str
    number: int = 1
    versions: int = 1
    term: Term = ALWAYS


Note = Callable[[DocumentSummary], None]
"""Told of a document inside the transaction that changes it; what it raises undoes the change."""


def unnoted(_document: DocumentSummary) -> None:
    """Nobody is told."""
