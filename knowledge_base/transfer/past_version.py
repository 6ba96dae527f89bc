"""One version of a document as another knowledge base tells it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from knowledge_base.document import Document
from knowledge_base.readers.converter import convert_bytes
from knowledge_base.readers.limits import Limits


@dataclass(frozen=True, slots=True)
class PastVersion:
    """`content` is the original's bytes, or the whole document where there is no file.

    `added_at` is ISO 8601 in UTC; `correction` a person's first and last day, None where nobody corrected them.
    """

    source: str
    added_at: str
    restored: bool
    content: bytes | Document
    correction: tuple[date | None, date | None] | None = None

    @property
    def original(self) -> bytes | None:
        """The file's bytes, None where there is no file."""
        return self.content if isinstance(self.content, bytes) else None

    def document(self, limits: Limits) -> Document:
        """Raises DocumentUnreadable."""
        return convert_bytes(self.source, self.content, limits) if isinstance(self.content, bytes) else self.content
