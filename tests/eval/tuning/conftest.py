"""Made-up questions: some passages of three documents, and what speaks for each."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from eval.tuning.merit import Asked
from retrieval.coverage import COVERAGE
from retrieval.evidence import FEATURES, Evidence

DOCUMENTS = "abc"
PASSAGES = 6
COVERED = (1.0,) * len(COVERAGE)


def _evidence(features: np.ndarray, documents: str) -> Evidence:
    ids = [100 + n for n in range(len(features))]
    return Evidence(dict(zip(ids, documents, strict=True)), {}, ids, features, lambda _: COVERED)


@pytest.fixture
def make_evidence() -> Callable[..., Evidence]:
    """`make_evidence("ab", words=[1, 0.5])`: features that are not named are 0."""

    def make(documents: str, **columns: list[float]) -> Evidence:
        features = np.zeros((len(documents), len(FEATURES)))
        for name, values in columns.items():
            features[:, FEATURES.index(name)] = values
        return _evidence(features, documents)

    return make


@pytest.fixture
def questions() -> list[Asked]:
    """300 of them; the right document's passages mostly sound right, nothing else tells, and words mislead."""
    numbers = np.random.default_rng(7)
    asked = []
    for _ in range(300):
        documents = DOCUMENTS * (PASSAGES // len(DOCUMENTS))
        right = np.array([doc == "b" for doc in documents])
        features = numbers.normal(0, 1, (PASSAGES, len(FEATURES)))
        features[:, FEATURES.index("sound")] += 3.0 * right
        features[:, FEATURES.index("words")] -= 1.0 * right
        features[:, FEATURES.index("dense")] *= 0.01
        features[:, FEATURES.index("about")] = 0.0
        asked.append(Asked(_evidence(features, documents), {"b"}))
    return asked
