"""Recordings with the words that were said in them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from eval.data.json_lines import Row, read_rows
from eval.data.selection import Selection
from eval.metrics.text_normalizer import normalize
from knowledge_base.told import Told


@dataclass(frozen=True, slots=True)
class SpokenSample:
    """A recording and its words; `row` is where it stands in the data set."""

    sample_id: str
    audio: Path
    text: str
    row: Row


def read_speech_set(manifest: Path, strict: bool = False) -> Selection[SpokenSample]:
    """Rows of `id`, `audio` (relative to the manifest) and `text`; raises EvalError."""
    return read_rows([manifest], _sample, strict)


def _sample(row: Row) -> SpokenSample:
    text = row.text("text")
    if not normalize(text):
        raise row.wrong(Told('"text" holds nothing but punctuation, which cannot be scored'))
    return SpokenSample(row.text("id"), row.path("audio"), text, row)
