"""What was said, with its recording or with what a recogniser made of it before."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from eval.data.json_lines import Row, read_rows
from eval.data.selection import Selection
from eval.metrics.text_normalizer import normalize
from knowledge_base.told import Told


@dataclass(frozen=True, slots=True)
class HeardSample:
    """`heard` is empty where the recording is to be heard first."""

    sample_id: str
    text: str
    heard: str
    audio: Path | None
    row: Row


def read_heard_set(manifest: Path, strict: bool = False) -> Selection[HeardSample]:
    """Rows of `id`, `text` and `heard`, or instead of that `audio` (relative to the manifest); raises EvalError."""
    return read_rows([manifest], _sample, strict)


def _sample(row: Row) -> HeardSample:
    text = row.text("text")
    if not normalize(text):
        raise row.wrong(Told('"text" holds nothing but punctuation, which cannot be scored'))
    heard = row.text("heard") if row.has("heard") else ""
    return HeardSample(row.text("id"), text, heard, None if heard else row.path("audio"), row)
