"""A knowledge base of a few rules, and calls as they are stored."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assistant.answer import Answer, AnswerSentence, Citation
from assistant.call_log import CallLog
from assistant.events import CallEvent, CallStarted, Stamped, Suggestion
from assistant.settings import Settings
from assistant.wiring import Knowledge, open_knowledge
from knowledge_base.document import Passage
from retrieval.embedder import HashedEmbedder
from retrieval.hit import Hit

CallWriter = Callable[..., None]


@pytest.fixture
def knowledge(settings: Settings, tmp_path: Path) -> Iterator[Knowledge]:
    known = open_knowledge(settings, tmp_path / "kb", HashedEmbedder())
    yield known
    known.store.close()


@pytest.fixture
def add(knowledge: Knowledge, tmp_path: Path) -> Callable[[str, str], list[Passage]]:
    """`add(name, text)` takes in a Markdown file and gives its passages."""

    def write(name: str, text: str) -> list[Passage]:
        path = tmp_path / f"{name}.md"
        path.write_text(f"# {name}\n\n{text}\n", "utf-8")
        (outcome,) = knowledge.desk.add([path])
        assert outcome.doc_id, outcome.problem
        return knowledge.library.passages_of(outcome.doc_id)

    return write


@pytest.fixture
def log_call(knowledge: Knowledge) -> CallWriter:
    """`log_call(id, (query, passages shown, passages cited), …, days_ago=0)` stores such a call."""

    def write(call_id: str, *asked: tuple[str, list[Passage], list[Passage]], days_ago: int = 0) -> None:
        began = (datetime.now(UTC) - timedelta(days=days_ago)).isoformat(timespec="seconds")
        events: list[CallEvent] = [CallStarted("typed", "", "", began)]
        events += [Suggestion(-1, query, False, hits(shown), answer(cited)) for query, shown, cited in asked]
        log = CallLog(knowledge.store, lambda _, exc: pytest.fail(str(exc)))
        for seq, event in enumerate(events):
            log.append(Stamped(call_id, seq, 1_000 * seq, event))
        log.close()

    return write


def hits(passages: list[Passage]) -> tuple[Hit, ...]:
    return tuple(Hit(passage, 0.9, {"dense": 1}) for passage in passages)


def answer(passages: list[Passage]) -> Answer | None:
    sentences = tuple(
        AnswerSentence(p.text, (Citation(p.passage_id, p.doc_id, p.title, (), None, p.start, p.end, p.text),))
        for p in passages
    )
    return Answer(sentences, "quoted") if sentences else None
