"""Page numbers as people write them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby


def page_list(numbers: Sequence[int]) -> str:
    """Ascending numbers with runs put together: "1, 3–5"."""
    runs = []
    for _, group in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0]):
        run = [number for _, number in group]
        runs.append(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}")
    return ", ".join(runs)
