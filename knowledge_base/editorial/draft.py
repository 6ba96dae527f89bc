"""An entry that is being written, and what its state allows."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Literal

from knowledge_base.editorial.metadata import UNFILED, Filing
from knowledge_base.errors import KnowledgeError

DraftState = Literal["draft", "submitted", "rejected", "published"]

LONGEST_TITLE, LONGEST_TEXT, LONGEST_NAME = 80, 200_000, 40


@dataclass(frozen=True, slots=True)
class DraftContent:
    """What is written: `text` is Markdown, `replaces` the id of the document that it takes the place of, or ""."""

    title: str
    text: str
    replaces: str = ""
    filing: Filing = UNFILED


@dataclass(frozen=True, slots=True)
class Draft:
    """One entry as last saved; `revision` grows with each saving and each change of state.

    `writers` are all who wrote in it, its author first, who saved last at the end. `reason` says what it was
    begun for, `note` why it was rejected, `reviewer` who rejected or published it, `doc_id` what it became.
    Times are ISO 8601 in UTC.
    """

    draft_id: str
    revision: int
    state: DraftState
    content: DraftContent
    reason: str
    writers: tuple[str, ...]
    created_at: str
    saved_at: str
    reviewer: str = ""
    note: str = ""
    doc_id: str = ""

    @property
    def author(self) -> str:
        """Who began it."""
        return self.writers[0]

    @property
    def saved_by(self) -> str:
        """Who saved it last."""
        return self.writers[-1]

    def written_by(self, name: str) -> bool:
        """Whether somebody of that name wrote in it."""
        return any(same_person(name, writer) for writer in self.writers)


class DraftChanged(KnowledgeError):
    """Somebody else changed it since it was opened; `current` is what it became."""

    def __init__(self, current: Draft) -> None:
        super().__init__(
            "{name} changed this entry meanwhile. Read it again, then decide.",
            name=current.reviewer if current.state in ("published", "rejected") else current.saved_by,
        )
        self.current = current


def same_person(one: str, other: str) -> bool:
    """Whether two names as typed are one name: width, case and blanks do not count."""
    return _folded(one) == _folded(other)


def signed(name: str) -> str:
    """A name without blanks around it; raises KnowledgeError where there is none."""
    bare = " ".join("".join(sign for sign in name if sign.isprintable()).split())
    if not bare:
        raise KnowledgeError("Enter your name first: this change is signed with it.")
    return bare[:LONGEST_NAME]


def checked_content(content: DraftContent) -> None:
    """Raises KnowledgeError for what cannot be stored."""
    if len(content.title) > LONGEST_TITLE:
        raise KnowledgeError("The title is longer than {most} characters. Shorten it.", most=LONGEST_TITLE)
    if len(content.text) > LONGEST_TEXT:
        raise KnowledgeError(
            "The text is longer than {most} characters. Upload it as a file instead.", most=LONGEST_TEXT
        )
    if content.text != content.text.encode(errors="ignore").decode():
        raise KnowledgeError("The text holds broken characters. Type them anew.")


def complete(content: DraftContent) -> None:
    """Raises KnowledgeError where the title or the text is missing."""
    if not content.title.strip() or not content.text.strip():
        raise KnowledgeError("An entry needs a title and a text before it can be reviewed.")


def _folded(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()
