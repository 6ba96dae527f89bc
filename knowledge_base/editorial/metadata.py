"""What a document is filed under, and what of it fits a filter."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal
from urllib.parse import urlsplit

from knowledge_base.errors import KnowledgeError
from knowledge_base.version import ALWAYS, State, Term

ReviewState = Literal["none", "later", "due"]

LONGEST, LONGEST_LINK, LONGEST_TAG, MOST_TAGS = 200, 2000, 30, 20


@dataclass(frozen=True, slots=True)
class Filing:
    """What a person may set: `link` is an http or https address or "", `review` the day to look at it again."""

    department: str = ""
    region: str = ""
    audience: str = ""
    link: str = ""
    tags: tuple[str, ...] = ()
    review: date | None = None


UNFILED = Filing()


@dataclass(frozen=True, slots=True)
class Metadata:
    """What holds for all versions of a document.

    Fields named in `read` were read from the newest version's text, the department from the words `evidence`;
    a person's value stands over them. `reviewed_at` is ISO 8601 in UTC, "" for never.
    """

    filing: Filing = UNFILED
    read: frozenset[str] = frozenset()
    evidence: str = ""
    reviewed_at: str = ""
    reviewed_by: str = ""

    def review_state(self, on: date) -> ReviewState:
        """Whether its day of review has come."""
        if self.filing.review is None:
            return "none"
        return "due" if self.filing.review <= on else "later"


@dataclass(frozen=True, slots=True)
class DocumentFilter:
    """Documents whose fields hold these words, which have all these tags, and whose review and validity stand so.

    "" is any; `link` is a part of the source's address.
    """

    department: str = ""
    region: str = ""
    audience: str = ""
    tags: frozenset[str] = frozenset()
    review: ReviewState | Literal[""] = ""
    link: str = ""
    state: State | Literal[""] = ""

    def fits(self, metadata: Metadata, on: date, term: Term = ALWAYS) -> bool:
        """Whether a document, or a version of it with that term, passes."""
        filing = metadata.filing
        return (
            all(
                wanted.casefold() in known.casefold()
                for wanted, known in (
                    (self.department, filing.department),
                    (self.region, filing.region),
                    (self.audience, filing.audience),
                    (self.link, filing.link),
                )
            )
            and self.tags <= frozenset(filing.tags)
            and self.review in ("", metadata.review_state(on))
            and self.state in ("", term.state(on))
        )


EVERYTHING = DocumentFilter()


def read_tags(typed: str) -> tuple[str, ...]:
    """Tags as they are typed, with commas, semicolons or spaces between them."""
    return tuple(dict.fromkeys(tag for tag in re.split(r"[,，;；、\s]+", typed) if tag))


def checked(filing: Filing) -> Filing:
    """The same without blanks around it; raises KnowledgeError naming what does not fit."""
    words = {name: " ".join(getattr(filing, name).split()) for name in ("department", "region", "audience")}
    for name, value in words.items():
        if len(value) > LONGEST:
            raise KnowledgeError(
                "The {filing} is longer than {most} characters. Shorten it.", filing=name, most=LONGEST
            )
    tags = tuple(dict.fromkeys(tag.strip() for tag in filing.tags if tag.strip()))
    if len(tags) > MOST_TAGS or any(len(tag) > LONGEST_TAG for tag in tags):
        raise KnowledgeError(
            "Give at most {most} tags of at most {longest} characters each.", most=MOST_TAGS, longest=LONGEST_TAG
        )
    return Filing(**words, link=_link(filing.link.strip()), tags=tags, review=filing.review)


def _link(typed: str) -> str:
    """An address that a page may link to: the scheme decides what a click does (RFC 3986, 3.1)."""
    if not typed:
        return ""
    try:
        parts = urlsplit(typed)
        fine = parts.scheme in ("http", "https") and bool(parts.hostname) and not parts.username
    except ValueError:
        fine = False
    if not fine or len(typed) > LONGEST_LINK or re.search(r"[\s\x00-\x1f\"<>\\]", typed):
        raise KnowledgeError("The source link must be an address that begins with https:// or http://.")
    return typed


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or that month's last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def distinct(values: Iterable[str]) -> list[str]:
    """Values that there are, each once, the most frequent first."""
    counts: dict[str, int] = {}
    for value in values:
        if value:
            counts[value] = counts.get(value, 0) + 1
    return sorted(counts, key=lambda value: (-counts[value], value))
