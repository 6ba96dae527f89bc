"""The state of the call and of the desk as HTML: clock, degraded modes in words, engines."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from ui.panel_state import PanelState
from ui.texts import Texts
from ui.transcript_view import clock

if TYPE_CHECKING:
    from assistant.desk import DeskStatus


def call_status_html(state: PanelState, status: DeskStatus, speed: float, say: Texts) -> str:
    """Running or ended, the call's clock, its source, and what the call goes on without.

    `data-ms` and `data-rate` let the page's script run the clock between two events: `speed` is how
    many seconds of the call pass in one second, 0 for unknown.
    """
    if not state.call_id:
        phase, name = "none", say("call.none")
    else:
        phase = "ended" if state.ended else "live"
        name = say(f"call.{phase}")
    rate = speed if phase == "live" else 0
    time = f'<time class="clock" data-ms="{state.at_ms}" data-rate="{rate:g}">{clock(state.at_ms)}</time>'
    shown = time if state.call_id else ""
    to = say("call.to", extension=state.operator) if state.operator else ""
    own = "" if state.label == state.operator else state.label
    label = " · ".join(part for part in (say.known("source", state.source), to, own, state.recognizer) if part)
    return (
        f'<div class="phase" data-call="{escape(state.call_id)}">'
        f'<span class="pill {phase}">{escape(name)}</span>{shown}'
        f'<span class="label" title="{escape(label)}">{escape(label)}</span></div>{_modes(state, status, say)}'
    )


def desk_status_html(status: DeskStatus, say: Texts) -> str:
    """Engines and the size of the knowledge base in one line; what each is, where the pointer rests."""
    engines = [
        (say(f"status.{part}"), name or say("status.none"))
        for part, name in (("recognizer", status.recognizer), ("embedder", status.embedder), ("llm", status.llm))
    ]
    size = say("status.knowledge", documents=status.documents, passages=status.passages)
    title = "\n".join((*(f"{part}: {name}" for part, name in engines), size))
    shown = " · ".join((*(name for _, name in engines[:2]), " ".join(engines[2]), size))
    return f'<span title="{escape(title)}">{escape(shown)}</span>'


def language_html(other: str, say: Texts) -> str:
    """The link to the panel in the other language."""
    return f'<a class="language" href="{escape(other)}">{escape(say("other_language"))}</a>'


def _modes(state: PanelState, status: DeskStatus, say: Texts) -> str:
    """Degraded modes: first what failed in this call, then what this machine lacks."""
    failed = [say.known("fault", fault.stage) for fault in state.faults]
    lacking = [
        say(f"degraded.{part}")
        for part, name in (("recognizer", status.recognizer), ("embedder", status.embedder), ("llm", status.llm))
        if not name and not (part == "llm" and any(fault.stage == "llm" for fault in state.faults))
    ]
    shown = "".join(f'<span class="fault" title="{escape(words)}">{escape(words)}</span>' for words in failed)
    shown += "".join(f'<span class="lack" title="{escape(words)}">{escape(words)}</span>' for words in lacking)
    return f'<div class="modes">{shown}</div>' if shown else ""
