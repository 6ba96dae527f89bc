"""Everything that one played call is scored on, series by series."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import Any

from asr.transcript import CHANNELS, FinalTranscript
from assistant.advisor import SHOWN
from assistant.events import Stamped, TicketDraft
from assistant.ticket import Draft, RankedLabel
from eval.benchmarks.call_bench import CallBench
from eval.data.call_set import CallScript
from eval.metrics import citation_precision, recommendation
from eval.metrics.caller_turn import CallerTurn, caller_turns
from eval.metrics.confidence import confidence_pairs
from eval.metrics.degraded_modes import degraded_modes
from eval.metrics.field_scores import field_scores, overlaps
from eval.metrics.important_words import important_words, vocabulary
from eval.metrics.latency import latencies
from eval.metrics.ranking import ranking_figures
from eval.metrics.transcript_error import heard_of, misheard, said_by, transcript_error

Observed = dict[str, list[Any]]


@dataclass(frozen=True, slots=True)
class CallScores:
    """Scores one call's events; `timed` says whether it was played at real speed, so that latencies mean something."""

    script: CallScript
    events: Sequence[Stamped]
    bench: CallBench
    timed: bool

    def observed(self) -> Observed:
        """Every series without its condition."""
        turns = caller_turns(self.events, self.script)
        return {
            **(self._latencies() if self.timed else {}),
            **self._hearing(),
            **self._advice(turns),
            **self._ticket(),
            "faults": [sum(degraded_modes(self.events).values())],
        }

    def examples(self) -> list[dict[str, Any]]:
        """The turns that were misheard."""
        return [
            {
                "where": f"{self.script.id} {each.speaker}",
                "at_s": each.at_ms / 1000,
                "said": each.said,
                "heard": each.heard,
                "edits": each.edits,
            }
            for each in misheard(self.script, self.events)
        ]

    @property
    def draft(self) -> Draft:
        """The ticket as it stood at the end, without an operator."""
        drafts = (e.event.draft for e in reversed(self.events) if isinstance(e.event, TicketDraft))
        return next(drafts, Draft())

    def _latencies(self) -> Observed:
        waits = latencies(self.events, self.script.turns)
        names = ("first_partial", "final", "recommendation", "draft")
        return {f"{name}_s": list(getattr(waits, name)) for name in names}

    def _hearing(self) -> Observed:
        observed: Observed = {"confidence hearing": []}
        for speaker in CHANNELS:
            said, heard = said_by(speaker, self.script), heard_of(speaker, self.events)
            observed |= self.heard_wrong(speaker, said, heard)
            finals = [e.event for e in self.events if isinstance(e.event, FinalTranscript)]
            finals = sorted((f for f in finals if f.channel == speaker), key=lambda final: final.start_ms)
            observed["confidence hearing"] += confidence_pairs(said, finals)
        return observed | self._important_words()

    @staticmethod
    def heard_wrong(speaker: str, said: str, heard: str) -> Observed:
        """Edits and length by characters and by syllables; nothing for who said nothing."""
        error = transcript_error(said, heard)
        if not error.characters[1]:
            return {}
        return {f"{speaker} cer": [error.characters], f"{speaker} syllable_error_rate": [error.syllables]}

    def _important_words(self) -> Observed:
        city, observed = self.bench.city, Observed()
        kinds = vocabulary(self.script.expected.ticket, city.places, city.terms)
        for speaker in CHANNELS:
            found = important_words(said_by(speaker, self.script), heard_of(speaker, self.events), kinds)
            for kind, error in found.items():
                observed.setdefault(f"important {kind}", []).append(error.characters)
                observed.setdefault(f"important_by_sound {kind}", []).append(error.sound)
        return observed

    def _advice(self, turns: Sequence[CallerTurn]) -> Observed:
        documents = self.bench.documents
        observed: Observed = {
            "recommendation useless": [recommendation.useless(turns, documents)],
            "recommendation unneeded": [recommendation.unneeded(turns, documents)],
            "citation stands": [citation_precision.standing(self.events, documents)],
            "citation supports": [citation_precision.supporting(self.events)],
            "answer answered": [citation_precision.answered(turns)],
            "answer right": [citation_precision.answers_right(turns, documents)],
            "answer unneeded": [citation_precision.answers_unneeded(turns)],
        }
        observed = {name: [pair for pair in pairs if pair[1]] for name, pairs in observed.items()}
        for ranking in recommendation.rankings(turns, documents):
            _rank_into(observed, "", ranking.right)
        return observed

    def _ticket(self) -> Observed:
        expected, draft, observed = self.script.expected, self.draft, Observed()
        for score in field_scores(expected.ticket, draft):
            for name in ("precision", "recall", "f1"):
                observed.setdefault(f"field {name}", []).append(getattr(score, name))
            observed[f"field {score.field} f1"] = [score.f1]
            if score.confidence is not None:
                right = float(score.outcome == "right")
                observed.setdefault("confidence field", []).append([score.confidence, right])
        observed |= {f"overlap {name}": [value] for name, value in overlaps(expected.ticket, draft).items()}
        for name, wanted, ranked in (
            ("category", expected.category, draft.categories),
            ("department", expected.department, draft.departments),
        ):
            observed |= _ranked(name, wanted, ranked) if wanted is not None else {}
        return observed


def _rank_into(observed: Observed, group: str, right: Sequence[bool]) -> None:
    """Adds one question's ranking figures."""
    for name, value in ranking_figures(right).items():
        if name.startswith("hit"):
            observed.setdefault(f"{group}recommended{name.removeprefix('hit')}", []).append([value, 1])


def _ranked(name: str, wanted: str, ranked: Sequence[RankedLabel]) -> Observed:
    labels = [each.label for each in ranked]
    observed: Observed = {f"{name}@{k}": [[float(wanted in labels[:k]), 1]] for k in (1, 3)}
    if ranked:
        observed[f"confidence {name}"] = [[ranked[0].score, float(labels[0] == wanted)]]
    return observed


def _answers(bench: CallBench, turn: CallerTurn, doc_id: str) -> bool:
    return any(bench.documents.answered_by(answer, doc_id) for answer in turn.answers)


def _first(right: Sequence[bool]) -> float:
    return right.index(True) if True in right else inf


def baseline_scores(scores: CallScores) -> Observed:
    """What simpler systems make of what was heard: searches on the same questions, classifiers on the same words.

    A search is given every utterance of a turn and every question that ours made of them, and its best ranking counts,
    as ours does.
    """
    observed: Observed = {}
    bench, script = scores.bench, scores.script
    for turn in caller_turns(scores.events, script):
        if not turn.answers:
            continue
        queries = dict.fromkeys([*turn.heard, *(each.query for shown in turn.shown for each in shown)])
        for search in bench.searches:
            found = [search.doc_ids(query, SHOWN) for query in queries]
            for name in search.names:
                rankings = [[_answers(bench, turn, doc_id) for doc_id in ranking[name]] for ranking in found]
                _rank_into(observed, f"{name} ", min(rankings, key=_first, default=[]))
    heard = heard_of("caller", scores.events)
    for name, classifier in bench.classifiers:
        labels = classifier.rank(heard, 3)
        if (wanted := script.expected.category) is not None:
            observed |= {f"{name} category@{k}": [[float(wanted in labels[:k]), 1]] for k in (1, 3)}
    return observed
