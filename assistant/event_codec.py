"""Call events as JSON and back, checked: what was stored by another version is refused, not guessed at."""

from __future__ import annotations

from typing import Any, cast, get_args

from pydantic import TypeAdapter, ValidationError

from assistant.errors import AssistantError
from assistant.events import CallEvent

_ADAPTERS: dict[str, TypeAdapter[Any]] = {cls.__name__: TypeAdapter(cls) for cls in get_args(CallEvent)}


def encode(event: CallEvent) -> tuple[str, str]:
    """The event's class name and its fields as JSON."""
    kind = type(event).__name__
    return kind, _ADAPTERS[kind].dump_json(event).decode()


def decode(kind: str, fields: str) -> CallEvent:
    """The event again, equal to what was encoded; raises AssistantError where it does not fit."""
    try:
        return cast(CallEvent, _ADAPTERS[kind].validate_json(fields))
    except (KeyError, ValidationError) as exc:
        raise AssistantError(
            "A stored {kind} event cannot be read: it was written by another version.", kind=kind
        ) from exc
