"""Whether a question is answered by another document than its own, so that nothing should be silent about it."""

from __future__ import annotations

from eval.benchmarks.benchmark_base import Base
from eval.data.question_set import Question
from retrieval.evidence import Evidence
from retrieval.ranking import Ranking

PASSAGES = 10
"""The best of those considered, in which the answer is looked for."""

STANDS = 0.3
"""Share of the answer's grams from which on a passage is taken to hold it: the same facts reported in other words."""

_GRAM = 4


def own_passages(base: Base, question: Question) -> frozenset[int]:
    """Of the documents that answer: what is held out."""
    of = base.library.passages_of
    return frozenset(passage.passage_id for doc_id in question.doc_ids for passage in of(doc_id))


def answered_elsewhere(base: Base, ranking: Ranking, without: Evidence, heard: bool, answer: str) -> bool:
    """Of what was considered with the question's own document held out."""
    wanted = _grams(answer)
    if not wanted or not without.ids:
        return False
    merits = ranking.merits(without, heard)
    best = [without.ids[place] for place in (-merits).argsort(kind="stable")[:PASSAGES]]
    texts = [_plain(passage.text) for passage in base.library.passages(best).values()]
    return any(sum(gram in text for gram in wanted) >= STANDS * len(wanted) for text in texts)


def _grams(text: str) -> set[str]:
    """Runs of characters; all of a text that is shorter than a run."""
    plain = _plain(text)
    return {plain[start : start + _GRAM] for start in range(max(1, len(plain) - _GRAM + 1))} - {""}


def _plain(text: str) -> str:
    """Without marks and spaces."""
    return "".join(character for character in text if character.isalnum())
