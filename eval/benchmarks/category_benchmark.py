"""How well the category of a request is ranked, beside simpler classifiers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from assistant.tickets.category_ranker import CategoryRanker
from eval.baselines.text_classifier import TextClassifier
from eval.data.label_set import LabelledText
from eval.data.selection import Selection
from eval.runs.measure import Measure
from eval.runs.result import Result, Sample
from eval.runs.run import Run

_RANKS = 3
Rank = Callable[[str], Sequence[str]]
"""The likeliest labels of a text, best first."""


def benchmark_categories(
    train: Selection[LabelledText], test: Selection[LabelledText], run: Run, baselines: bool
) -> Result:
    """The figures of a ranker that learnt from `train` and from nothing else."""
    learnt = train.items
    rankers = _rankers([sample.text for sample in learnt], [sample.label for sample in learnt], baselines)
    samples = run.measure("Ranking", test.items, lambda sample: sample.place, partial(_sample, rankers))
    measures = [measure for group in rankers for measure in _measures(group)]
    return Result(tuple(measures), samples, {"n": len(samples)}, run.skipped(*train.skipped, *test.skipped))


def _rankers(texts: Sequence[str], labels: Sequence[str], baselines: bool) -> dict[str, Rank]:
    """Ours under "", the baselines under their names with a space."""
    ours = CategoryRanker.fit(texts, labels)
    rankers: dict[str, Rank] = {"": lambda text: [choice.label for choice in ours.rank(text, _RANKS)]}
    if baselines:
        fits = {"majority": TextClassifier.majority, "tfidf_linear": TextClassifier.tfidf_linear}
        rankers |= {f"{name} ": partial(fit(texts, labels).rank, limit=_RANKS) for name, fit in fits.items()}
    return rankers


def _sample(rankers: Mapping[str, Rank], sample: LabelledText) -> Sample:
    observed: dict[str, list[object]] = {}
    for group, rank in rankers.items():
        labels = rank(sample.text)
        for ranks in (1, _RANKS):
            observed[f"{group}accuracy@{ranks}"] = [[float(sample.label in labels[:ranks]), 1]]
        observed[f"{group}macro_f1"] = [[labels[0] if labels else "", sample.label]]
    return {
        "place": sample.place,
        "unit": sample.place,
        "label": sample.label,
        "ranked": list(rankers[""](sample.text)),
        **{f"accuracy@{ranks}": observed[f"accuracy@{ranks}"][0][0] for ranks in (1, _RANKS)},  # type: ignore[index]
        "observed": observed,
    }


def _measures(group: str) -> list[Measure]:
    names = [f"{group}accuracy@{ranks}" for ranks in (1, _RANKS)]
    ratios = [Measure(name, "ratio", "higher", name) for name in names]
    return [*ratios, Measure(f"{group}macro_f1", "macro_f1", "higher", f"{group}macro_f1")]
