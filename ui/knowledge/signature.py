"""The name that a change is signed with, as it was typed."""

from __future__ import annotations

from assistant.errors import AssistantError
from ui.texts import Texts


def signature(name: str | None, say: Texts) -> str:
    """The name without blanks around it; raises AssistantError in the panel's language where there is none."""
    bare = " ".join((name or "").split())
    if not bare:
        raise AssistantError(say("signature.missing"))
    return bare
