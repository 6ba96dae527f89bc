"""Uploads as HTML: how far each is, what became of its files; every word is escaped."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from ui.moments import local_time
from ui.texts import Texts

if TYPE_CHECKING:
    from assistant.knowledge.upload_desk import Batch, UploadFile, WatchNotice

MOST_FILES = 500
COUNTED = ("done", "same", "refused", "cancelled", "waiting")
"""The states that are counted in a batch's line, in this order."""


def running_html(batches: Sequence[Batch], embedding: tuple[int, int], trouble: str, say: Texts) -> str:
    """Uploads under way, the newest first, and why they pause; "" where there is nothing.

    `data-cancel` of a button holds the batch.
    """
    words = f'<p class="caution">{escape(say("uploads.trouble", reason=say.told(trouble)))}</p>' if trouble else ""
    running = [one for one in batches if one.running]
    return words + "".join(
        _batch(one, bool(one.count("refused")), _progress(one, embedding, say), say) for one in running
    )


def past_html(batches: Sequence[Batch], notices: Sequence[WatchNotice], say: Texts) -> str:
    """Finished uploads, the newest first, all folded up but the newest of all where something of it was refused."""
    past = [one for one in batches if not one.running]
    shown = "".join(_batch(one, one is batches[0] and bool(one.count("refused")), "", say) for one in past)
    return shown + _notices(notices, say)


def _batch(batch: Batch, open_: bool, bar: str, say: Texts) -> str:
    unfolded = " open" if open_ else ""
    running = " running" if batch.running else ""
    return (
        f'<section class="upload{running}">{bar}<details data-batch="{escape(batch.batch)}"{unfolded}>'
        f"<summary>{_head(batch, say)}</summary>{_files(batch, say)}</details></section>"
    )


def _head(batch: Batch, say: Texts) -> str:
    by = say("uploads.folder") if batch.origin == "folder" else batch.by or say("uploads.someone")
    total = len(batch.files) - batch.count("unpacked")
    head = say("uploads.head", time=local_time(batch.started_at), by=by, files=total)
    counts = [(state, batch.count(state)) for state in COUNTED]  # type: ignore[arg-type]
    told = "".join(
        f'<span class="counted file-{state}">{escape(say(f"uploads.state.{state}"))} {count}</span>'
        for state, count in counts
        if count
    )
    return f"<b>{escape(head)}</b>{told}"


def _progress(batch: Batch, embedding: tuple[int, int], say: Texts) -> str:
    reading = next((file.name for file in batch.files if file.state == "reading"), None)
    done, total = embedding
    if reading is None:
        now = say("uploads.queued")
    elif total > 1:
        now = say("uploads.embedding", file=reading, done=done, total=total)
    else:
        now = say("uploads.reading", file=reading)
    count = say("uploads.count", done=batch.finished, total=len(batch.files))
    return (
        f'<div class="progress"><progress value="{batch.finished}" max="{len(batch.files)}"></progress>'
        f"<b>{escape(count)}</b><span>{escape(now)}</span>"
        f'<button type="button" class="quiet" data-cancel="{escape(batch.batch)}">'
        f"{escape(say('uploads.cancel'))}</button></div>"
    )


def _files(batch: Batch, say: Texts) -> str:
    """What was refused first, as that is what somebody has to do something about."""
    order = sorted(batch.files, key=lambda file: file.state != "refused")
    lines = "".join(_file(file, say) for file in order[:MOST_FILES])
    left = len(order) - MOST_FILES
    more = f'<p class="hint">{escape(say("uploads.more", more=left))}</p>' if left > 0 else ""
    return f"<ul>{lines}</ul>{more}"


def _file(file: UploadFile, say: Texts) -> str:
    note = say.told(file.note)
    if file.state == "same":
        note = say("uploads.same", file=file.note)
    elif file.state == "done":
        note = f"{say('uploads.passages', passages=file.passages)} {note}".rstrip()
    state = say(f"uploads.state.{file.state}")
    return f'<li class="file-{file.state}"><i>{escape(state)}</i><b>{escape(file.name)}</b> {escape(note)}</li>'


def _notices(notices: Sequence[WatchNotice], say: Texts) -> str:
    if not notices:
        return ""
    lines = "".join(f"<li>{escape(say(f'uploads.notice.{one.state}', path=one.path))}</li>" for one in notices)
    head = escape(say("uploads.notices", count=len(notices)))
    return f'<section class="upload"><details><summary><b>{head}</b></summary><ul>{lines}</ul></details></section>'
