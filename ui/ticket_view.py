"""What stands under the fields of the form as HTML: whose value it is and the words it rests on."""

from __future__ import annotations

from html import escape

from assistant.ticket import Evidence, FieldName, RankedLabel
from ui.calls.doubt import unsure_field
from ui.panel_state import PanelState
from ui.texts import Texts
from ui.transcript_view import clock

CHIPS = 3


def evidence_html(state: PanelState, name: FieldName, say: Texts, unsure: float = 0.0) -> str:
    """One line: the operator's own value, or a drafted one with its words and second; empty for neither.

    A value whose words were heard with less confidence than `unsure` is marked as such.
    """
    if name in state.edits:
        return f'<span class="mark edited">{escape(say("mark.edited"))}</span>'
    drafted = state.draft.fields.get(name)
    if drafted is None or not drafted.value:
        return ""
    if unsure_field(state, name, unsure):
        mark = f'<span class="mark drafted doubt" title="{escape(say("doubt.field"))}">{escape(say("doubt"))}</span>'
    else:
        mark = f'<span class="mark drafted">{escape(say("mark.drafted" if drafted.evidence else "mark.guess"))}</span>'
    if not drafted.evidence:
        return f"{mark} {round(drafted.confidence * 100)}%"
    words = " ".join(_evidence(evidence, say) for evidence in drafted.evidence)
    plain = escape("\n".join(evidence.quote for evidence in drafted.evidence))
    return f'{mark} <span title="{plain}">{words}</span>'


def chips_html(ranked: tuple[RankedLabel, ...], name: FieldName, chosen: str, doubt: str = "") -> str:
    """The best labels as buttons that fill a field; `data-field` and `data-value` say what with.

    `doubt` says why they are to be checked, where they are.
    """
    note = f"\n{doubt}" if doubt else ""
    return "".join(
        f'<button type="button" class="chip{" doubt" if doubt else ""}" data-field="{escape(name)}" '
        f'data-value="{escape(label.label)}" aria-pressed="{"true" if label.label == chosen else "false"}" '
        f'title="{escape(label.label + note)}">'
        f"<span>{escape(label.label.rsplit('/', 1)[-1])}</span><small>{round(label.score * 100)}%</small></button>"
        for label in ranked[:CHIPS]
    )


def _evidence(evidence: Evidence, say: Texts) -> str:
    who = say.known("speaker", evidence.channel)
    return f"{clock(evidence.start_ms)} <q>{escape(evidence.quote)}</q> {escape(who)}"
