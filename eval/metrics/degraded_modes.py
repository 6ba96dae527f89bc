"""What a call had to go on without."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from assistant.events import CallFault, Stamped


def degraded_modes(events: Sequence[Stamped]) -> dict[str, int]:
    """How often each stage failed and how, by "stage kind"."""
    return dict(Counter(f"{e.event.stage} {e.event.kind}" for e in events if isinstance(e.event, CallFault)))
