"""Moments as rows of an export tell them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Annotated

from pydantic import AfterValidator


def _past(told: str) -> str:
    """The same moment as it is stored here; raises ValueError for one without its time zone, or in the future."""
    moment = datetime.fromisoformat(told)
    if moment.tzinfo is None or moment.year == 1:
        raise ValueError("it is no moment with its time zone")
    if moment > datetime.now(UTC) + timedelta(days=1):
        raise ValueError("it lies in the future")
    return moment.astimezone(UTC).isoformat(timespec="seconds")


Moment = Annotated[str, AfterValidator(_past)]
"""ISO 8601 with its time zone; what comes out is in UTC, as it is stored."""
