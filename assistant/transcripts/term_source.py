"""The term book of a knowledge base, counted anew in the background when its documents changed."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from time import monotonic

from assistant.transcripts.phrase_count import count_phrases
from assistant.transcripts.term_book import TermBook
from knowledge_base.library import Library

_LOG = logging.getLogger("calldesk.transcripts")
MOST_PASSAGES = 4000
"""More are not counted: so many are taken, evenly spread, which takes some ten seconds."""

_PIECE = 200
_REST = 20.0
"""After a count there is none for so many times as long as it took, however often the documents change."""


class TermSource:
    """Safe to share; `names` are terms and what they name, `texts` are read anew when `revision` is another."""

    def __init__(
        self,
        texts: Callable[[], Iterable[str]],
        revision: Callable[[], int],
        names: Mapping[str, str],
        rest: float = _REST,
    ) -> None:
        self._texts, self._revision, self._names, self._rest = texts, revision, names, rest
        self._book: TermBook | None = None
        self._counted = -1
        self._next = 0.0
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def book(self) -> TermBook | None:
        """The newest that is ready, at once; None before the first one is."""
        if monotonic() >= self._next and self._lock.acquire(blocking=False):
            try:
                self._start()
            finally:
                self._lock.release()
        return self._book

    def settle(self) -> None:
        """Returns when the book is of what the texts are now; it may take seconds."""
        with self._lock:
            for _ in range(2):  # a count that runs already may have begun before the last change
                self._start()
                if self._thread:
                    self._thread.join()

    def _start(self) -> None:
        if (self._thread and self._thread.is_alive()) or self._revision() == self._counted:
            return
        self._thread = threading.Thread(target=self._count, name="terms", daemon=True)
        self._thread.start()

    def _count(self) -> None:
        started = monotonic()
        try:
            revision = self._revision()
            self._book = TermBook(count_phrases(self._texts()), self._names)
            self._counted = revision
        except Exception as exc:  # calls go on with the terms known before
            _LOG.warning("The terms of the knowledge base could not be counted (%s).", type(exc).__name__)
        self._next = monotonic() + self._rest * (monotonic() - started)


def library_texts(library: Library) -> Iterator[str]:
    """Titles, headings and passages in force of a knowledge base, or of an even part of a large one."""
    out = library.not_in_force(date.today())
    told: set[str] = set()
    for ids in _spread([passage_id for passage_id in library.passage_ids() if passage_id not in out]):
        for passage in library.passages(ids).values():
            yield from {passage.title, *passage.heading_path} - told
            told |= {passage.title, *passage.heading_path}
            yield passage.text


def _spread(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    """As many as are counted, evenly spread, in pieces that are read at once."""
    taken = ids[:: max(1, -(-len(ids) // MOST_PASSAGES))]
    return (taken[at : at + _PIECE] for at in range(0, len(taken), _PIECE))
