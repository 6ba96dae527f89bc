"""Stored moments as people read them."""

from __future__ import annotations

from datetime import datetime


def local_time(moment: str) -> str:
    """ISO 8601 in UTC → "2026-03-01 09:30" on this machine's clock; anything else as it is."""
    try:
        return datetime.fromisoformat(moment).astimezone().strftime("%Y-%m-%d %H:%M")
    except ValueError:
        return moment
