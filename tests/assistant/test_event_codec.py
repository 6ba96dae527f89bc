import json
from typing import get_args

import pytest

from asr.transcript import FinalTranscript, PartialTranscript, Word
from assistant.answer import Answer, AnswerSentence, Citation
from assistant.errors import AssistantError
from assistant.event_codec import decode, encode
from assistant.events import (
    Alert,
    CallEnded,
    CallEvent,
    CallFault,
    CallStarted,
    HearingChanged,
    Hit,
    Passage,
    Suggestion,
    TicketDraft,
    TicketEdited,
)
from assistant.ticket import Draft, Evidence, FieldValue, RankedLabel

AWKWARD = '"引号"\n第二行\t<b>&\\ \u2028 😀 \x00'
PASSAGE = Passage(7, "d", "供水办法", ("第一章", "第三条"), 4, 10, 14, "每吨三元")
CITATION = Citation(7, "d", "供水办法", ("第一章",), None, 10, 12, "每吨")
EVENTS: tuple[CallEvent, ...] = (
    CallStarted("replay", "call-01", "", "2026-01-01T00:00:00+00:00"),
    CallStarted("line", "8012", "vosk", "2026-01-01T00:00:00+00:00", "8012"),
    PartialTranscript("operator", 3, AWKWARD, 2, 100, 900),
    FinalTranscript("caller", 0, "", 0, 0),
    FinalTranscript("caller", 1, "你好", 10, 990, (Word("你", 10, 400, 0.25), Word("好", 400, 990, 1.0)), 0.5, "vosk"),
    Suggestion(-1, AWKWARD, False, (), None),
    Suggestion(
        2,
        "水费",
        True,
        (Hit(PASSAGE, 0.1 + 0.2, {"sound": 1, "dense": 12}), Hit(PASSAGE, 0.0, {})),
        Answer((AnswerSentence("每吨三元。", (CITATION, CITATION)),), "drafted", complete=False),
    ),
    Suggestion(2, "水费", True, (Hit(PASSAGE, 1.0, {"words": 2}),), Answer((), "quoted")),
    TicketDraft(Draft()),
    TicketDraft(
        Draft(
            {
                "caller_name": FieldValue("王女士", (Evidence("caller", 1, "姓王", 5, 9),), 0.75),
                "confidential": FieldValue("no"),
            },
            (RankedLabel("一/二/三", 0.5),),
            (RankedLabel("市水务局", 1 / 3),),
        )
    ),
    TicketEdited("parties", AWKWARD),
    Alert("gas", "煤气味", 4),
    HearingChanged("paused"),
    CallFault("retrieval", "KnowledgeError"),
    CallEnded(61_000, AWKWARD),
)


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: type(event).__name__)
def test_an_event_comes_back_equal(event: CallEvent) -> None:
    kind, fields = encode(event)
    back = decode(kind, fields)
    assert back == event
    assert type(back) is type(event)


def test_every_class_of_event_has_an_example() -> None:
    assert {type(event) for event in EVENTS} == set(get_args(CallEvent))


def test_a_call_stored_before_calls_were_for_operators_is_for_none() -> None:
    fields = json.loads(encode(EVENTS[0])[1])
    del fields["operator"]
    assert decode("CallStarted", json.dumps(fields)) == EVENTS[0]


def _changed(event: CallEvent, **fields: object) -> str:
    return json.dumps(json.loads(encode(event)[1]) | fields)


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("CallEnded", ""),
        ("CallEnded", '{"duration_ms": 1, "summ'),
        ("CallEnded", "[]"),
        ("CallEnded", "null"),
        ("CallEnded", '{"duration_ms": 1}'),
        ("CallEnded", '{"duration_ms": "long", "summary": ""}'),
        ("CallMoved", '{"duration_ms": 1, "summary": ""}'),
        ("PartialTranscript", _changed(EVENTS[2], channel="neighbour")),
        ("HearingChanged", '{"state": "loud"}'),
        ("CallFault", _changed(CallFault("log", "X"), stage="kitchen")),
        ("TicketEdited", _changed(TicketEdited("title", "x"), field="salary")),
        ("Suggestion", _changed(EVENTS[5], hits=[{"passage": {}, "score": 1, "ranks": {}}])),
        ("TicketDraft", '{"draft": {"fields": {"salary": {"value": "x"}}}}'),
    ],
)
def test_what_does_not_fit_is_refused_in_a_sentence_without_its_words(kind: str, fields: str) -> None:
    with pytest.raises(AssistantError) as caught:
        decode(kind, fields)
    assert str(caught.value).startswith(f"A stored {kind} event")
    assert "neighbour" not in str(caught.value)
