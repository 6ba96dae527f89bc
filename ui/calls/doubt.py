"""How surely the words were heard that a value, an answer or a line rests on."""

from __future__ import annotations

from assistant.events import FinalTranscript
from assistant.ticket import Evidence, FieldName
from assistant.transcripts.placed_words import placed_words
from ui.panel_state import PanelState

EXACT: frozenset[FieldName] = frozenset(("caller_name", "caller_phone", "place", "time", "parties"))
"""Fields that one wrong word spoils; of longer ones the mean counts."""

Heard = tuple[int, int, float]
"""Characters from start to end of a text, and the confidence 0..1 they were heard with."""


def heard_words(final: FinalTranscript) -> list[Heard]:
    """What is of the engine's words, in order; a repair has the lowest confidence of those under it.

    Without words, the text as a whole.
    """
    if not final.words:
        return [] if final.confidence is None else [(0, len(final.text), final.confidence)]
    sure: dict[tuple[int, int], float] = {}
    for one in placed_words(final):
        place = one.start, one.end
        sure[place] = min(one.word.confidence, sure.get(place, 1.0))
    return [(start, end, confidence) for (start, end), confidence in sure.items()]


def unsure_line(final: FinalTranscript, unsure: float) -> bool:
    """Whether the whole of it was heard with less than that confidence."""
    sure = _mean(heard_words(final)) if final.confidence is None else final.confidence
    return sure is not None and sure < unsure


def unsure_field(state: PanelState, name: FieldName, unsure: float) -> bool:
    """Whether a drafted value rests on such words; one without words of its own on those of the category."""
    drafted = state.draft.fields.get(name)
    evidence = drafted.evidence if drafted else ()
    if not evidence and name == "department" and (category := state.draft.fields.get("category")):
        evidence = category.evidence
    return any(_unsure_quote(state, one, unsure, name in EXACT) for one in evidence)


def unsure_question(state: PanelState, unsure: float) -> bool:
    """Whether what was searched with was heard so."""
    asked = state.suggestion
    if asked is None or not asked.heard:
        return False
    final = _final(state, "caller", asked.utterance)
    return final is not None and unsure_line(final, unsure)


def _unsure_quote(state: PanelState, evidence: Evidence, unsure: float, exact: bool) -> bool:
    final = _final(state, evidence.channel, evidence.utterance)
    if final is None:
        return False
    start = final.text.find(evidence.quote)
    end = start + len(evidence.quote)
    touched = [
        (max(first, start), min(last, end), sure)
        for first, last, sure in heard_words(final)
        if start >= 0 and first < end and last > start
    ]
    if not touched:
        return unsure_line(final, unsure)
    mean = _mean(touched)
    return min(sure for *_, sure in touched) < unsure if exact else mean is not None and mean < unsure


def _mean(heard: list[Heard]) -> float | None:
    """By characters; None where there are none."""
    length = sum(end - start for start, end, _ in heard)
    return sum((end - start) * sure for start, end, sure in heard) / length if length else None


def _final(state: PanelState, channel: str, utterance: int) -> FinalTranscript | None:
    finals = (line for line in state.lines if isinstance(line, FinalTranscript))
    return next((line for line in finals if (line.channel, line.utterance) == (channel, utterance)), None)
