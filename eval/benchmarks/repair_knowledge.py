"""The terms that finals are mended with and judged by: those of the home's knowledge base, or of a set of documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from assistant.settings import Settings
from assistant.transcripts.mender import Mender
from assistant.transcripts.term_source import TermSource, library_texts
from assistant.wiring import load_embedder_or_hashed, open_knowledge, open_mender
from eval.benchmarks.call_bench import read_city
from eval.data.call_set import ExpectedTicket
from eval.data.question_set import read_documents
from eval.metrics.important_words import Kind, vocabulary
from knowledge_base.library import Library
from retrieval.words import words

_SHORTEST_TERM = 3
_SEEN = 2


@contextmanager
def repair_knowledge(
    settings: Settings, documents: Path | None, strict: bool
) -> Iterator[tuple[Mender, Mapping[str, Kind]]]:
    """A mender that has counted its terms, and the words that matter."""
    if documents:
        texts = [document.text for document in read_documents(documents, strict).items]
        mender = Mender(TermSource(lambda: texts, lambda: 0, {}))
        mender.settle()
        yield mender, vocabulary(ExpectedTicket(), (), frequent_words(texts))
        return
    knowledge = open_knowledge(settings, settings.home, load_embedder_or_hashed(settings)[0])
    with knowledge.store:
        city = read_city(settings, knowledge)
        mender = open_mender(settings, knowledge.library)
        mender.settle()
        yield mender, vocabulary(ExpectedTicket(), city.places, city.terms)


def document_mender(library: Library) -> Mender:
    """What mends by the terms of a benchmark's documents alone."""
    mender = Mender(TermSource(lambda: library_texts(library), library.revision, {}))
    mender.settle()
    return mender


def frequent_words(texts: Iterable[str]) -> list[str]:
    """Words of three characters or more that the texts hold at least twice: the terms of documents without titles."""
    seen = Counter(word for text in texts for word in words(text) if len(word) >= _SHORTEST_TERM)
    return [word for word, count in seen.items() if count >= _SEEN and not word.isascii()]
