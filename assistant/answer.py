"""A suggested answer: sentences, each resting on exact quotes of the knowledge base."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Citation:
    """An exact quote: `quote == document.text[start:end]`; `heading_path` and `page` say where it stands."""

    passage_id: int
    doc_id: str
    title: str
    heading_path: tuple[str, ...]
    page: int | None
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class AnswerSentence:
    """One sentence to say to the caller and the quotes that support it (at least one)."""

    text: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """`origin` is "quoted" (exact words of the documents) or "drafted" (by an LLM, citations checked).

    `complete` is False while a drafted answer is still being streamed.
    """

    sentences: tuple[AnswerSentence, ...]
    origin: Literal["quoted", "drafted"]
    complete: bool = True
