"""The work list of questions without an answer as HTML; every word is escaped."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from ui.insight.tables import button, call_link, empty, table
from ui.texts import Texts

if TYPE_CHECKING:
    from assistant.insight.insight_desk import Gap

OTHERS = 3
LINKS = 4


def gaps_html(gaps: Sequence[Gap], say: Texts) -> str:
    """A row for each group, with what can be done about it."""
    if not gaps:
        return empty(say("gaps.empty"))
    names = [say(f"gaps.{column}") for column in ("question", "asked", "when", "state")]
    return table([*names, ""], [_row(gap, say) for gap in gaps])


def _row(gap: Gap, say: Texts) -> list[str]:
    others = [words for words in gap.wordings if words != gap.label][:OTHERS]
    wordings = "".join(f"<li>{escape(words)}</li>" for words in others)
    links = " ".join(call_link(call_id, say, str(number)) for number, call_id in enumerate(gap.newest[:LINKS], 1))
    answered = f'<br><small class="done">{escape(say("gaps.answered"))}</small>' if gap.answered else ""
    by = f" <small>{escape(gap.by)}</small>" if gap.by else ""
    days = "<br>".join(escape(day) for day in dict.fromkeys((gap.first_day, gap.last_day)))
    return [
        f'<b lang="zh">{escape(gap.label)}</b><ul lang="zh">{wordings}</ul>',
        f"<b>{gap.asked}</b><br><small>{escape(say('gaps.in_calls', calls=gap.calls))} {links}</small>",
        days,
        f'<span class="state {gap.state}">{escape(say(f"gap_state.{gap.state}"))}</span>{by}{answered}',
        _buttons(gap, say),
    ]


def _buttons(gap: Gap, say: Texts) -> str:
    number = str(gap.group_id)
    if gap.state in ("done", "dismissed"):
        return button("gap", number, say("gap_to.open"), "open")
    draft = "" if gap.draft_id else button("draft", number, say("gaps.draft"))
    return draft + "".join(button("gap", number, say(f"gap_to.{state}"), state) for state in ("done", "dismissed"))
