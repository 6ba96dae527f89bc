"""Questions of one kind with the knowledge base that they are asked of, and what each of them teaches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from tqdm import tqdm

from eval.benchmarks.answer_elsewhere import answered_elsewhere, own_passages
from eval.benchmarks.benchmark_base import Base
from eval.benchmarks.wording import Wording
from eval.tuning.lesson import Lesson
from eval.tuning.merit import Asked
from retrieval.evidence import FEATURES, Evidence
from retrieval.ranking import Ranking, Way

MEANING = [FEATURES.index("dense"), FEATURES.index("dense_gap")]


@dataclass(frozen=True, slots=True)
class Questions:
    """`name` stands before the figures of this kind; `meaning`: whether the embedder's cosines say anything."""

    name: str
    base: Base
    ranking: Ranking
    asked: Mapping[Way, Sequence[Wording]]
    meaning: bool = True

    def lessons(self, way: Way) -> dict[str, Lesson]:
        """By question; those that are no question, or for which nothing at all comes into question, teach nothing."""
        progress = tqdm(self.asked.get(way, ()), f"Considering what was {way}", unit="question")
        found = {wording.key: self._lesson(wording) for wording in progress}
        return {key: lesson for key, lesson in found.items() if lesson}

    def _lesson(self, wording: Wording) -> Lesson | None:
        question = wording.question
        found = self._consider(wording, frozenset())
        if not found or not found.ids:
            return None
        if not question.doc_ids:
            return Lesson(None, found)
        without = self._consider(wording, own_passages(self.base, question))
        if without and answered_elsewhere(self.base, self.ranking, without, wording.heard, question.answer):
            without = None
        return Lesson(Asked(found, question.doc_ids), without)

    def _consider(self, wording: Wording, without: frozenset[int]) -> Evidence | None:
        found = self.base.searcher.consider(wording.text, wording.heard, without)
        if self.meaning or not found:
            return found
        features = found.features.copy()
        features[:, MEANING] = 0.0
        return replace(found, features=features)
