"""What measures a recorded call without any model."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

import pytest

from asr.audio import Samples
from asr.engines.scripted_recognizer import Line, ScriptedRecognizer
from asr.transcript import FinalTranscript
from assistant.advisor import Advisor
from assistant.answer import Answer, AnswerSentence, Citation
from assistant.ticket import Draft, FieldValue, RankedLabel
from eval.baselines.text_classifier import TextClassifier
from eval.benchmarks.call_bench import CallBench, City
from eval.metrics.known_documents import KnownDocuments
from eval.runs import measure
from knowledge_base.document import Passage
from retrieval.hit import Hit

TEXTS = {"d1": "水费可以在网上缴纳。", "d2": "电费按阶梯计算。"}


@dataclass
class Adviser:
    """Finds and quotes the document `found` for whatever is said."""

    found: str = "d1"
    llm: None = None

    def mend(self, final: FinalTranscript, before: object) -> FinalTranscript:
        return final

    def passages(self, query: str, heard: bool, about: object, as_of: object) -> tuple[Hit, ...]:
        text = TEXTS[self.found]
        return (Hit(Passage(1, self.found, "标题", (), None, 0, len(text), text), 0.9, {"sound": 1}),)

    def quote(self, query: str, heard: bool, hits: object) -> Answer:
        text = TEXTS[self.found]
        cited = Citation(1, self.found, "标题", (), None, 0, len(text), text)
        return Answer((AnswerSentence(text, (cited,)),), "quoted")

    def ticket(self, finals: Sequence[object]) -> Draft:
        fields = {"caller_name": FieldValue("陈", (), 0.8), "title": FieldValue("水费"), "time": FieldValue("昨天")}
        categories = (RankedLabel("甲", 0.6), RankedLabel("乙", 0.4))
        return Draft(fields, categories, (RankedLabel("市水务局", 0.9),))  # type: ignore[arg-type]

    def alerts(self, final: object) -> tuple[Any, ...]:
        return ()


class Reader(ScriptedRecognizer):
    """Hears everything right but one character, and plainly nothing but two."""

    def __init__(self) -> None:
        super().__init__({"operator": [Line("您好", 100, 500)], "caller": [Line("水费怎么叫", 800, 1500)]})

    def read_plainly(self, samples: Samples) -> str:
        assert len(samples) == 25_600
        return "水费"


@dataclass
class Search:
    """Ranks documents the same whatever is asked."""

    ranking: dict[str, list[str]]
    timed: bool = False
    asked: list[str] = field(default_factory=list)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self.ranking)

    def doc_ids(self, query: str, limit: int) -> dict[str, list[str]]:
        self.asked.append(query)
        return {name: found[:limit] for name, found in self.ranking.items()}


@pytest.fixture(autouse=True)
def few_resamples(monkeypatch: pytest.MonkeyPatch) -> None:
    """Intervals take most of the time of a small benchmark; `test_measure.py` has them whole."""
    monkeypatch.setattr(measure, "RESAMPLES", 40)


@pytest.fixture
def search() -> type[Search]:
    return Search


@pytest.fixture
def bench() -> Callable[..., CallBench]:
    """`bench(found="d1", baselines=True)`."""
    city = City(frozenset("甲乙丙"), frozenset({"市水务局"}), ("滨江路",), ("水费",))
    classifiers = (("majority", TextClassifier.majority(["水", "电", "电"], ["乙", "甲", "甲"])),)

    def build(found: str = "d1", baselines: bool = True, advisor: object = None) -> CallBench:
        adviser = cast(Advisor, advisor or Adviser(found))
        documents = KnownDocuments({"d1": "水费指南", "d2": "电费指南"}, TEXTS.get)
        searches = [Search({"bm25": ["d2", "d1"], "dense": []})]
        if not baselines:
            return CallBench(Reader(), adviser, documents, city)
        return CallBench(Reader(), adviser, documents, city, searches, classifiers, True)

    return build
