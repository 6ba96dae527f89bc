"""Learning by which weights the passages of the right document come first."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

from retrieval.evidence import FEATURES, Evidence

ABOUT = 20.0
"""Merit of a passage of the document that a call is all about; a data set's questions, each alone, cannot teach it."""

_PULL = 0.01  # towards small weights: the squared weights' share in what is minimized


@dataclass(frozen=True, slots=True)
class Asked:
    """What a search for a question considered, and the documents that answer it."""

    evidence: Evidence
    doc_ids: Collection[str]

    @property
    def right(self) -> NDArray[np.bool_]:
        """For each passage whether it is of such a document."""
        return np.array([self.evidence.documents[number] in self.doc_ids for number in self.evidence.ids], bool)


def learn_merit(questions: Sequence[Asked]) -> tuple[float, ...]:
    """A weight for each of FEATURES.

    Maximizes the mean log share that passages of the right document have in the softmax of all merits (ListNet's
    loss with the best list summed over, Cao et al. 2007), over the questions whose document was among those considered.
    """
    known = [(asked.evidence.features[:, :-1], asked.right) for asked in questions]
    known = [(features, right) for features, right in known if right.any()]
    spread = np.concatenate([features for features, _ in known]).std(axis=0) + 1e-9
    lists = [(features / spread, right) for features, right in known]

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        total, slope = float(_PULL * len(lists) * weights @ weights), 2 * _PULL * len(lists) * weights
        for features, right in lists:
            odds = np.exp((merits := features @ weights) - merits.max())
            share = odds / odds.sum()
            found = share[right].sum()
            total -= float(np.log(found))
            slope = slope + features.T @ (share - np.where(right, share / found, 0.0))
        return total / len(lists), slope / len(lists)

    weights = minimize(loss, np.zeros(len(FEATURES) - 1), jac=True, method="L-BFGS-B").x / spread
    return (*(float(weight) for weight in weights), ABOUT)


def learn_chance(questions: Sequence[Asked], merit: Sequence[float]) -> tuple[float, float]:
    """Slope and offset from the best passage's merit to the log odds that it is of the right document."""
    found = [asked for asked in questions if asked.evidence.ids]
    merits = [asked.evidence.features @ np.array(merit) for asked in found]
    right = [bool(asked.right[one.argmax()]) for asked, one in zip(found, merits, strict=True)]
    best = np.array([one.max() for one in merits])[:, None]
    model = LogisticRegression().fit(best, right)
    return float(model.coef_[0][0]), float(model.intercept_[0])
