"""A question in its call: what was said just before it, and what is found for it alone and with that together.

"What do I have to bring?" leaves out what for. What was said before holds it, in words that may be misheard, and drags
along an old subject where the question names a new one. So a passage counts by both searches alike.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import exp, log

from asr.transcript import FinalTranscript
from retrieval.hit import Hit

UTTERANCES = 3
LONGEST = 60
"""Characters of them: beyond, what was said is more about something else."""

PER_DOCUMENT = 2
_SURE = 1e-9
_TURN = re.compile(r"对了|另外|顺便|再问|再咨询|换个|别的[事问]|还有(?:个|一个|件|一件)[事问]")


@dataclass(frozen=True, slots=True)
class Found:
    """The passages, and the words they were searched for: with what was said before where that chose the best one's
    document, else the question alone.
    """

    query: str
    hits: tuple[Hit, ...] = ()


def said_before(question: str, utterance: int, finals: Sequence[FinalTranscript]) -> str:
    """The last words of either side before the caller's utterance of that number, from the caller's first ones on.

    Nothing stands before what was typed, utterance -1.
    """
    mine = [n for n, final in enumerate(finals) if final.channel == "caller" and final.utterance < utterance]
    if not mine:
        return ""
    before = [final for final in finals[mine[0] :] if final.channel != "caller" or final.utterance < utterance]
    texts = [text for final in before if (text := final.text.rstrip("。，,？?")) and text not in question]
    return "，".join(texts[-UTTERANCES:])[-LONGEST:]


def turns_away(question: str) -> bool:
    """Whether its words say that it is about something else than what was said before."""
    return bool(_TURN.search(question))


def found_together(alone: Sequence[Hit], after: Sequence[Hit]) -> list[Hit]:
    """What a question found alone and after what was said before, neither of them empty, best first.

    A hit counts by the mean of its log odds in both, as of its place, so that a reranker's order holds.
    """
    first, second = _odds(alone), _odds(after)
    lowest = min(first.values()), min(second.values())
    hits = {hit.passage.passage_id: hit for hit in (*after, *alone)}
    odds = {i: (first.get(i, lowest[0]) + second.get(i, lowest[1])) / 2 for i in hits}
    best = sorted(hits, key=lambda number: odds[number], reverse=True)
    return _varied([replace(hits[number], score=1 / (1 + exp(-odds[number]))) for number in best])


def _odds(hits: Sequence[Hit]) -> Mapping[int, float]:
    """Logarithm of the odds to answer, the best for the first: by passage id."""
    chances = sorted((min(max(hit.score, _SURE), 1 - _SURE) for hit in hits), reverse=True)
    return {hit.passage.passage_id: log(chance / (1 - chance)) for hit, chance in zip(hits, chances, strict=True)}


def _varied(hits: Sequence[Hit]) -> list[Hit]:
    """Of each document's passages those after PER_DOCUMENT behind all others."""
    taken: dict[str, int] = {}
    chosen: list[Hit] = []
    spare: list[Hit] = []
    for hit in hits:
        document = hit.passage.doc_id
        taken[document] = taken.get(document, 0) + 1
        (chosen if taken[document] <= PER_DOCUMENT else spare).append(hit)
    return chosen + spare
