"""The live transcript as HTML; every word in it is escaped."""

from __future__ import annotations

from html import escape

from assistant.events import FinalTranscript, PartialTranscript
from ui.calls.doubt import Heard, heard_words, unsure_line
from ui.panel_state import HearingNote, Line, PanelState, TypedQuestion
from ui.texts import Texts

LIVE_LINES = 300
"""The last lines that are drawn while a call goes on: drawing costs the same however long it lasts."""


def clock(ms: int) -> str:
    """mm:ss, hours in front where there are any."""
    minutes, seconds = divmod(max(ms, 0) // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes:02}:{seconds:02}"


def transcript_html(state: PanelState, say: Texts, missing: tuple[str, ...] = (), unsure: float = 0.0) -> str:
    """All lines in order; without a call, how to begin one and what is missing on this machine.

    What was heard with less confidence than `unsure` is marked.
    """
    if not state.call_id:
        notes = "".join(f"<li>{escape(say.told(sentence))}</li>" for sentence in missing)
        return f'<p class="hint">{escape(say("transcript.empty"))}</p><ul class="missing">{notes}</ul>'
    if not state.lines and not state.ended and state.source != "typed":
        return f'<p class="hint">{escape(say("transcript.waiting"))}</p>'
    left_out = 0 if state.ended else max(0, len(state.lines) - LIVE_LINES)
    earlier = f'<p class="hint">{escape(say("transcript.earlier", lines=left_out))}</p>' if left_out else ""
    return earlier + "".join(_line(line, say, unsure) for line in state.lines[left_out:]) + _summary(state, say)


def _line(line: Line, say: Texts, unsure: float) -> str:
    time = f"<time>{clock(line.start_ms)}</time>"
    if isinstance(line, HearingNote):
        return f'<div class="line noted">{time}<p>{escape(say(f"hearing.noted.{line.state}"))}</p></div>'
    if isinstance(line, TypedQuestion):
        who, kind, words = "typed", "typed", escape(line.text)
    elif isinstance(line, PartialTranscript):
        who, kind, words = line.channel, f"{line.channel} partial", _partial(line)
    else:
        who, kind, words = line.channel, line.channel, _doubt(line, say, unsure) + _final(line, say, unsure)
        time = _timed(line, say)
    return (
        f'<div class="line {kind}"><span class="who">{escape(say.known("speaker", who))}</span>'
        f'{time}<p lang="zh">{words}</p></div>'
    )


def _partial(line: PartialTranscript) -> str:
    stable, tail = line.text[: line.stable], line.text[line.stable :]
    return f'{escape(stable)}<span class="tail">{escape(tail)}</span>'


def _timed(line: FinalTranscript, say: Texts) -> str:
    """When it was said; with the engine's own words as its note where the text is not those."""
    if not line.raw or line.raw == line.text:
        return f"<time>{clock(line.start_ms)}</time>"
    return f'<time class="raw" {_note(say("repair.raw", raw=line.raw))}>{clock(line.start_ms)}</time>'


def _doubt(line: FinalTranscript, say: Texts, unsure: float) -> str:
    if not unsure_line(line, unsure):
        return ""
    title = "" if line.confidence is None else escape(say("doubt.line", percent=round(line.confidence * 100)))
    return f'<small class="doubt" title="{title}">{escape(say("doubt"))}</small>'


def _final(line: FinalTranscript, say: Texts, unsure: float) -> str:
    """The text with what was repaired, and what was heard unsurely in that and outside of it."""
    heard = heard_words(line)
    marks = [
        (one.start, one.end, _repaired(line, number, heard, say, unsure)) for number, one in enumerate(line.repairs)
    ]
    marks += [
        (start, end, _unsure(line.text[start:end], sure, say))
        for start, end, sure in heard
        if sure < unsure and any(map(str.isalnum, line.text[start:end]))
        if all(end <= repair.start or start >= repair.end for repair in line.repairs)
    ]
    html, at = [], 0
    for start, end, marked in sorted(marks):
        if at <= start < end <= len(line.text):
            html.append(escape(line.text[at:start]) + marked)
            at = end
    return "".join(html) + escape(line.text[at:])


def _repaired(line: FinalTranscript, number: int, heard: list[Heard], say: Texts, unsure: float) -> str:
    """What was written is only as sure as the words that were heard for it."""
    repair = line.repairs[number]
    reason, percent = say.known("repair", repair.reason), round(repair.score * 100)
    note, kind = say("repair.note", heard=repair.heard, reason=reason, percent=percent), "repaired"
    lowest = min((sure for start, end, sure in heard if start < repair.end and end > repair.start), default=1.0)
    if lowest < unsure:
        note, kind = f"{note} · {say('transcript.unsure', percent=round(lowest * 100))}", "repaired unsure"
    return f'<span class="{kind}" {_note(note)}>{escape(line.text[repair.start : repair.end])}</span>'


def _note(words: str) -> str:
    """Attributes of an element whose note the page's script shows under the pointer and at the keyboard's focus."""
    return f'tabindex="0" data-note="{escape(words)}" aria-description="{escape(words)}"'


def _unsure(text: str, confidence: float, say: Texts) -> str:
    title = escape(say("transcript.unsure", percent=round(confidence * 100)))
    return f'<span class="unsure" title="{title}">{escape(text)}</span>'


def _summary(state: PanelState, say: Texts) -> str:
    if state.ended is None or not state.ended.summary:
        return ""
    return f'<div class="summary"><b>{escape(say("summary"))}</b><p>{escape(state.ended.summary)}</p></div>'
