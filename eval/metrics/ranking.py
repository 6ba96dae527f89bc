"""Where in a ranking what was wanted first stands: hit rate at k and reciprocal rank, by ir_measures."""

from __future__ import annotations

from collections.abc import Sequence

import ir_measures
from ir_measures import RR, Success

_MEASURES = {
    **{f"hit@{k}": Success @ k for k in (1, 3, 5)},
    "mrr@10": RR @ 10,
}
RANKING_FIGURES = tuple(_MEASURES)


def ranking_figures(right: Sequence[bool]) -> dict[str, float]:
    """Whether each place, best first, holds what was wanted; nothing found at all counts 0 throughout."""
    wanted = {"elsewhere": 1} | {str(place): 1 for place, is_right in enumerate(right) if is_right}
    ranked = {str(place): -float(place) for place in range(len(right))}
    found = ir_measures.iter_calc(list(_MEASURES.values()), {"q": wanted}, {"q": ranked})
    values = {metric.measure: float(metric.value) for metric in found}
    return {name: values[measure] for name, measure in _MEASURES.items()}
