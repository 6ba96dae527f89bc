"""What a call benchmark measures with: the parts of the assistant, and what is known of the city and its documents."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from asr.recognizer import Recognizer
from assistant.advisor import Advisor
from assistant.settings import Settings
from assistant.tickets.gazetteer import COMPANY
from assistant.tickets.taxonomy import read_categories, read_departments, read_examples, read_names
from assistant.wiring import Knowledge
from eval.baselines.text_classifier import TextClassifier
from eval.benchmarks.retrieval_benchmark import Baseline
from eval.metrics.known_documents import KnownDocuments
from knowledge_base.errors import KnowledgeError
from retrieval.words import words

_SHORTEST_TERM = 3


@dataclass(frozen=True, slots=True)
class City:
    """Labels that a ticket may have, names of places, and the terms of the category tree and the documents' titles."""

    categories: frozenset[str]
    departments: frozenset[str]
    places: tuple[str, ...]
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CallBench:
    """What hears and advises, and what it is judged by; without baselines those are empty."""

    recognizer: Recognizer
    advisor: Advisor
    documents: KnownDocuments
    city: City
    searches: Sequence[Baseline] = ()
    classifiers: tuple[tuple[str, TextClassifier], ...] = ()
    plain: bool = False

    @property
    def llm(self) -> str:
        """The language model that drafts answers, "none" where none does."""
        return self.advisor.llm.name if self.advisor.llm else "none"


def read_city(settings: Settings, knowledge: Knowledge) -> City:
    """From the files that the settings name, and the knowledge base."""
    categories, departments = read_categories(settings.categories), read_departments(settings.departments)
    named = {word for category in categories for word in (*category.keywords, category.l3)}
    titles = {word for document in knowledge.desk.documents() for word in words(document.title)}
    return City(
        frozenset(category.label for category in categories),
        frozenset(department.short for department in departments),
        tuple(name.name for name in read_names(settings.gazetteer) if name.kind != COMPANY),
        tuple(sorted(named | {word for word in titles if len(word) >= _SHORTEST_TERM})),
    )


def knowledge_digest(knowledge: Knowledge) -> str:
    """Names the contents of a knowledge base: other documents, another digest."""
    ids = sorted(document.doc_id for document in knowledge.desk.documents())
    return hashlib.sha256(" ".join(ids).encode()).hexdigest()[:16]


def known_documents(knowledge: Knowledge) -> KnownDocuments:
    """The documents of a knowledge base by the names of their files."""
    texts: dict[str, str] = {}

    def text(doc_id: str) -> str | None:
        if doc_id not in texts:
            try:
                texts[doc_id] = knowledge.desk.document(doc_id).text
            except KnowledgeError:
                return None
        return texts[doc_id]

    names = {document.doc_id: Path(document.source).stem for document in knowledge.desk.documents()}
    return KnownDocuments(names, text)


def classifiers(settings: Settings) -> tuple[tuple[str, TextClassifier], ...]:
    """The simpler classifiers by name, taught the examples that the category ranker is taught."""
    examples = read_examples(settings.examples)
    texts, labels = [example.text for example in examples], [example.label for example in examples]
    return (
        ("majority", TextClassifier.majority(texts, labels)),
        ("tfidf_linear", TextClassifier.tfidf_linear(texts, labels)),
    )
