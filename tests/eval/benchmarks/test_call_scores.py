"""One call's events, scored series by series."""

from typing import Any

import pytest

from assistant.events import CallFault, FinalTranscript, PartialTranscript, Stamped, Suggestion, TicketDraft
from assistant.ticket import Draft, FieldValue, RankedLabel
from eval.benchmarks.call_scores import CallScores, baseline_scores
from eval.data.call_set import CallScript
from knowledge_base.document import Passage
from retrieval.hit import Hit

TURNS = [
    {"speaker": "operator", "text": "您好", "start_ms": 0, "end_ms": 500},
    {"speaker": "caller", "text": "水费怎么交", "start_ms": 1000, "end_ms": 2000},
    {"speaker": "caller", "text": "我姓陈", "start_ms": 3000, "end_ms": 4000},
]


def script(**expected: Any) -> CallScript:
    answers = [{"turn": 1, "document": "水费指南"}]
    labels = {"category": "乙", "department": "市水务局", "answers": answers, "ticket": {"caller_name": "陈"}}
    return CallScript.model_validate({"id": "one", "turns": TURNS, "expected": labels | expected})


def hit(doc_id: str) -> Hit:
    return Hit(Passage(1, doc_id, "", (), None, 0, 1, "文"), 0.9, {"words": 1})


EVENTS = [
    Stamped("one", seq, at_ms, event)
    for seq, (at_ms, event) in enumerate(
        [
            (400, PartialTranscript("operator", 0, "您", 0, 0, 400)),
            (900, FinalTranscript("operator", 0, "您好", 0, 500, (), 0.9)),
            (2400, FinalTranscript("caller", 0, "税费怎么交", 1000, 2000, (), 0.5)),
            (2500, Suggestion(0, "税费怎么交", True, (hit("d2"), hit("d1")), None)),
            (2600, TicketDraft(Draft({"caller_name": FieldValue("程", (), 0.7)}, (RankedLabel("甲", 0.6),), ()))),
            (4500, FinalTranscript("caller", 1, "我姓陈", 3000, 4000)),
            (4600, Suggestion(1, "我姓陈", True, (hit("d2"),), None)),
            (4700, CallFault("advice", "Timeout")),
            (4800, TicketDraft(Draft({"caller_name": FieldValue("陈", (), 0.8)}, (RankedLabel("乙", 0.6),), ()))),
        ]
    )
]


def observed(bench, timed: bool = True, events: list[Stamped] = EVENTS, **expected: Any) -> dict[str, list[Any]]:
    return CallScores(script(**expected), events, bench(), timed).observed()


def test_waits_are_of_the_calls_own_clock(bench) -> None:
    waits = {name: seen for name, seen in observed(bench).items() if name.endswith("_s")}
    assert waits["first_partial_s"] == pytest.approx([0.4, 1.4, 1.5])
    assert waits["final_s"] == pytest.approx([0.4, 0.4, 0.5])
    assert waits["recommendation_s"] == pytest.approx([0.1, 0.1])
    assert waits["draft_s"] == pytest.approx([0.2, 0.3])
    assert not [name for name in observed(bench, timed=False) if name.endswith("_s")]


def test_each_speaker_has_errors_and_confidences_by_character(bench) -> None:
    seen = observed(bench)
    assert [list(pair) for pair in seen["caller cer"]] == [[1, 8]]
    assert [list(pair) for pair in seen["operator syllable_error_rate"]] == [[0, 2]]
    assert seen["confidence hearing"].count([0.5, 0.0]) == 1
    assert seen["confidence hearing"].count([0.5, 1.0]) == 4
    assert seen["confidence hearing"].count([0.9, 1.0]) == 2
    assert [list(pair) for pair in seen["important terms"]] == [[1, 1]]  # 水费


def test_advice_is_scored_where_an_answer_was_wanted(bench) -> None:
    seen = observed(bench)
    assert (seen["recommended@1"], seen["recommended@3"]) == ([[0.0, 1]], [[1.0, 1]])
    assert (seen["recommendation useless"], seen["recommendation unneeded"]) == ([[0, 1]], [[1, 1]])
    assert seen["answer answered"] == [[0, 1]]
    assert seen["citation stands"] == []  # nothing was cited, so nothing is right or wrong
    idle = observed(bench, answers=[])
    assert "recommended@1" not in idle and idle["answer answered"] == []


def test_the_last_draft_counts(bench) -> None:
    seen = observed(bench)
    assert (seen["category@1"], seen["category@3"], seen["department@1"]) == ([[1.0, 1]], [[1.0, 1]], [[0.0, 1]])
    assert [list(pair) for pair in seen["field caller_name f1"]] == [[2, 2]]
    assert seen["confidence field"] == [[0.8, 1.0]]
    assert seen["confidence category"] == [[0.6, 1.0]]
    assert "confidence department" not in seen
    assert seen["faults"] == [1]


def test_a_call_of_which_nothing_was_heard_is_all_wrong_and_no_less(bench) -> None:
    seen = observed(bench, events=[])
    assert [list(pair) for pair in seen["caller cer"]] == [[8, 8]]
    assert (seen["recommended@5"], seen["category@3"]) == ([[0.0, 1]], [[0.0, 1]])
    assert seen["confidence hearing"] == []


def test_baselines_search_for_what_was_heard_and_their_best_ranking_counts(bench, search) -> None:
    asked = bench()
    seen = baseline_scores(CallScores(script(), EVENTS, asked, True))
    assert set(asked.searches[0].asked) == {"税费怎么交"}
    assert (seen["bm25 recommended@1"], seen["bm25 recommended@3"]) == ([[0.0, 1]], [[1.0, 1]])
    assert seen["dense recommended@5"] == [[0.0, 1]]
    assert (seen["majority category@1"], seen["majority category@3"]) == ([[0.0, 1]], [[1.0, 1]])


def test_a_question_that_was_not_heard_is_a_miss_for_baselines_too(bench) -> None:
    seen = baseline_scores(CallScores(script(), [], bench(), True))
    assert seen["bm25 recommended@5"] == [[0.0, 1]]


def test_examples_are_the_turns_that_were_misheard(bench) -> None:
    (example,) = CallScores(script(), EVENTS, bench(), True).examples()
    assert example["where"] == "one caller" and example["edits"] == 1 and example["at_s"] == 1.0
    assert "税" in example["heard"] and "水" in example["said"]
