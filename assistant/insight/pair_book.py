"""Near-duplicates and contradictions among the passages that hold today, found as documents change."""

from __future__ import annotations

import hashlib
import json
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from assistant.errors import AssistantError
from assistant.insight.insight_tables import make_tables
from assistant.insight.passage_matter import forget
from assistant.insight.passage_pair import PairKind, PassagePair, Span, compared, differing
from knowledge_base.document import Passage
from knowledge_base.editorial.audit import Audit
from knowledge_base.editorial.metadata import UNFILED, Filing
from knowledge_base.editorial.metadata_book import MetadataBook
from knowledge_base.history import now
from knowledge_base.library import Library
from knowledge_base.store import Database, Store
from retrieval.searcher import Searcher

NEAREST = 8
"""Passages that each is compared with."""

BATCH = 50
"""Pairs that are compared between two looks at whether to stop, and two breaths for the calls that go on."""

BREATH_S = 0.05

_OPEN = "texts NOT IN (SELECT texts FROM dismissed_pairs)"


@dataclass(frozen=True, slots=True)
class FoundPair:
    """Two passages with the spans of their texts that are alike or at odds, and the figures in those that differ.

    `times` counts pairs of passages with just these words, of which this is one. All spans index into the texts. The
    filings say who issued either, and for where.
    """

    pair: PassagePair
    one: Passage
    other: Passage
    one_figures: tuple[Span, ...]
    other_figures: tuple[Span, ...]
    times: int
    one_filing: Filing = UNFILED
    other_filing: Filing = UNFILED


class PairBook:
    """Safe to share between threads. A pair that was dismissed stays so while its words are the same."""

    def __init__(self, store: Store, library: Library, searcher: Searcher) -> None:
        self._store, self._library, self._searcher = store, library, searcher
        self._metadata = MetadataBook(store, Audit(store))
        self._finding = threading.Lock()
        make_tables(store)

    def refresh(self, today: date, stop: Callable[[], bool] = lambda: False) -> int:
        """Compares what holds since the last time with its neighbours, forgets what holds no more; gives how many."""
        with self._finding:
            holding = set(self._library.passage_ids()) - self._library.not_in_force(today)
            known = self._store.read(_compared)
            self._forget(known - holding)
            fresh = holding - known
            if fresh:
                try:
                    self._find(holding, fresh, stop)
                finally:
                    forget()
            return len(fresh)

    def pairs(self, kinds: Sequence[PairKind], limit: int = 100) -> list[FoundPair]:
        """Those of some kinds that nobody dismissed, surest first; equal words once."""
        query = f"""SELECT one, other, kind, MAX(score), one_span, other_span, COUNT(*) FROM passage_pairs
            WHERE kind IN (SELECT value FROM json_each(?)) AND {_OPEN}
            GROUP BY texts ORDER BY MAX(score) DESC LIMIT ?"""
        rows = self._store.read(lambda db: list(db.execute(query, [json.dumps(list(kinds)), limit])))
        passages = self._library.passages([i for row in rows for i in row[:2]])
        filings = {doc_id: metadata.filing for doc_id, metadata in self._metadata.all().items()}
        return [_found(row, passages, filings) for row in rows if row[0] in passages and row[1] in passages]

    def counts(self) -> dict[str, int]:
        """How many of each kind wait for somebody, equal words counted once."""
        query = f"SELECT kind, COUNT(DISTINCT texts) FROM passage_pairs WHERE {_OPEN} GROUP BY kind"
        return dict(self._store.read(lambda db: list(db.execute(query))))

    def dismiss(self, one: int, other: int, by: str) -> None:
        """Notes that two passages are no conflict, for as long as both keep their words; raises AssistantError."""

        def run(db: Database) -> bool:
            query = "SELECT texts FROM passage_pairs WHERE one = ? AND other = ?"
            found = db.execute(query, [one, other]).fetchone()
            if found:
                db.execute("INSERT OR REPLACE INTO dismissed_pairs VALUES (?, ?, ?)", [found[0], by.strip(), now()])
            return bool(found)

        if not self._store.write(run):
            raise AssistantError("That pair is not there any more: reload the page.")

    def _find(self, holding: set[int], fresh: set[int], stop: Callable[[], bool]) -> None:
        """Batch by batch, each written when it is done."""
        out = frozenset(self._library.passage_ids()) - holding
        regions = {doc_id: metadata.filing.region for doc_id, metadata in self._metadata.all().items()}
        for batch in _batches(fresh):
            if stop():
                return
            near = self._searcher.near(batch, NEAREST, out)
            pairs = {(min(one, other), max(one, other)) for one, others in near.items() for other in others}
            self._write(list(self._compare(sorted(pairs), regions)), batch)
            time.sleep(BREATH_S)

    def _write(self, rows: Sequence[tuple[Any, ...]], compared: Sequence[int]) -> None:
        def run(db: Database) -> None:
            db.conn.executemany("INSERT OR REPLACE INTO passage_pairs VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
            db.conn.executemany("INSERT OR IGNORE INTO compared_passages VALUES (?)", ((i,) for i in compared))

        self._store.write(run)

    def _compare(self, batch: Sequence[tuple[int, int]], regions: Mapping[str, str]) -> Iterator[tuple[Any, ...]]:
        passages = self._library.passages(list({i for pair in batch for i in pair}))
        for one, other in batch:
            if one in passages and other in passages:
                both = (regions.get(passages[one].doc_id, ""), regions.get(passages[other].doc_id, ""))
                found = compared(passages[one], passages[other], both)
                if found:
                    yield _row(found, passages)

    def _forget(self, gone: set[int]) -> None:
        def run(db: Database) -> None:
            ids = [(passage_id,) for passage_id in gone]
            for of in ("passage_pairs WHERE one", "passage_pairs WHERE other", "compared_passages WHERE passage_id"):
                db.conn.executemany(f"DELETE FROM {of} = ?", ids)

        if gone:
            self._store.write(run)


def _compared(db: Database) -> set[int]:
    return {i for (i,) in db.execute("SELECT passage_id FROM compared_passages")}


def _batches(ids: Iterable[int]) -> Iterator[list[int]]:
    rest = iter(sorted(ids))
    while batch := list(islice(rest, BATCH)):
        yield batch


def _row(pair: PassagePair, passages: dict[int, Passage]) -> tuple[Any, ...]:
    words = sorted((passages[pair.one].text[slice(*pair.one_span)], passages[pair.other].text[slice(*pair.other_span)]))
    texts = hashlib.sha256("\0".join(words).encode()).hexdigest()[:32]
    spans = (json.dumps(pair.one_span), json.dumps(pair.other_span))
    return pair.one, pair.other, pair.kind, pair.score, *spans, texts


def _found(row: Sequence[Any], passages: dict[int, Passage], filings: Mapping[str, Filing]) -> FoundPair:
    one, other, kind, score, one_span, other_span, times = row
    spans = (tuple(json.loads(one_span)), tuple(json.loads(other_span)))
    texts = [passages[i].text[slice(*span)] for i, span in zip((one, other), spans, strict=True)]
    mine, yours = differing(*texts) if kind == "figures" else ([], [])
    pair = PassagePair(one, other, kind, score, *spans)
    return FoundPair(
        pair,
        passages[one],
        passages[other],
        _placed(mine, spans[0][0]),
        _placed(yours, spans[1][0]),
        times,
        filings.get(passages[one].doc_id, UNFILED),
        filings.get(passages[other].doc_id, UNFILED),
    )


def _placed(places: Sequence[Span], at: int) -> tuple[Span, ...]:
    return tuple((start + at, end + at) for start, end in places)
