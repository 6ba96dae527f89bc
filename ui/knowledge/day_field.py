"""A day as it is typed and as it is shown."""

from __future__ import annotations

from datetime import date

from assistant.errors import AssistantError
from ui.texts import Texts


def read_day(typed: str | None, say: Texts) -> date | None:
    """ISO 8601, "2024-05-01", None for nothing; raises AssistantError in the panel's language."""
    words = (typed or "").strip()
    try:
        return date.fromisoformat(words) if words else None
    except ValueError as exc:
        raise AssistantError(say("day.wrong")) from exc


def shown_day(day: date | None) -> str:
    """The same, "" for none."""
    return day.isoformat() if day else ""
