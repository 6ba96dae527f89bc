"""Whether the call is transcribed, as HTML, and the buttons that change it."""

from __future__ import annotations

from html import escape

from ui.panel_state import PanelState
from ui.texts import Texts


def hearing_html(state: PanelState, say: Texts) -> str:
    """A pill where the call is not transcribed; buttons while it goes on, `data-hearing` says what each asks for.

    Stopping for good is asked for once more, in a part that opens.
    """
    pill = "" if state.hearing == "on" else f'<span class="pill held">{escape(say(f"hearing.{state.hearing}"))}</span>'
    if not state.call_id or state.ended or state.source == "typed" or state.hearing == "off":
        return pill
    turn, words = ("paused", "pause") if state.hearing == "on" else ("on", "go_on")
    return (
        f'{pill}<button type="button" class="quiet" data-hearing="{turn}">{escape(say(f"hearing.{words}"))}</button>'
        f'<details class="never"><summary>{escape(say("hearing.never"))}</summary><div>'
        f"<p>{escape(say('hearing.never_sure'))}</p>"
        f'<button type="button" data-hearing="off">{escape(say("hearing.never_yes"))}</button></div></details>'
    )
