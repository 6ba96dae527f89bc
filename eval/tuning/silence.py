"""Learning when to show nothing, from questions that have an answer and from such as have none."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from retrieval.evidence import Evidence
from retrieval.ranking import WEIGHTS, signs

ABOUT = 0.5
"""Log odds for an answer in the document that a call is all about; a data set cannot teach it."""

_FOLDS = 5
_SEED = 1
_TRUST = 10.0
"""In the signs: the inverse strength of what pulls their weights to zero."""

Signs = NDArray[np.float64]


def signs_of(found: Sequence[Evidence], merit: Sequence[float]) -> Signs:
    """One row a question, [n, WEIGHTS]; those for which nothing at all was considered are left out."""
    rows = [signs(one, one.features @ np.array(merit)) for one in found if one.ids]
    return np.stack(rows) if rows else np.zeros((0, WEIGHTS))


def learn_silence(answered: Sequence[Signs], unanswered: Sequence[Signs], lost: float) -> tuple[float, ...]:
    """Weights for `retrieval.ranking.signs` and an offset, by which the share `lost` of the answered is kept silent.

    Each kind of questions, a table of signs for those with an answer and one for those without, counts the same,
    however many they are. Where to draw the line is seen on questions that the weights were not learnt from.
    """
    rows = np.concatenate([*answered, *unanswered])[:, :-1]
    there = np.repeat([True, False], [sum(map(len, answered)), sum(map(len, unanswered))])
    shares = np.concatenate([np.full(len(kind), 1 / max(1, len(kind))) for kind in (*answered, *unanswered)])
    odds = np.zeros(len(rows))
    for known, unknown in StratifiedKFold(_FOLDS, shuffle=True, random_state=_SEED).split(rows, there):
        odds[unknown] = _fit(rows[known], there[known], shares[known]).decision_function(rows[unknown])
    line = np.quantile(odds[there], lost, weights=shares[there], method="inverted_cdf")
    model = _fit(rows, there, shares)
    scaler, regression = model[0], model[-1]
    weights = regression.coef_[0] / scaler.scale_
    offset = float(regression.intercept_[0] - weights @ scaler.mean_) - float(line)
    return (*(float(weight) for weight in weights), ABOUT, offset)


def _fit(rows: Signs, there: NDArray[np.bool_], shares: NDArray[np.float64]) -> Pipeline:
    model = make_pipeline(StandardScaler(), LogisticRegression(C=_TRUST, max_iter=5000))
    return model.fit(rows, there, logisticregression__sample_weight=shares / shares.mean())


def kept(rows: Signs, silence: Sequence[float]) -> float:
    """The share of questions for which something is shown."""
    return float(np.mean(rows @ np.array(silence[:-1]) + silence[-1] >= 0)) if len(rows) else 0.0
