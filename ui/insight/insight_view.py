"""The head of the health page as HTML: what waits in each section, one of which is open."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from ui.texts import Texts

if TYPE_CHECKING:
    from assistant.insight.insight_desk import Overview

SECTIONS = ("gaps", "marks", "conflicts", "duplicates", "recall", "unused")


def page_html(overview: Overview, section: str, body: str, say: Texts) -> str:
    """A tile for each section with its count, then the open one's hint and `body`, which is HTML.

    A tile's `data-do` is "section" and its `data-id` the section.
    """
    counts = (
        *(overview.gaps, overview.marks, overview.conflicts, overview.duplicates),
        *(overview.recalls, overview.unused),
    )
    tiles = "".join(_tile(name, count, name == section, say) for name, count in zip(SECTIONS, counts, strict=True))
    notes = []
    if overview.behind:
        notes.append(say("insight.behind", count=overview.behind))
    if overview.failed:
        notes.append(say("insight.failed", kind=overview.failed))
    warning = "".join(f'<p class="caution">{escape(note)}</p>' for note in notes)
    hint = f'<p class="about">{escape(say(f"{section}.hint"))}</p>'
    return f'<div class="tiles">{tiles}</div>{warning}<section class="{section}">{hint}{body}</section>'


def _tile(name: str, count: int, pressed: bool, say: Texts) -> str:
    return (
        f'<button type="button" class="tile{"" if count else " none"}" data-do="section" data-id="{name}" '
        f'aria-pressed="{str(pressed).lower()}"><b>{count}</b>{escape(say(f"insight.{name}"))}</button>'
    )
