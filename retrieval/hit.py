"""One found passage and why it was found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from knowledge_base.document import Passage

SearchChannel = Literal["dense", "words", "sound"]
SEARCH_CHANNELS: tuple[SearchChannel, ...] = ("dense", "words", "sound")


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage with its fused score (higher is better, 0..1) and its rank in each channel.

    `ranks` counts from 1; a channel that did not find the passage has no entry. `in_force` says whether the
    passage's version holds on the day that was searched as of.
    """

    passage: Passage
    score: float
    ranks: dict[SearchChannel, int]
    in_force: bool = True
