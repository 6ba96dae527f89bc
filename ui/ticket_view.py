"""What stands under the fields of the form as HTML: whose value it is and the words it rests on."""

from __future__ import annotations

from html import escape

from assistant.ticket import Evidence, FieldName, RankedLabel
from ui.panel_state import PanelState
from ui.texts import Texts
from ui.transcript_view import clock

CHIPS = 3


def evidence_html(state: PanelState, name: FieldName, say: Texts) -> str:
    """One line: the operator's own value, or a drafted one with its words and second; empty for neither."""
    if name in state.edits:
        return f'<span class="mark edited">{escape(say("mark.edited"))}</span>'
    drafted = state.draft.fields.get(name)
    if drafted is None or not drafted.value:
        return ""
    if not drafted.evidence:
        return f'<span class="mark drafted">{escape(say("mark.guess"))}</span> {round(drafted.confidence * 100)}%'
    words = " ".join(_evidence(evidence, say) for evidence in drafted.evidence)
    plain = escape("\n".join(evidence.quote for evidence in drafted.evidence))
    return f'<span class="mark drafted">{escape(say("mark.drafted"))}</span> <span title="{plain}">{words}</span>'


def chips_html(ranked: tuple[RankedLabel, ...], name: FieldName, chosen: str) -> str:
    """The best labels as buttons that fill a field; `data-field` and `data-value` say what with."""
    return "".join(
        f'<button type="button" class="chip" data-field="{escape(name)}" data-value="{escape(label.label)}" '
        f'aria-pressed="{"true" if label.label == chosen else "false"}" title="{escape(label.label)}">'
        f"<span>{escape(label.label.rsplit('/', 1)[-1])}</span><small>{round(label.score * 100)}%</small></button>"
        for label in ranked[:CHIPS]
    )


def _evidence(evidence: Evidence, say: Texts) -> str:
    who = say.known("speaker", evidence.channel)
    return f"{clock(evidence.start_ms)} <q>{escape(evidence.quote)}</q> {escape(who)}"
