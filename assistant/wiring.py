"""The one place that names concrete classes: settings in, a working desk out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from asr.errors import EngineUnavailable
from asr.loader import Loader
from asr.loader import load_recognizer as load_engine
from asr.recognizer import Recognizer
from assistant.advisor import Advisor
from assistant.answers.quoted_answer import QuotedAnswer
from assistant.desk import Desk
from assistant.insight.insight_desk import InsightDesk
from assistant.knowledge.knowledge_desk import KnowledgeDesk
from assistant.knowledge.mark_extra import MarkExtra
from assistant.models.model_catalogue import EMBEDDER
from assistant.settings import Settings, read_settings
from assistant.tickets.category_ranker import CategoryRanker
from assistant.tickets.department_ranker import DepartmentRanker
from assistant.tickets.gazetteer import Gazetteer
from assistant.tickets.taxonomy import read_categories, read_departments, read_examples, read_names
from assistant.tickets.ticket_drafter import TicketDrafter
from assistant.transcripts.mender import Mender
from assistant.transcripts.term_source import TermSource, library_texts
from knowledge_base.editorial.audit import Audit
from knowledge_base.editorial.draft_book import DraftBook
from knowledge_base.editorial.metadata_book import MetadataBook
from knowledge_base.library import Library
from knowledge_base.store import Store
from knowledge_base.transfer.audit_extra import AuditExtra
from knowledge_base.transfer.draft_extra import DraftExtra
from knowledge_base.transfer.metadata_extra import MetadataExtra
from retrieval.embedder import Embedder, HashedEmbedder, SentenceEmbedder
from retrieval.errors import EmbedderUnavailable, RetrievalError
from retrieval.quantized_embedder import QuantizedEmbedder
from retrieval.ranking import read_ranking
from retrieval.reranker import Reranker, load_reranker
from retrieval.search_index import SearchIndex
from retrieval.searcher import Searcher

if TYPE_CHECKING:
    from assistant.llm import Llm


@dataclass(frozen=True, slots=True)
class Knowledge:
    """An open knowledge base: the desk for people, the searcher for calls, the store beneath both."""

    store: Store
    searcher: Searcher
    desk: KnowledgeDesk
    embedder: str
    library: Library
    insight: InsightDesk


def load_recognizer(settings: Settings) -> Recognizer:
    """The recogniser that the settings ask for; raises EngineUnavailable saying what to pull or install."""
    return load_engine(settings.engine, settings.models, settings.threads)


def load_embedder(settings: Settings) -> Embedder:
    """The real embedder in the settings' precision; raises EmbedderUnavailable saying what to pull or install."""
    kind = SentenceEmbedder if settings.embedding == "float32" else QuantizedEmbedder
    return kind(settings.models / EMBEDDER, settings.threads)


def load_embedder_or_hashed(settings: Settings) -> tuple[Embedder, str]:
    """The real embedder, or the hashed one and a sentence about what is missing."""
    try:
        return load_embedder(settings), ""
    except EmbedderUnavailable as exc:
        return HashedEmbedder(), exc.said


def load_reranker_or_none(settings: Settings) -> tuple[Reranker | None, str]:
    """The reranker that the settings name, or a sentence about why it is left out."""
    if not settings.reranker:
        return None, ""
    try:
        return load_reranker(settings.models / settings.reranker, settings.threads), ""
    except RetrievalError as exc:
        return None, exc.said


def open_knowledge(settings: Settings, home: Path, embedder: Embedder, reranker: Reranker | None = None) -> Knowledge:
    """The knowledge base in a folder, its vectors up to date with its passages."""
    store = Store(home / "calldesk.db")
    index = SearchIndex(home, store, embedder)
    library = Library(store, home / "originals", index)
    searcher = Searcher(library, index, read_ranking(settings.home, embedder.name), reranker)
    searcher.refresh()
    audit, insight = Audit(store), InsightDesk(store, library, searcher, embedder)
    extras = (
        MetadataExtra(library, MetadataBook(store, audit)),
        DraftExtra(DraftBook(store, audit, settings.second_person)),
        MarkExtra(library, insight.marks, audit),
        AuditExtra(audit),
    )
    desk = KnowledgeDesk(library, searcher, audit, settings.limits, extras)
    return Knowledge(store, searcher, desk, embedder.name, library, insight)


@contextmanager
def open_desk_of_knowledge() -> Iterator[KnowledgeDesk]:
    """The knowledge desk of this process's settings, closed at the end; hashed words stand in for a missing model."""
    settings = read_settings()
    knowledge = open_knowledge(settings, settings.home, load_embedder_or_hashed(settings)[0])
    with knowledge.store:
        yield knowledge.desk


def load_llm(settings: Settings) -> Llm | None:
    """The model at the address of the settings, None where there is none; its package takes seconds to import."""
    if not settings.llm_base_url:
        return None
    from assistant.llm import open_llm

    return open_llm(settings.llm_base_url, settings.llm_model, settings.llm_api_key)


def open_drafter(settings: Settings) -> TicketDrafter:
    """What drafts tickets, taught the city's tree, duties, examples and names."""
    categories, departments = read_categories(settings.categories), read_departments(settings.departments)
    examples = read_examples(settings.examples)
    ranker = CategoryRanker.fit(
        [example.text for example in examples],
        [example.label for example in examples],
        {c.label: (*c.keywords, c.l3, c.l2 + c.l3) for c in categories},
    )
    return TicketDrafter(ranker, DepartmentRanker(departments, categories), Gazetteer.read(settings.gazetteer))


def open_mender(settings: Settings, library: Library) -> Mender:
    """What mends finals, told the city's names and how people word their requests."""
    categories, departments = read_categories(settings.categories), read_departments(settings.departments)
    places = read_names(settings.gazetteer)
    names = dict.fromkeys((word for c in categories for word in (*c.keywords, c.l2, c.l3)), "category")
    names |= dict.fromkeys((word for d in departments for word in (d.name, d.short)), "category")
    names |= dict.fromkeys((place.name for place in places), "place")
    spoken = [example.text for example in read_examples(settings.examples)]
    terms = TermSource(lambda: chain(spoken, library_texts(library)), library.revision, names)
    return Mender(terms, names)


def open_advisor(settings: Settings, knowledge: Knowledge, wait: bool = True) -> Advisor:
    """What advises on calls, over an open knowledge base; without `wait` its terms are counted in the background."""
    llm, drafter, mender = load_llm(settings), open_drafter(settings), open_mender(settings, knowledge.library)
    if wait:
        mender.settle()
    return Advisor(knowledge.searcher, QuotedAnswer(), drafter, llm, settings.llm_deadline_s, mender)


def open_desk(settings: Settings) -> Desk:
    """Everything a panel needs; what is missing is left out and said in the desk's status."""
    missing: list[str] = []
    loader, recognizer = Loader(settings.models, settings.threads), None
    try:
        recognizer = loader.load(settings.engine)
    except EngineUnavailable as exc:
        missing.append(exc.said)
    embedder, problem = load_embedder_or_hashed(settings)
    if problem:
        missing.append(problem)
    reranker, problem = load_reranker_or_none(settings)
    if problem:
        missing.append(problem)
    knowledge = open_knowledge(settings, settings.home, embedder, reranker)
    advisor = open_advisor(settings, knowledge, wait=False)
    names = (knowledge.embedder, tuple(missing))
    desk = Desk(settings, knowledge.store, knowledge.desk, knowledge.insight, advisor, recognizer, *names, loader)
    desk.uploads.work()
    desk.insight.start()
    if advisor.mender:
        advisor.mender.warm_up()
    return desk
