"""Requests with the category that people gave them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.data.json_lines import Row, read_rows
from eval.data.selection import Selection
from eval.errors import EvalError
from knowledge_base.told import Told


@dataclass(frozen=True, slots=True)
class LabelledText:
    """A request and its category; `place` says where it stands in the data set."""

    place: str
    text: str
    label: str


def read_training_set(paths: Sequence[Path], strict: bool = False) -> Selection[LabelledText]:
    """The rows of all files; raises EvalError, also when there is nothing to choose between."""
    samples = read_rows(paths, _sample, strict)
    if len({sample.label for sample in samples.items}) < 2:
        raise EvalError("The training rows have one label in all: give rows of at least two categories.")
    return samples


def read_test_set(path: Path, labels: Collection[str], strict: bool = False) -> Selection[LabelledText]:
    """Rows whose labels are among `labels`, those that were trained; raises EvalError."""
    return read_rows([path], lambda row: _known(row, labels), strict)


def _known(row: Row, labels: Collection[str]) -> LabelledText:
    sample = _sample(row)
    if sample.label not in labels:
        raise row.wrong(Told('no training row has the label "{label}"', label=sample.label))
    return sample


def _sample(row: Row) -> LabelledText:
    return LabelledText(f"{row.file.name}:{row.line}", _words(row), row.text("label"))


def _words(row: Row) -> str:
    """`text`, or `title` and `body`, or `tokens` (words with spaces between, or a list of them)."""
    if row.has("text"):
        return row.text("text")
    if row.has("title", "body"):
        return f"{row.text('title')}\n{row.text('body')}"
    tokens = row.values.get("tokens")
    if isinstance(tokens, list) and tokens and all(isinstance(token, str) for token in tokens):
        return " ".join(tokens)
    if row.has("tokens"):
        return row.text("tokens")
    raise row.wrong(Told('needs "text", or "title" and "body", or "tokens"'))
