"""The live transcript as HTML; every word in it is escaped."""

from __future__ import annotations

from html import escape

from assistant.events import FinalTranscript, PartialTranscript
from ui.panel_state import Line, PanelState, TypedQuestion
from ui.texts import Texts

UNSURE = 0.5
"""Below this confidence words are marked as doubtful."""


def clock(ms: int) -> str:
    """mm:ss, hours in front where there are any."""
    minutes, seconds = divmod(max(ms, 0) // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes:02}:{seconds:02}"


def transcript_html(state: PanelState, say: Texts, missing: tuple[str, ...] = ()) -> str:
    """All lines in order; without a call, how to begin one and what is missing on this machine."""
    if not state.call_id:
        notes = "".join(f"<li>{escape(sentence)}</li>" for sentence in missing)
        return f'<p class="hint">{escape(say("transcript.empty"))}</p><ul class="missing">{notes}</ul>'
    if not state.lines and not state.ended and state.source != "typed":
        return f'<p class="hint">{escape(say("transcript.waiting"))}</p>'
    return "".join(_line(line, say) for line in state.lines) + _summary(state, say)


def _line(line: Line, say: Texts) -> str:
    if isinstance(line, TypedQuestion):
        who, kind, words = "typed", "typed", escape(line.text)
    elif isinstance(line, PartialTranscript):
        who, kind, words = line.channel, f"{line.channel} partial", _partial(line)
    else:
        who, kind, words = line.channel, line.channel, _final(line, say)
    return (
        f'<div class="line {kind}"><span class="who">{escape(say.known("speaker", who))}</span>'
        f'<time>{clock(line.start_ms)}</time><p lang="zh">{words}</p></div>'
    )


def _partial(line: PartialTranscript) -> str:
    stable, tail = line.text[: line.stable], line.text[line.stable :]
    return f'{escape(stable)}<span class="tail">{escape(tail)}</span>'


def _final(line: FinalTranscript, say: Texts) -> str:
    if not line.words:
        return _doubtful(line.text, line.confidence, say)
    html, at = [], 0
    for word in line.words:
        start = line.text.find(word.text, at)
        if start < 0 or not word.text:
            continue  # a repaired or re-written word no longer stands in the text
        html.append(escape(line.text[at:start]) + _doubtful(word.text, word.confidence, say))
        at = start + len(word.text)
    return "".join(html) + escape(line.text[at:])


def _doubtful(text: str, confidence: float | None, say: Texts) -> str:
    if confidence is None or confidence >= UNSURE or not any(map(str.isalnum, text)):
        return escape(text)
    title = escape(say("transcript.unsure", percent=round(confidence * 100)))
    return f'<span class="unsure" title="{title}">{escape(text)}</span>'


def _summary(state: PanelState, say: Texts) -> str:
    if state.ended is None or not state.ended.summary:
        return ""
    return f'<div class="summary"><b>{escape(say("summary"))}</b><p>{escape(state.ended.summary)}</p></div>'
