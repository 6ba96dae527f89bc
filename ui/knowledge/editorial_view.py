"""Metadata, drafts, colliding savings and the record of changes as HTML; every word is escaped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from html import escape
from typing import TYPE_CHECKING

from ui.knowledge.versions_view import wording_html
from ui.moments import local_time
from ui.texts import Texts

if TYPE_CHECKING:
    from assistant.knowledge.editorial_desk import AuditEntry, Draft, DraftContent, Metadata


def filed_html(metadata: Metadata, say: Texts) -> str:
    """What a document is filed under, in one small line; "" where it is nothing."""
    filing, state = metadata.filing, metadata.review_state(date.today())
    place = "" if filing.region and filing.department.startswith(filing.region) else filing.region
    words = [escape(word) for word in (filing.department, place, filing.audience) if word]
    tags = "".join(f'<span class="tag">{escape(tag)}</span>' for tag in filing.tags)
    day = filing.review.isoformat() if filing.review else ""
    review = f'<span class="review {state}">{escape(say(f"review.{state}_on", day=day))}</span>' if day else ""
    line = " · ".join(words)
    return f'<div class="filed">{line}{tags}{review}</div>' if line or tags or review else ""


def origin_html(metadata: Metadata, say: Texts) -> str:
    """Which fields were read from the text, the words of the first, the source link, and the last review."""
    parts = []
    if metadata.read:
        names = "、" if say.language == "zh" else ", "
        fields = names.join(
            say(f"filing.{name}") for name in ("department", "region", "audience") if name in metadata.read
        )
        quote = f" <q>{escape(metadata.evidence)}</q>" if metadata.evidence else ""
        parts.append(f"{escape(say('metadata.read', fields=fields))}{quote}")
    if metadata.reviewed_at:
        words = say("review.last", at=local_time(metadata.reviewed_at), name=metadata.reviewed_by)
        parts.append(escape(words))
    if link := metadata.filing.link:
        words = escape(say("metadata.open_link"))
        parts.append(f'<a href="{escape(link)}" target="_blank" rel="noopener noreferrer">{words}</a>')
    return f'<p class="origin">{" · ".join(parts)}</p>' if parts else ""


def drafts_html(drafts: Sequence[Draft], titles: Mapping[str, str], say: Texts) -> str:
    """The table of drafts; `data-draft` holds the id, `titles` those of documents by id."""
    if not drafts:
        return f'<p class="hint">{escape(say("drafts.empty"))}</p>'
    head = "".join(f"<th>{escape(say(f'drafts.{name}'))}</th>" for name in ("title", "state", "people", "saved_at"))
    rows = "".join(_draft_row(draft, titles, say) for draft in drafts)
    return f'<table class="list"><tr>{head}</tr>{rows}</table>'


def _draft_row(draft: Draft, titles: Mapping[str, str], say: Texts) -> str:
    content = draft.content
    small = []
    if content.replaces:
        small.append(say("drafts.replaces", title=titles.get(content.replaces, "–")))
    if draft.reason:
        small.append(say("drafts.reason", reason=draft.reason))
    if draft.state == "rejected":
        small.append(say("drafts.note", name=draft.reviewer, note=draft.note))
    people = draft.author if draft.saved_by == draft.author else f"{draft.author} → {draft.saved_by}"
    reviewer = f"<br><small>{escape(say('drafts.by', name=draft.reviewer))}</small>" if draft.reviewer else ""
    below = "".join(f"<small>{escape(words)}</small>" for words in small)
    return (
        f'<tr data-draft="{escape(draft.draft_id)}"><td><button type="button" class="link">'
        f"{escape(content.title or say('drafts.untitled'))}</button>{below}</td>"
        f'<td><span class="state {draft.state}">{escape(say(f"draft.{draft.state}"))}</span></td>'
        f"<td>{escape(people)}{reviewer}</td><td>{escape(local_time(draft.saved_at))}</td></tr>"
    )


def collision_html(theirs: Draft, mine: DraftContent, say: Texts) -> str:
    """Who saved what meanwhile, and how it differs from what was typed here."""
    words = say("collision", name=theirs.saved_by, at=local_time(theirs.saved_at))
    title = ""
    if theirs.content.title != mine.title:
        title = f"<p>{wording_html(theirs.content.title, mine.title)}</p>"
    same = theirs.content.text == mine.text
    text = escape(say("collision.same_text")) if same else wording_html(theirs.content.text, mine.text)
    legend = escape(say("collision.legend"))
    return (
        f'<div class="collision" role="alert"><b>{escape(words)}</b><p class="legend">{legend}</p>'
        f'{title}<p class="wording" lang="zh">{text}</p></div>'
    )


def changes_html(changes: Sequence[AuditEntry], say: Texts, title: str = "") -> str:
    """Who changed what, when; folded under a title where there is one."""
    head = "".join(f"<th>{escape(say(f'changes.{name}'))}</th>" for name in ("at", "by", "action", "title"))
    rows = "".join(_change_row(change, say) for change in changes)
    table = f'<table class="list changes"><tr>{head}</tr>{rows}</table>'
    if not changes:
        table = f'<p class="hint">{escape(say("changes.none"))}</p>'
    if not title:
        return table
    return f"<details><summary>{escape(title)} ({len(changes)})</summary>{table}</details>"


def _change_row(change: AuditEntry, say: Texts) -> str:
    detail = f"<small>{escape(change.detail)}</small>" if change.detail else ""
    return (
        f"<tr><td>{escape(local_time(change.at))}</td><td>{escape(change.by or say('changes.nobody'))}</td>"
        f"<td>{escape(say.known('action', change.action))}</td><td>{escape(change.title)}{detail}</td></tr>"
    )
