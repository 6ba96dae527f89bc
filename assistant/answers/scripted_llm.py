"""A language model that says what it was given: for tests, and for trying the panel where no model is."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from assistant.errors import LlmUnavailable


@dataclass(slots=True)
class ScriptedLlm:
    """Sends `chunks` with `delay_s` seconds before each, then raises `error` if there is one.

    `prompts` keeps each (system, user) it was asked. Keeps its deadline as the real one does.
    """

    chunks: tuple[str, ...] = ()
    delay_s: float = 0.0
    error: LlmUnavailable | None = None
    name: str = "scripted"
    prompts: list[tuple[str, str]] = field(default_factory=list)

    def stream(self, system: str, user: str, deadline_s: float) -> Iterator[str]:
        self.prompts.append((system, user))
        ends_at = time.monotonic() + deadline_s
        for chunk in self.chunks:
            left = ends_at - time.monotonic()
            time.sleep(max(0.0, min(self.delay_s, left)))
            if self.delay_s > left:
                raise LlmUnavailable("The scripted model did not finish within its deadline.")
            yield chunk
        if self.error:
            raise self.error
