"""Learning when to show nothing, from questions that have an answer and from the same with their document held out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from retrieval.evidence import Evidence
from retrieval.ranking import SIGNS, signs

ABOUT = 0.5
"""Log odds for an answer in the document that a call is all about; a data set cannot teach it."""

Signs = NDArray[np.float64]


def signs_of(found: Sequence[Evidence], merit: Sequence[float]) -> Signs:
    """One row a question, [n, SIGNS]; those for which nothing at all was considered are left out."""
    rows = [signs(one, one.features @ np.array(merit)) for one in found if one.ids]
    return np.stack(rows) if rows else np.zeros((0, len(SIGNS)))


def learn_silence(answered: Signs, unanswered: Signs, lost: float) -> tuple[float, ...]:
    """A weight for each of SIGNS and an offset, by which the share `lost` of the answered ones is kept silent."""
    rows = np.concatenate([answered, unanswered])[:, :-1]
    there = np.arange(len(rows)) < len(answered)
    model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000)).fit(rows, there)
    weights = model[-1].coef_[0] / model[0].scale_
    return (*(float(weight) for weight in weights), ABOUT, -float(np.quantile(answered[:, :-1] @ weights, lost)))


def kept(rows: Signs, silence: Sequence[float]) -> float:
    """The share of questions for which something is shown."""
    return float(np.mean(rows @ np.array(silence[:-1]) + silence[-1] >= 0)) if len(rows) else 0.0
