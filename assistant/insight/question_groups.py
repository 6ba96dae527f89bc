"""Questions grouped by what they mean and how they sound.

A recogniser writes one question in different characters, which moves its meaning but not its sound; so a question
is a vector of both, and the cosine of two is the mean of the cosines of their parts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import AgglomerativeClustering
from sklearn.feature_extraction.text import HashingVectorizer

from retrieval.sound import sound_grams

Vectors = NDArray[np.float32]

ALIKE = 0.48
"""Mean cosine from which questions are one group.

Of 80 typed questions with what was heard of them, 29 paraphrases of 12 questions and 250 others: pairs put together
are right in 74%, pairs that belong together are found in 85%, what was heard meets what was typed in 98%. Those
questions helped to choose it.
"""

UNLIKE = (
    *("社保怎么缴费", "身份证丢了怎么补办", "公交车几点收班", "水费怎么算", "医院怎么挂号", "孩子上学怎么报名"),
    *("楼上漏水怎么办", "工资没有发找谁", "噪声扰民怎么投诉", "房子怎么过户", "结婚登记要什么材料", "疫苗在哪里打"),
    *("车位被占了怎么办", "垃圾什么时候清运", "营业执照怎么办", "这个电话是多少"),
)
"""Questions on as many subjects: what their meanings have in common is that they are questions, and is taken out."""

_SOUNDS = HashingVectorizer(n_features=512, analyzer=str.split, norm="l2", dtype=np.float32)
_DIGITS = re.compile(r"(?:[0-9０-９零〇一二两三四五六七八九幺][\s\-－—,，、]?){5,}")


def masked(question: str) -> str:
    """Without runs of five digits or more, written or spoken: they are somebody's number."""
    return _DIGITS.sub("…", question)


class QuestionVectors:
    """Questions as unit rows, float32; `embed` gives the meaning of one."""

    def __init__(self, embed: Callable[[str], Vectors]) -> None:
        self._embed = embed
        self._middle: Vectors | None = None

    def __call__(self, questions: Sequence[str]) -> Vectors:
        """One row each; a question of no words and no sounds is a row of zeros."""
        if self._middle is None:
            self._middle = np.mean([self._embed(question) for question in UNLIKE], axis=0)
        meaning = np.stack([self._embed(question) for question in questions]) - self._middle
        sound = _SOUNDS.transform([sound_grams(question) for question in questions]).toarray()
        return _unit(np.hstack([_unit(meaning), _unit(sound)]))


def nearest_group(rows: Vectors, middles: Vectors) -> NDArray[np.intp]:
    """For each row the group whose members it is most like, -1 where none is enough; `middles` are their means."""
    if not len(middles):
        return np.full(len(rows), -1)
    likeness = rows @ middles.T
    return np.where(likeness.max(axis=1) >= ALIKE, likeness.argmax(axis=1), -1)


def grouped(rows: Vectors) -> NDArray[np.intp]:
    """A group's number for each row, from 0: average linkage (Sokal & Michener 1958) on cosines. Squared in rows."""
    if len(rows) < 2:
        return np.zeros(len(rows), np.intp)
    distance = np.clip(1.0 - rows @ rows.T, 0.0, 2.0)
    clusters = AgglomerativeClustering(
        n_clusters=None, metric="precomputed", linkage="average", distance_threshold=1.0 - ALIKE
    )
    numbers: NDArray[np.intp] = clusters.fit_predict(distance)
    return numbers


def most_central(rows: Vectors) -> int:
    """The row that is most like all others."""
    return int((rows @ rows.mean(axis=0)).argmax())


def _unit(rows: NDArray[np.floating]) -> Vectors:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.maximum(lengths, 1e-6), np.float32)
