"""An answer made of exact words of the found passages, or none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer import Answer, AnswerSentence
from assistant.answers.answer_kind import AnswerKind, asked_kinds
from assistant.answers.citation_check import cite
from assistant.answers.clauses import Clause, clauses, is_question, spoken
from assistant.answers.likeness import Question, sounded
from retrieval.hit import Hit

_MAX_SENTENCES = 3
_MAX_CHARACTERS = 220
_FEWEST_PAIRS = 2
_LIST_KINDS = frozenset({"papers", "terms", "how", "list"})
_PRELIMINARY = re.compile(
    r"(?:发布机关|文号|发文字号|施行日期|发布日期|事项类型)[:：]|本(?:办法|细则|通知|规定|通告)自.{4,14}起"
)
_SENTENCE = re.compile(r"[^。？！?!]+[。？！?!]*")

# `fit` and `trust` are sums with the weights of two logistic regressions, rounded: one over the clauses of
# passages with a known answer, one over the chosen answers, right or wrong, with and without the right
# passage among the hits. The last two numbers are where on these scales the lines were drawn.
_CLOSE = 0.8
_OFFER_FROM = 2.6


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A clause with how well it answers among the others (`fit`) and how sure that is (`trust`)."""

    hit: Hit
    clause: Clause
    fit: float
    trust: float


class QuotedAnswer:
    """Chooses clauses that share the question's words or sounds and hold the kind of thing it asks for."""

    def answer(self, query: str, heard: bool, hits: Sequence[Hit]) -> Answer | None:
        """One to three sentences, each with the exact span it was taken from; None where nothing is sure.

        A wrong rule that is read out to a caller does more harm than none, hence the threshold.
        """
        candidates = _candidates(_asked(query, heard), heard, hits)
        best = max(candidates, key=lambda candidate: candidate.fit, default=None)
        if best is None or best.trust < _OFFER_FROM:
            return None
        chosen = _reply(best, candidates) if is_question(best.clause.lead) else _beside(best, candidates)
        return Answer(tuple(_sentence(each) for each in chosen), origin="quoted")


def _asked(query: str, heard: bool) -> str:
    """The sentences of an utterance that ask for something, all of it where none does."""
    asking = [sentence for sentence in _SENTENCE.findall(query) if asked_kinds(sentence, heard)]
    return "".join(asking) or query


def _candidates(query: str, heard: bool, hits: Sequence[Hit]) -> list[_Candidate]:
    found = [(rank, hit, clause) for rank, hit in enumerate(hits) for clause in clauses(hit.passage.text)]
    texts = [sounded(clause.text) for _, _, clause in found if not clause.whole_list]
    question = Question(query, texts)
    if question.size < _FEWEST_PAIRS:
        return []
    kinds = asked_kinds(query, heard)
    return [_weigh(question, kinds, rank, hit, clause) for rank, hit, clause in found]


def _weigh(question: Question, kinds: Sequence[AnswerKind], rank: int, hit: Hit, clause: Clause) -> _Candidate:
    own, lead, whole = sounded(clause.text), sounded(clause.lead), sounded(hit.passage.text)
    above = sounded(" ".join((hit.passage.title, *hit.passage.heading_path)))
    kind = _kind_fit(kinds, clause)
    fit = (
        3.0 * question.share(own, lead, above)
        + 0.8 * question.share(lead, above)
        + 1.8 * kind
        + 3.0 / (rank + 1)
        - _drawback(kinds, clause)
    )
    trust = (
        0.9 * question.share(own)
        + 1.1 * question.plain_share(own, lead, above)
        + 0.3 * question.plain_share(whole, above)
        + 0.7 * question.plain_share(above)
        + 0.9 * kind
        + 0.9 * (rank == 0)
    )
    return _Candidate(hit, clause, fit, trust)


def _kind_fit(kinds: Sequence[AnswerKind], clause: Clause) -> float:
    """The share of the asked kinds that the clause has; an utterance that asks for none has to earn more trust."""
    return sum(bool(kind.signs.search(clause.text)) for kind in kinds) / len(kinds) if kinds else 0.0


def _drawback(kinds: Sequence[AnswerKind], clause: Clause) -> float:
    """What speaks against a clause: an introduction without what it introduces, a document's preliminaries."""
    unasked_list = clause.whole_list and not any(kind.name in _LIST_KINDS for kind in kinds)
    introduces = clause.text.endswith(("：", ":"))
    return 1.3 * introduces + 1.0 * bool(_PRELIMINARY.match(clause.text)) + 0.3 * unasked_list


def _reply(best: _Candidate, candidates: Sequence[_Candidate]) -> list[_Candidate]:
    """The sentences under the same question, from the first on, as far as they can be said in one breath."""
    reply = [each for each in candidates if each.hit is best.hit and each.clause.lead == best.clause.lead]
    return _bounded([best, *(each for each in reply if not _overlap(each, best))])


def _beside(best: _Candidate, candidates: Sequence[_Candidate]) -> list[_Candidate]:
    """With the best, others of its passage that answer nearly as well."""
    ranked = sorted(candidates, key=lambda candidate: candidate.fit, reverse=True)
    near = [each for each in ranked if each.hit is best.hit and each.fit >= best.fit - _CLOSE]
    return _bounded(near)


def _bounded(ranked: Sequence[_Candidate]) -> list[_Candidate]:
    """The first few that do not overlap, in the order they stand in."""
    chosen: list[_Candidate] = []
    for each in ranked:
        length = sum(len(other.clause.text) for other in chosen) + len(each.clause.text)
        fits = len(chosen) < _MAX_SENTENCES and (not chosen or length <= _MAX_CHARACTERS)
        if fits and not any(_overlap(each, other) for other in chosen):
            chosen.append(each)
    return sorted(chosen, key=lambda each: each.clause.start)


def _overlap(one: _Candidate, other: _Candidate) -> bool:
    return one.clause.start < other.clause.end and other.clause.start < one.clause.end


def _sentence(candidate: _Candidate) -> AnswerSentence:
    return AnswerSentence(spoken(candidate.clause), (cite(candidate.hit.passage, candidate.clause),))
