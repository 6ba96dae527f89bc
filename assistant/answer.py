"""A suggested answer: sentences, each resting on exact quotes of the knowledge base."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

_CLAUSE = re.compile("第[^章节编]{1,9}条(之.)?|（[一二三四五六七八九十]+）")


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

    @property
    def clause(self) -> str:
        """The article and item as they are said, "第十二条（三）", "" where it has none."""
        return "".join(step for step in self.heading_path[-2:] if _CLAUSE.fullmatch(step))


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
