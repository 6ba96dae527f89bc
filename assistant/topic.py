"""What a call is about: the documents found so far, the latest counting most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from retrieval.hit import Hit

FADING = 0.8


class Topic:
    """Changed by one thread."""

    def __init__(self) -> None:
        self._weights: dict[str, float] = {}

    def found(self, hits: Sequence[Hit]) -> None:
        """Takes in the hits of one question; what was found before fades."""
        best: dict[str, float] = {}
        for hit in hits:
            best[hit.passage.doc_id] = max(hit.score, best.get(hit.passage.doc_id, 0.0))
        for document in self._weights.keys() | best.keys():
            self._weights[document] = FADING * self._weights.get(document, 0.0) + best.get(document, 0.0)

    def weights(self, share: float) -> Mapping[str, float]:
        """Document to how much the call is about it: `share` for the one that it is most about."""
        top = max(self._weights.values(), default=0.0)
        return {document: share * weight / top for document, weight in self._weights.items()}
