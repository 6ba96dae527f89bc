"""What was heard of one speaker in a whole call against what they said."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import jiwer
from jiwer import AlignmentChunk

from asr.transcript import CHANNELS, Channel, FinalTranscript
from assistant.events import Stamped
from eval.data.call_set import CallScript, Turn
from eval.metrics.character_error_rate import character_error_rate
from eval.metrics.syllable_error_rate import syllable_error_rate

_DIGIT = "[0-9〇零一二两三四五六七八九幺]"
_SPLIT_ROW = re.compile(rf"(?<={_DIGIT}{{3}})\W*\n\W*(?={_DIGIT}{{3}})")


@dataclass(frozen=True, slots=True)
class TranscriptError:
    """[edits, length of what was said], in normalised characters and in toneless syllables."""

    characters: list[int]
    syllables: list[int]


@dataclass(frozen=True, slots=True)
class Misheard:
    """A turn that was not heard as it was said: it began at `at_ms` of the call; `edits` in characters."""

    speaker: Channel
    said: str
    heard: str
    at_ms: int
    edits: int


def said_by(speaker: Channel, script: CallScript) -> str:
    """All turns of a speaker in one text."""
    return _joined([turn.text for turn in _turns(speaker, script)])


def heard_of(speaker: Channel, events: Sequence[Stamped]) -> str:
    """All finals of a speaker in one text."""
    return _joined(_finals(speaker, events))


def transcript_error(said: str, heard: str) -> TranscriptError:
    """Of two texts of a speaker; a length of 0 means that nothing was said."""
    characters, syllables = character_error_rate([said], [heard]), syllable_error_rate([said], [heard])
    return TranscriptError(
        [characters.edits[0], characters.lengths[0]],
        [syllables.edits[0], syllables.lengths[0]],
    )


def misheard(script: CallScript, events: Sequence[Stamped]) -> list[Misheard]:
    """The turns with errors in the order of the call, each with what the best alignment of its channel gives it."""
    found = [each for speaker in CHANNELS for each in _misheard(speaker, script, events)]
    return sorted(found, key=lambda each: each.at_ms)


def _misheard(speaker: Channel, script: CallScript, events: Sequence[Stamped]) -> list[Misheard]:
    turns = _turns(speaker, script)
    if not turns:
        return []
    said = [turn.text for turn in turns]
    given = _given(said, heard_of(speaker, events).replace("\n", " "))
    edits = character_error_rate(said, given).edits
    return [
        Misheard(speaker, turn.text, text, turn.start_ms, wrong)
        for turn, text, wrong in zip(turns, given, edits, strict=True)
        if wrong
    ]


def _given(said: Sequence[str], heard: str) -> list[str]:
    """The stretch of what was heard that belongs to each text; what was only heard belongs to what it follows."""
    whole = [_letters(text)[0] for text in said]
    letters, places = _letters(heard)
    aligned = jiwer.process_characters(["".join(whole)], [letters]).alignments[0]
    stretches, read, begin = [], 0, 0
    for number, text in enumerate(whole):
        read += len(text)
        end = len(letters) if number == len(whole) - 1 else _opposite(aligned, read)
        stretches.append(heard[places[begin] : places[end - 1] + 1] if begin < end else "")
        begin = end
    return stretches


def _opposite(aligned: Sequence[AlignmentChunk], read: int) -> int:
    """The place in what was heard that stands opposite a place in what was said."""
    for chunk in aligned:
        if chunk.ref_start_idx <= read < chunk.ref_end_idx:
            return int(min(chunk.hyp_start_idx + read - chunk.ref_start_idx, chunk.hyp_end_idx))
    return int(aligned[-1].hyp_end_idx) if aligned else 0


def _letters(text: str) -> tuple[str, list[int]]:
    """Letters and characters alone in one width and case, and the place of each."""
    kept = [
        (folded, place)
        for place, character in enumerate(text)
        for folded in unicodedata.normalize("NFKC", character).lower()
        if folded.isalnum()
    ]
    return "".join(folded for folded, _ in kept), [place for _, place in kept]


def _joined(texts: Sequence[str]) -> str:
    """A number that runs across two texts, such as a telephone number said in two breaths, stays one number."""
    return _SPLIT_ROW.sub("", "\n".join(texts))


def _turns(speaker: Channel, script: CallScript) -> list[Turn]:
    return [turn for turn in script.turns if turn.speaker == speaker]


def _finals(speaker: Channel, events: Sequence[Stamped]) -> list[str]:
    finals = [e.event for e in events if isinstance(e.event, FinalTranscript) and e.event.channel == speaker]
    return [final.text for final in sorted(finals, key=lambda final: final.start_ms) if final.text]
