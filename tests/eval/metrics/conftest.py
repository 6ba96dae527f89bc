"""Scripted calls: a builder each for a call's script, its stream of events, and what was recommended."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from assistant.answer import Answer
from assistant.events import CallEvent, FinalTranscript, Stamped, Suggestion
from eval.data.call_set import CallScript
from eval.metrics.known_documents import KnownDocuments
from knowledge_base.document import Passage
from retrieval.hit import Hit

TEXTS = {"d1": "水费指南。水费可以在网上缴纳，每月二十五日抄表。", "d2": "电费指南。电费按阶梯计算。"}


@pytest.fixture
def documents() -> KnownDocuments:
    """Two documents of one passage each."""
    return KnownDocuments({"d1": "水费指南", "d2": "电费指南"}, TEXTS.get)


@pytest.fixture
def script() -> Callable[..., CallScript]:
    """`script([(speaker, text, start_ms, end_ms), …], answers=[…], ticket={…})`."""

    def build(turns: Sequence[tuple[str, str, int, int]], **expected: Any) -> CallScript:
        spoken = [dict(zip(("speaker", "text", "start_ms", "end_ms"), turn, strict=True)) for turn in turns]
        labels = {"category": "甲", "department": "市水务局"}
        return CallScript.model_validate({"id": "one", "turns": spoken, "expected": labels | expected})

    return build


@pytest.fixture
def stream() -> Callable[..., list[Stamped]]:
    """`stream((at_ms, event), …)`."""

    def build(*events: tuple[int, CallEvent]) -> list[Stamped]:
        return [Stamped("one", seq, at_ms, event) for seq, (at_ms, event) in enumerate(events)]

    return build


@pytest.fixture
def final() -> Callable[..., FinalTranscript]:
    """`final(channel, utterance, text, start_ms, end_ms)`."""
    return FinalTranscript


@pytest.fixture
def suggestion() -> Callable[..., Suggestion]:
    """`suggestion(utterance, "d1", "d2", answer=None)`: the documents' passages, best first."""

    def build(utterance: int, *doc_ids: str, answer: Answer | None = None) -> Suggestion:
        hits = (_hit(number, doc_id) for number, doc_id in enumerate(doc_ids))
        return Suggestion(utterance, "水费怎么交", True, tuple(hits), answer)

    return build


def _hit(number: int, doc_id: str) -> Hit:
    text = TEXTS.get(doc_id, "")
    return Hit(Passage(number, doc_id, "标题", (), None, 0, len(text), text), 0.9, {"words": number + 1})
