"""How large a file may be before it is refused: bounds the memory and time of a reading."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge_base.errors import DocumentUnreadable

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes of a file, of a ZIP (packed and unpacked) and of an Office file unpacked; the rest by count.

    `max_rows` are those of all tables of a workbook; `max_characters` those of a document's text.
    """

    max_bytes: int = 50 * MEGABYTE
    max_archive_bytes: int = 500 * MEGABYTE
    max_unpacked_bytes: int = 100 * MEGABYTE
    max_members: int = 2000
    max_pages: int = 2000
    max_rows: int = 100_000
    max_characters: int = 10_000_000
    max_seconds: int = 600

    def check_pages(self, pages: int, name: str = "pages") -> None:
        """Raises DocumentUnreadable for more pages than allowed."""
        if pages > self.max_pages:
            raise DocumentUnreadable(
                "has {pages} {what}, more than {most}. Split it, or raise CALLDESK_MAX_DOCUMENT_PAGES.",
                pages=pages,
                what=name,
                most=self.max_pages,
            )

    def check_rows(self, rows: int) -> None:
        """Raises DocumentUnreadable for more rows than allowed."""
        if rows > self.max_rows:
            raise DocumentUnreadable(
                "has more than {most} rows. Split it, or raise CALLDESK_MAX_DOCUMENT_ROWS.", most=self.max_rows
            )

    def check_characters(self, characters: int) -> None:
        """Raises DocumentUnreadable for a longer text than allowed."""
        if characters > self.max_characters:
            raise DocumentUnreadable(
                "has more than {most} characters of text. Split it, or raise CALLDESK_MAX_DOCUMENT_CHARACTERS.",
                most=self.max_characters,
            )


STANDARD = Limits()


def too_slow(limits: Limits) -> DocumentUnreadable:
    """What a reading that takes too long ends with."""
    return DocumentUnreadable(
        "takes longer than {seconds} seconds to read. Split it, or raise CALLDESK_MAX_DOCUMENT_SECONDS.",
        seconds=limits.max_seconds,
    )
