"""How much of what was said was heard wrong: edits over the length of what was said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jiwer import AlignmentChunk


@dataclass(frozen=True, slots=True)
class ErrorRate:
    """Edits (substitutions, deletions, insertions) and units said, sample by sample; no length is 0."""

    edits: tuple[int, ...]
    lengths: tuple[int, ...]

    @property
    def samples(self) -> tuple[float, ...]:
        """Each sample's rate; above 1 where more was heard than said."""
        return tuple(edits / length for edits, length in zip(self.edits, self.lengths, strict=True))

    @property
    def total(self) -> float:
        """The rate of the corpus, in which a long sample weighs more than a short one."""
        return sum(self.edits) / sum(self.lengths)


def count_edits(alignment: Sequence[AlignmentChunk]) -> int:
    """The edits of one of jiwer's alignments."""
    return sum(
        max(chunk.ref_end_idx - chunk.ref_start_idx, chunk.hyp_end_idx - chunk.hyp_start_idx)
        for chunk in alignment
        if chunk.type != "equal"
    )
