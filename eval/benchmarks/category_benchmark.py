"""How well the category of a request is ranked."""

from __future__ import annotations

from collections.abc import Sequence

from tqdm import tqdm

from assistant.category_ranker import CategoryRanker
from eval.data.label_set import LabelledText
from eval.metrics.hit_rate import hit_rate
from eval.metrics.macro_f1 import macro_f1
from eval.runs.result import Result

_RANKS = 3


def benchmark_categories(train: Sequence[LabelledText], test: Sequence[LabelledText]) -> Result:
    """The figures of a ranker that learnt from `train` and from nothing else."""
    ranker = CategoryRanker.fit([sample.text for sample in train], [sample.label for sample in train])
    ranked = [
        [choice.label for choice in ranker.rank(sample.text, _RANKS)] for sample in tqdm(test, "Ranking", unit="row")
    ]
    wanted = [sample.label for sample in test]
    first, third = hit_rate(ranked, wanted, 1), hit_rate(ranked, wanted, _RANKS)
    figures = {
        "accuracy@1": first.mean,
        "accuracy@3": third.mean,
        "macro_f1": macro_f1([labels[0] if labels else "" for labels in ranked], wanted),
        "n": len(test),
    }
    samples = [
        {"place": sample.place, "label": sample.label, "ranked": labels, "accuracy@1": at_1, "accuracy@3": at_3}
        for sample, labels, at_1, at_3 in zip(test, ranked, first.samples, third.samples, strict=True)
    ]
    return Result(figures, samples)
