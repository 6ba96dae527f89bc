"""Everything that passages are found by: their vectors, words and sounds, and the sounds of whole documents.

A whole document stands in its text index under the id of its first passage.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from knowledge_base.document import Passage
from knowledge_base.indexer import Progress, Searchable, unseen
from knowledge_base.library import Library
from knowledge_base.store import Database, Store
from knowledge_base.vectors import VectorRows, insert_vectors
from retrieval.dense_index import DenseIndex
from retrieval.embedder import Embedder, Vectors
from retrieval.errors import RetrievalError
from retrieval.sound import sound_grams
from retrieval.text_index import TextIndex, Tokens
from retrieval.words import word_tokens

_log = logging.getLogger(__name__)

FIELDS: dict[str, Callable[[str], str]] = {"words": word_tokens, "sound": sound_grams}
BATCH = 64
UNSAVED = 0.1
"""Share of new vectors at which the file is written: the database has them all, so it is only a quicker start."""

_PROBE = "住房公积金提取、长沙市落户怎么办理？2026年3月1日起每月 1250.5 元，拨打12345，VIP 与 Wi-Fi 照旧。"


@dataclass(frozen=True, slots=True)
class Ready:
    """A document's passages ready to be placed; `digests` are those of what was embedded, `vectors` 16-bit floats."""

    digests: list[str]
    vectors: list[bytes]
    tokens: list[Tokens]
    whole: Tokens


class SearchIndex:
    """Safe to share between threads and processes; `home` is the folder of its files."""

    def __init__(self, home: Path, store: Store, embedder: Embedder) -> None:
        made = hashlib.sha256("\n".join(tokens(_PROBE) for tokens in FIELDS.values()).encode()).hexdigest()[:8]
        self.embedder = embedder
        self.dense = DenseIndex(home / f"dense-{embedder.name}.faiss", embedder.dimensions)
        self.passages = TextIndex(home / f"text-{made}" / "passages", list(FIELDS))
        self.documents = TextIndex(home / f"text-{made}" / "documents", ["sound"])
        self.vectors = VectorRows(store, embedder.name)

    def prepare(self, passages: Sequence[Searchable | Passage], progress: Progress = unseen) -> Ready:
        """Embeds what was not embedded before."""
        texts = [embedded(passage) for passage in passages]
        digests = [hashlib.blake2b(text.encode(), digest_size=16).hexdigest() for text in texts]
        known = dict(self.vectors.known(digests))
        new = {digest: text for digest, text in zip(digests, texts, strict=True) if digest not in known}
        for start in range(0, len(new), BATCH):
            batch = dict(list(new.items())[start : start + BATCH])
            rows = self.embedder.passages(list(batch.values()))
            known |= {digest: packed(row) for digest, row in zip(batch, rows, strict=True)}
            progress(min(start + BATCH, len(new)), len(new))
        tokens = [_tokens(passage) for passage in passages]
        return Ready(digests, [known[digest] for digest in digests], tokens, _whole(tokens))

    def place(self, documents: Sequence[tuple[Sequence[int], Ready]]) -> Callable[[Database], None]:
        """Into the text indexes now, into the database with the passages; the vectors are taken from there."""
        self.passages.add({i: t for ids, ready in documents for i, t in zip(ids, ready.tokens, strict=True)})
        self.documents.add({ids[0]: ready.whole for ids, ready in documents})
        rows = [row for ids, ready in documents for row in zip(ids, ready.digests, ready.vectors, strict=True)]
        return lambda db: insert_vectors(db, self.embedder.name, rows)

    def settle(self) -> None:
        """Takes in what was committed, makes cells for vectors that outgrew theirs, and now and then saves them."""
        self.catch_up()
        if self.dense.outgrown():
            self.dense.rebuild(self._rows)
            self.catch_up()  # what came while the cells were made
        try:
            self.dense.save(UNSAVED)
        except RetrievalError:  # a quicker start is all that is lost: the database has every vector
            _log.warning("the vectors' file could not be written")

    def catch_up(self) -> None:
        """Sees all that was committed, by this process or another; costs what is new."""
        self.passages.reload()
        self.documents.reload()
        for ids, vectors in self._rows(self.dense.last):
            self.dense.add(ids, vectors)

    def vectors_of(self, ids: Sequence[int]) -> dict[int, Vectors]:
        """By passage id, float32."""
        stored = self.vectors.of(ids)
        return dict(zip(stored, unpacked(list(stored.values())), strict=True)) if stored else {}

    def refresh(self, library: Library, progress: Progress) -> int:
        """Makes all indexes agree with the library: after a crash, another model, files that were lost."""
        missing = self.vectors.missing()
        for start in range(0, len(missing), BATCH):
            batch = library.passages(missing[start : start + BATCH])
            ready = self.prepare(list(batch.values()))
            self.vectors.put(list(zip(batch, ready.digests, ready.vectors, strict=True)))
            progress(min(start + BATCH, len(missing)), len(missing))
        if missing:
            self.dense.clear()
        self.settle()
        if self._astray(library):
            with library.adding():  # what is placed but not committed yet is not astray
                self._mend(library)
        return len(missing)

    def _astray(self, library: Library) -> bool:
        passages, documents = library.counts()
        return (self.passages.size(), self.documents.size(), self.dense.size()) != (passages, documents, passages)

    def _mend(self, library: Library) -> None:
        wanted = library.passage_ids()
        self.dense.drop(sorted(self.dense.ids().difference(wanted)))
        if self.dense.size() != len(wanted):
            self.dense.clear()
            self.settle()
        known = self.passages.ids()
        self.passages.drop(sorted(known.difference(wanted)))
        missing = [number for number in wanted if number not in known]
        for start in range(0, len(missing), BATCH):
            batch = library.passages(missing[start : start + BATCH])
            self.passages.add({number: _tokens(passage) for number, passage in batch.items()})
        firsts, known = library.first_passages(), self.documents.ids()
        self.documents.drop(sorted(known.difference(firsts.values())))
        for doc_id, number in firsts.items():
            if number not in known:
                self.documents.add({number: _whole([_tokens(part) for part in library.passages_of(doc_id)])})

    def _rows(self, after: int = 0) -> Iterator[tuple[list[int], Vectors]]:
        for page in self.vectors.after(after):
            yield [number for number, _ in page], unpacked([vector for _, vector in page])


def embedded(passage: Searchable | Passage) -> str:
    """What of a passage is embedded: the title and headings say what a clause is about."""
    return "\n".join([passage.title, *passage.heading_path[-2:], passage.text])


def packed(vector: Vectors) -> bytes:
    """A vector as it is stored: little-endian 16-bit floats."""
    return vector.astype("<f2").tobytes()


def unpacked(rows: Sequence[bytes]) -> Vectors:
    """Stored vectors as rows, float32 [n, dimensions]."""
    return np.stack([np.frombuffer(row, "<f2") for row in rows]).astype(np.float32)


def _tokens(passage: Searchable | Passage) -> Tokens:
    text = "\n".join([passage.title, *passage.heading_path, passage.text])
    return {field: tokens(text) for field, tokens in FIELDS.items()}


def _whole(tokens: Sequence[Tokens]) -> Tokens:
    return {"sound": " ".join(part["sound"] for part in tokens)}
