"""Full-text indexes on disk (Tantivy): ready-made tokens, ranked by BM25 with k1 1.2 and b 0.75.

A block-max search looks only at passages that may be among the best, so that what a search costs hardly grows with the
collection. The folder can always be made anew from the database.
"""

from __future__ import annotations

import math
import shutil
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path

import tantivy
from filelock import FileLock

from retrieval.errors import RetrievalError

K1 = 1.2
"""Tantivy's, fixed."""

MANY = 500

_EXACT_BITS = 24
"""Whole numbers of so many bits are exact in Tantivy's scores, 32-bit floats."""

_HEAP = 64_000_000
_TOKENIZER = "ready"

Tokens = Mapping[str, str]
"""For each field the tokens of a text, parted by spaces."""


class TextIndex:
    """Safe to share between threads and processes; what one of them adds another sees after `reload`.

    An index that cannot be read is made empty.
    """

    def __init__(self, folder: Path, fields: Sequence[str]) -> None:
        self._folder = folder
        self._lock = FileLock(folder.with_suffix(".lock"))
        builder = tantivy.SchemaBuilder().add_unsigned_field("id", indexed=True, fast=True)
        for field in fields:
            builder.add_text_field(field, tokenizer_name=_TOKENIZER, index_option="freq")
        self._schema = builder.build()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with self._lock:
                self._index = self._open(fields)
        except OSError as exc:
            raise RetrievalError(
                "The text index cannot be opened ({reason}): allow writing to its folder.", reason=exc.strerror
            ) from exc

    def _open(self, fields: Sequence[str]) -> tantivy.Index:
        try:
            index = tantivy.Index(self._schema, str(self._folder))
            for field in fields:  # some files are opened only now
                index.searcher().doc_freq(field, "")
        except ValueError:  # damaged, or of another schema
            shutil.rmtree(self._folder)
            self._folder.mkdir()
            index = tantivy.Index(self._schema, str(self._folder))
        index.register_tokenizer(_TOKENIZER, tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
        index.config_reader("manual")
        return index

    def add(self, entries: Mapping[int, Tokens]) -> None:
        """Puts texts in under their ids; durable on return."""
        self._change(entries, ())

    def drop(self, ids: Sequence[int]) -> None:
        """Takes texts out."""
        self._change({}, ids)

    def _change(self, entries: Mapping[int, Tokens], gone: Sequence[int]) -> None:
        if not entries and not gone:
            return
        try:
            with self._lock:
                self._write(entries, gone)
        except (OSError, ValueError) as exc:
            raise RetrievalError("The text index cannot be written: free some disk space and try again.") from exc
        self.reload()

    def _write(self, entries: Mapping[int, Tokens], gone: Sequence[int]) -> None:
        writer = self._index.writer(_HEAP, num_threads=1)
        for number in gone:
            writer.delete_documents_by_query(tantivy.Query.term_query(self._schema, "id", number))
        for number, tokens in entries.items():
            document = tantivy.Document(**tokens)
            document.add_unsigned("id", number)
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()

    def reload(self) -> None:
        """Sees what was added by others."""
        self._index.reload()

    def size(self) -> int:
        """How many texts there are."""
        return int(self._index.searcher().num_docs)

    def ids(self) -> set[int]:
        """Of all texts; takes a second or two for a million."""
        searcher = self._index.searcher()
        hits = searcher.search(tantivy.Query.all_query(), max(1, searcher.num_docs), count=False).hits
        return {int(number) for number in searcher.fast_field_values("id", [address for _, address in hits]) if number}

    def search(
        self, field: str, tokens: str, limit: int, without: AbstractSet[int] = frozenset()
    ) -> list[tuple[int, float]]:
        """Ids of texts with any of the tokens and their BM25, best first; those `without` take no place."""
        if not (query := self._any_of(field, tokens)):
            return []
        searcher, depth = self._index.searcher(), limit
        while True:
            found = _found(searcher, query, depth)
            kept = [one for one in found if one[0] not in without][:limit]
            if len(kept) == limit or len(found) < depth:
                return kept
            depth *= 4

    def most(self, field: str, tokens: str) -> float:
        """What a text would get at most that had every token, however often: the sum of their weights."""
        searcher = self._index.searcher()
        texts = searcher.num_docs
        counts = (min(texts, searcher.doc_freq(field, token)) for token in dict.fromkeys(tokens.split()))  # or dropped
        return (K1 + 1) * sum(_weight(n, texts) for n in counts)

    def rarity(self, field: str, tokens: str) -> float:
        """How much tokens weigh by their rarity, in tokens that stand nowhere. Of a few texts every word is common:
        there are taken to be MANY at least.
        """
        searcher, texts = self._index.searcher(), max(self.size(), MANY)
        counts = [min(texts, searcher.doc_freq(field, token)) for token in dict.fromkeys(tokens.split())]
        return sum(_weight(n, texts) for n in counts) / _weight(0, texts)

    def held(self, field: str, tokens: Sequence[str], number: int) -> set[str]:
        """Which of the tokens the text with that id has: each gives a score of its own power of two."""
        known: set[str] = set()
        own = (tantivy.Occur.Must, self._scoring("id", number, 0.0))
        searcher, wanted = self._index.searcher(), list(dict.fromkeys(tokens))
        for start in range(0, len(wanted), _EXACT_BITS):
            part = wanted[start : start + _EXACT_BITS]
            terms = [(tantivy.Occur.Should, self._scoring(field, one, 2.0**bit)) for bit, one in enumerate(part)]
            for score, _ in searcher.search(tantivy.Query.boolean_query([own, *terms]), 1, count=False).hits:
                known.update(one for bit, one in enumerate(part) if int(score) >> bit & 1)
        return known

    def _scoring(self, field: str, value: str | int, score: float) -> tantivy.Query:
        return tantivy.Query.const_score_query(tantivy.Query.term_query(self._schema, field, value, "freq"), score)

    def _any_of(self, field: str, tokens: str) -> tantivy.Query | None:
        terms = [tantivy.Query.term_query(self._schema, field, t, "freq") for t in dict.fromkeys(tokens.split())]
        return tantivy.Query.boolean_query([(tantivy.Occur.Should, term) for term in terms]) if terms else None


def _weight(having: int, texts: int) -> float:
    """BM25's, of a token that so many of the texts have."""
    return math.log(1 + (texts - having + 0.5) / (having + 0.5))


def _found(searcher: tantivy.Searcher, query: tantivy.Query, limit: int) -> list[tuple[int, float]]:
    hits = searcher.search(query, max(1, limit), count=False).hits
    ids = searcher.fast_field_values("id", [address for _, address in hits])
    return [(int(number), float(hit[0])) for number, hit in zip(ids, hits, strict=True) if number is not None]
