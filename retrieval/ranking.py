"""Which passages are best, and whether any is worth showing: linear models learnt from questions with known answers."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from retrieval.coverage import COVERAGE
from retrieval.embedder import HashedEmbedder
from retrieval.errors import RetrievalError
from retrieval.evidence import FEATURES, Evidence

Way = Literal["typed", "heard"]

SIGNS = ("merit", "lead", "words_share", "sound_share", "dense", "most_words", "most_sound", "most_dense", *COVERAGE)
"""What says whether there is an answer at all: the best passage's merit, how far it leads the next document's, its
shares and its cosine; the best of each among all considered; how much of the question stands in it."""

WEIGHTS = 2 * len(SIGNS) + 1
"""How many numbers `signs` gives."""

_log = logging.getLogger("calldesk.retrieval")
_HERE = Path(__file__).parent


class _OtherVersion(Exception):
    """A ranking with weights for other features or signs."""


@dataclass(frozen=True, slots=True)
class Model:
    """For one way of asking: `merit` has a weight for each feature, `chance` is (slope, offset) from a merit to the
    log odds that the passage answers, `silence` has the weights of `signs` and last an offset.
    """

    merit: tuple[float, ...]
    chance: tuple[float, float]
    silence: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Ranking:
    """Typed words can be trusted, heard ones only as far as they sound."""

    typed: Model
    heard: Model

    def scores(self, found: Evidence, heard: bool) -> dict[int, float]:
        """The chance of each passage to answer, 0..1."""
        slope, offset = self._model(heard).chance
        chances = 1 / (1 + np.exp(-(slope * self.merits(found, heard) + offset)))
        return {number: float(chance) for number, chance in zip(found.ids, chances, strict=True)}

    def merits(self, found: Evidence, heard: bool) -> NDArray[np.float64]:
        """By which passages are ranked, in the order of `found.ids`."""
        merits: NDArray[np.float64] = found.features @ np.array(self._model(heard).merit)
        return merits

    def worth_showing(self, found: Evidence, heard: bool) -> bool:
        """Whether what was found is near enough to be offered: a wrong rule spoken aloud is worse than none."""
        if not found.ids:
            return False
        *weights, offset = self._model(heard).silence
        return float(signs(found, self.merits(found, heard)) @ np.array(weights)) + offset >= 0

    def _model(self, heard: bool) -> Model:
        return self.heard if heard else self.typed


def signs(found: Evidence, merits: NDArray[np.float64]) -> NDArray[np.float64]:
    """The SIGNS of one question, each times its length (what is much in a short question is little in a long one), and
    how much the conversation is on the best passage's document; at least one passage must have been considered.
    """
    best = int(merits.argmax())
    document = found.documents[found.ids[best]]
    others = [merit for number, merit in zip(found.ids, merits, strict=True) if found.documents[number] != document]
    columns = [FEATURES.index(name) for name in ("words_share", "sound_share", "dense")]
    own, most = found.features[best], found.features.max(axis=0)
    lead = merits[best] - max(others) if others else 0.0
    alone = np.array([merits[best], lead, *own[columns], *most[columns], *found.coverage(found.ids[best])])
    return np.array([*alone, *(alone * alone[-1]), own[FEATURES.index("about")]])


def ranking_file(embedder: str = "") -> str:
    """Where hashed words stand in for the model their likeness means nothing: other weights, which leave it out."""
    return "ranking-hashed.json" if embedder == HashedEmbedder.name else "ranking.json"


def read_ranking(home: Path, embedder: str = "") -> Ranking:
    """The one learnt for this home, else the one that comes with the program; raises RetrievalError.

    One that an earlier version of the program learnt weighs other things: it is passed over.
    """
    path = home / ranking_file(embedder)
    if path.exists():
        try:
            return _read(path)
        except _OtherVersion:
            _log.warning("%s was learnt by another version of calldesk: learn it again with eval tune.", path.name)
        except (OSError, ValueError, KeyError, TypeError) as exc:
            raise RetrievalError(
                "{path} is no ranking. Learn it again with `calldesk eval tune`, or delete it.", path=path
            ) from exc
    return _read(_HERE / path.name)


def _read(path: Path) -> Ranking:
    stored = json.loads(path.read_text("utf-8"))
    return Ranking(*(_model(stored[way]) for way in ("typed", "heard")))


def write_ranking(ranking: Ranking, path: Path) -> None:
    """As JSON."""
    path.write_text(json.dumps(asdict(ranking), indent=1) + "\n", "utf-8")


def _model(stored: Mapping[str, list[float]]) -> Model:
    merit, chance, silence = (
        tuple(float(number) for number in stored[name]) for name in ("merit", "chance", "silence")
    )
    if (len(merit), len(chance), len(silence)) != (len(FEATURES), 2, WEIGHTS + 1):
        raise _OtherVersion
    return Model(merit, (chance[0], chance[1]), silence)
