"""Documents made of the sentences of real ones, mixed at random: as many as a benchmark of size wants."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence

import numpy as np

from eval.errors import EvalError
from knowledge_base.document import Document, Section

PASSAGES = 20
"""Passages of a document."""

SHORTEST, LONGEST = 220, 320
"""Characters between which a passage ends: about 260 on average, and nothing that the splitter would cut."""

_SENTENCE = re.compile(r"(?<=[。；\n])")
_LENGTHS = range(12, 161)
_DRAWN = 4096
_SEED = 20


class MixedDocuments:
    """Document `number` is always the same; each of its sentences is a line, each of its sections a passage."""

    def __init__(self, documents: Sequence[Document]) -> None:
        sentences = {part.strip() for document in documents for part in _SENTENCE.split(document.text)}
        self._sentences = sorted(sentence for sentence in sentences if len(sentence) in _LENGTHS)
        if not self._sentences:
            raise EvalError("These documents have no sentences of 12 to 160 characters: give others.")
        self._titles = [document.title for document in documents]

    def document(self, number: int) -> Document:
        """The one of that number, counted from 0."""
        drawn = self._drawn(number)
        title = self._titles[number % len(self._titles)]
        passages = [self._passage(drawn) for _ in range(PASSAGES)]
        text = "\n".join(passages)
        ends = np.cumsum([len(passage) + 1 for passage in passages]).tolist()
        sections = tuple(
            Section((), end - len(passage) - 1, end - 1) for passage, end in zip(passages, ends, strict=True)
        )
        doc_id, digest = f"mixed-{number}", hashlib.sha256(text.encode()).hexdigest()
        return Document(doc_id, title, f"{doc_id}.txt", "text", text, sections, digest)

    def _drawn(self, number: int) -> Iterator[str]:
        rng = np.random.default_rng([_SEED, number])
        while True:
            yield from (self._sentences[place] for place in rng.integers(len(self._sentences), size=_DRAWN).tolist())

    def _passage(self, drawn: Iterator[str]) -> str:
        text = next(drawn)
        while len(text) < SHORTEST:
            longer = f"{text}\n{next(drawn)}"
            if len(longer) > LONGEST:
                break
            text = longer
        return text
