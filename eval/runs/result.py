"""What a benchmark gives: figures for the data set, and what they rest on, sample by sample."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Figures = dict[str, Any]
"""Numbers under the names of the report; a group of numbers is a dictionary of its own."""


@dataclass(frozen=True, slots=True)
class Result:
    """Figures in all, and one dictionary a sample in the order of the data set."""

    figures: Figures
    samples: list[dict[str, Any]]
