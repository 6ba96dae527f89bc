"""A ranking without its silence: how well passages are found is one question, whether to show them another."""

from __future__ import annotations

import math
from dataclasses import replace

from retrieval.ranking import Model, Ranking


def never_silent(ranking: Ranking) -> Ranking:
    """The same ranking, by which there is always something to show."""
    return Ranking(_open(ranking.typed), _open(ranking.heard))


def _open(model: Model) -> Model:
    return replace(model, silence=(*model.silence[:-1], math.inf))
