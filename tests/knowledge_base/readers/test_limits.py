"""Limits end a reading with a sentence."""

from __future__ import annotations

import pytest

from knowledge_base.errors import DocumentUnreadable
from knowledge_base.readers.limits import Limits


def test_what_is_within_passes() -> None:
    limits = Limits(max_pages=2, max_rows=2, max_characters=2)
    limits.check_pages(2)
    limits.check_rows(2)
    limits.check_characters(2)


def test_what_is_beyond_is_told() -> None:
    limits = Limits(max_pages=2, max_rows=2, max_characters=2)
    with pytest.raises(DocumentUnreadable, match=r"3 pages, more than 2.* CALLDESK_MAX_DOCUMENT_PAGES\."):
        limits.check_pages(3)
    with pytest.raises(DocumentUnreadable, match=r"more than 2 rows.* CALLDESK_MAX_DOCUMENT_ROWS\."):
        limits.check_rows(3)
    with pytest.raises(DocumentUnreadable, match=r"more than 2 characters.* CALLDESK_MAX_DOCUMENT_CHARACTERS\."):
        limits.check_characters(3)
