"""What any classifier of requests must beat: the commonest category, and TF-IDF with a linear model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from sklearn.dummy import DummyClassifier
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

from retrieval.words import word_tokens


class TextClassifier:
    """A fitted scikit-learn classifier that ranks labels by probability."""

    def __init__(self, model: Any) -> None:
        self._model = model

    @classmethod
    def majority(cls, texts: Sequence[str], labels: Sequence[str]) -> TextClassifier:
        """Answers with the commonest labels, whatever is asked."""
        return cls(DummyClassifier(strategy="prior").fit(list(texts), list(labels)))

    @classmethod
    def tfidf_linear(cls, texts: Sequence[str], labels: Sequence[str]) -> TextClassifier:
        """Logistic regression on TF-IDF of words, at scikit-learn's defaults."""
        vectorizer = TfidfVectorizer(preprocessor=word_tokens, token_pattern=r"\S+")
        return cls(make_pipeline(vectorizer, LogisticRegression(max_iter=1000)).fit(list(texts), list(labels)))

    def rank(self, text: str, limit: int) -> list[str]:
        """The likeliest labels, best first."""
        order = np.argsort(-self._model.predict_proba([text])[0], kind="stable")[:limit]
        return [str(self._model.classes_[place]) for place in order]
