"""Ranks the categories of a request from its words and its sounds alike.

A linear model over three TF-IDF views of the text: words, characters (single and in pairs) and toneless
syllables (one to three). A recogniser's homophone changes the first two but not the third, so it does not
move the ranking. Figures for the choice of model are printed by the categories benchmark.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import FeatureUnion
from sklearn.svm import LinearSVC
from sklearn.utils.extmath import softmax

from assistant.errors import AssistantError
from assistant.ticket import RankedLabel
from retrieval.sound import syllables
from retrieval.words import words

Array = npt.NDArray[np.float64]
View = tuple[TfidfVectorizer, npt.NDArray[np.float32]]
_RUN = re.compile(r"\w+")
_VIEW_WEIGHTS = {"words": 0.5, "characters": 1.0, "sounds": 1.0}
_MANY_TEXTS = 5000


class CategoryRanker:
    """Made by `fit`; `rank` may be called from several threads."""

    def __init__(self, views: Sequence[View], labels: Sequence[str], offsets: Array) -> None:
        """`offsets` one for each label."""
        self._views = tuple(views)
        self._labels = tuple(labels)
        self._offsets = offsets

    @classmethod
    def fit(
        cls,
        texts: Sequence[str],
        labels: Sequence[str],
        keywords: Mapping[str, Sequence[str]] | None = None,
    ) -> CategoryRanker:
        """Learns from requests and, where there are any, from the words that stand for a label.

        The first line of a text of several lines is its title and counts twice. Raises AssistantError
        with fewer than two labels, or when texts and labels differ in number.
        """
        if len(texts) != len(labels):
            raise AssistantError(
                "{texts} example texts have {labels} labels: give one for each.", texts=len(texts), labels=len(labels)
            )
        pairs = [(label, word) for label, listed in (keywords or {}).items() for word in listed]
        all_labels = [*labels, *(label for label, _ in pairs)]
        if len(set(all_labels)) < 2:
            raise AssistantError("Categories need examples or keywords of at least two labels.")
        views = _views(rare_dropped=len(texts) > _MANY_TEXTS)
        try:
            seen = views.fit_transform([_titled(text) for text in (*texts, *(word for _, word in pairs))])
        except ValueError as error:
            raise AssistantError("The examples of the categories hold no words to learn from.") from error
        model = LinearSVC(C=0.5, random_state=0).fit(seen, all_labels)
        weights, offsets = model.coef_.T, model.intercept_
        if weights.shape[1] == 1:  # two labels share one margin, towards the second
            weights, offsets = np.hstack([-weights, weights]) / 2, np.append(-offsets, offsets) / 2
        return cls(_parted(views, weights), [str(label) for label in model.classes_], offsets)

    def rank(self, text: str, limit: int = 3) -> tuple[RankedLabel, ...]:
        """The likeliest labels, best first; scores sum to at most 1. Nothing to read: no labels."""
        titled = [_titled(text)]
        seen = [(vectorizer.transform(titled), weights) for vectorizer, weights in self._views]
        if not any(view.nnz for view, _ in seen):
            return ()
        margins = self._offsets + sum((view @ weights)[0] for view, weights in seen)
        # More labels share the unlikely rest, so the factor that makes margins probabilities grows with them.
        scores: Array = softmax(2 * np.log(len(self._labels)) * margins[None])[0]
        best = np.argsort(-scores, kind="stable")[:limit]
        return tuple(RankedLabel(self._labels[i], float(scores[i])) for i in best)


def _views(rare_dropped: bool) -> FeatureUnion:
    """The three views of a text; in a large set what occurs once is dropped, to bound memory."""
    analyzers = {"words": _words, "characters": _characters, "sounds": _sounds}
    return FeatureUnion(
        [
            (name, TfidfVectorizer(analyzer=a, sublinear_tf=True, min_df=1 + rare_dropped, dtype=np.float32))
            for name, a in analyzers.items()
        ],
        transformer_weights=_VIEW_WEIGHTS,
    )


def _parted(views: FeatureUnion, weights: Array) -> list[View]:
    """Each view with its own rows of the features x labels weights: quicker to use than their union."""
    parted: list[View] = []
    begin = 0
    for name, vectorizer in views.transformer_list:
        end = begin + len(vectorizer.vocabulary_)
        rows = np.ascontiguousarray(_VIEW_WEIGHTS[name] * weights[begin:end], dtype=np.float32)
        parted.append((vectorizer, rows))
        begin = end
    return parted


def _titled(text: str) -> str:
    title, _, body = text.strip().partition("\n")
    return f"{title}\n{title}\n{body}" if body else title


def _words(text: str) -> list[str]:
    return [word for run in _RUN.findall(text) for word in _run_words(run)]


def _characters(text: str) -> list[str]:
    return [gram for run in _RUN.findall(text.lower()) for gram in _grams(run, (1, 2), "")]


def _sounds(text: str) -> list[str]:
    heard = [syllable for run in _RUN.findall(text) for syllable in _run_syllables(run)]
    return list(_grams(heard, (1, 2, 3), " "))


# Remembered, because segmented training texts repeat their runs, and cutting and reading them is slow.
@lru_cache(maxsize=1 << 15)
def _run_words(run: str) -> tuple[str, ...]:
    return tuple(words(run))


@lru_cache(maxsize=1 << 15)
def _run_syllables(run: str) -> tuple[str, ...]:
    return tuple(syllables(run))


def _grams(units: Sequence[str], sizes: Iterable[int], joint: str) -> Iterable[str]:
    for size in sizes:
        for i in range(len(units) - size + 1):
            yield joint.join(units[i : i + size])
