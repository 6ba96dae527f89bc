"""A cross-encoder that reads the query and a passage together: an option for machines that can afford it."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

import numpy as np
from numpy.typing import NDArray

from retrieval.errors import RetrievalError

RERANKED = 10
"""Passages that are ordered anew."""

MOST_MS = 150
"""What ordering them may cost a search."""

MOST_TOKENS = 512
RUNS = 3
_QUERY = "我在外地交过两年失业保险，回来以后每个月能领多少失业金？"
_PASSAGE = "失业人员应当在终止劳动关系之日起六十日内，持身份证明到参保地经办机构申请，经审核后按月发放。" * 7
_CHARACTERS = 320

_log = logging.getLogger(__name__)

Scores = Callable[[str, Sequence[str]], Sequence[float] | NDArray[np.float32]]
"""How well each text answers the query, higher is better."""


class Reranker:
    """Safe to share between threads, one of which is served at a time."""

    def __init__(self, name: str, scores: Scores) -> None:
        self.name, self._scores = name, scores
        self._lock = threading.Lock()
        self._failed = False

    def order(self, query: str, texts: Sequence[str]) -> list[int]:
        """Places of the texts, the best first; as they come where the model fails, which is logged the first time."""
        try:
            with self._lock:
                scores = np.asarray(self._scores(query, texts), np.float64)
            if scores.shape != (len(texts),) or not np.isfinite(scores).all():
                raise ValueError("not a number for each text")
        except Exception as exc:  # whatever the model raises must not cost a call its passages
            if not self._failed:
                _log.warning("The reranker %s fails (%s): passages keep their order.", self.name, type(exc).__name__)
            self._failed = True
            return list(range(len(texts)))
        return [int(place) for place in np.argsort(-scores, kind="stable")]


def load_reranker(folder: Path, threads: int, clock: Callable[[], float] = time.perf_counter) -> Reranker:
    """The cross-encoder in `folder`, timed on passages as they are searched; `clock` gives seconds.

    Raises RetrievalError where it is missing, cannot be used, or takes more than MOST_MS.
    """
    name = folder.name
    if not folder.is_dir():
        raise RetrievalError(
            "The reranker {name} is missing: put a cross-encoder such as bge-reranker-base into models/{name}.",
            name=name,
        )
    try:
        scores = _cross_encoder(folder, threads)
        taken = _typical_ms(scores, clock)
    except ModuleNotFoundError as exc:
        raise RetrievalError(
            "The reranker {name} needs {package}: run `pip install {package}`.", name=name, package=exc.name
        ) from exc
    except Exception as exc:  # a foreign folder fails in many ways
        raise RetrievalError(
            "The reranker {name} cannot be used: put a cross-encoder such as bge-reranker-base into models/{name}.",
            name=name,
        ) from exc
    if taken > MOST_MS:
        raise RetrievalError(
            "The reranker {name} takes {milliseconds} ms for a search on this machine, more than {most}: "
            "it is left out.",
            name=name,
            milliseconds=f"{taken:.0f}",
            most=MOST_MS,
        )
    return Reranker(name, scores)


def _cross_encoder(folder: Path, threads: int) -> Scores:
    """Sigmoids of the logits; raises ValueError for a model that gives no single score."""
    import torch
    from sentence_transformers import CrossEncoder
    from transformers.utils.logging import disable_progress_bar

    torch.set_num_threads(threads)
    disable_progress_bar()  # type: ignore[no-untyped-call]
    model = CrossEncoder(
        str(folder), device="cpu", local_files_only=True, max_length=MOST_TOKENS, activation_fn=torch.nn.Sigmoid()
    )
    kinds = model.config.architectures or [""]
    if model.num_labels != 1 or not kinds[0].endswith("ForSequenceClassification"):
        raise ValueError("no cross-encoder")  # another model would be given a head of random weights

    def scores(query: str, texts: Sequence[str]) -> NDArray[np.float32]:
        valid = [text.encode(errors="replace").decode() for text in (query, *texts)]
        pairs = [(valid[0], text) for text in valid[1:]]
        return np.asarray(model.predict(pairs, batch_size=RERANKED, show_progress_bar=False), np.float32)

    return scores


def _typical_ms(scores: Scores, clock: Callable[[], float]) -> float:
    """Median milliseconds for one query, after a first run that does not count."""
    texts = [_PASSAGE[:_CHARACTERS]] * RERANKED
    scores(_QUERY, texts)
    taken = []
    for _ in range(RUNS):
        begun = clock()
        scores(_QUERY, texts)
        taken.append(1000 * (clock() - begun))
    return median(taken)
