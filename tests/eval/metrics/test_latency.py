import pytest

from assistant.events import PartialTranscript, TicketDraft
from assistant.ticket import Draft
from eval.metrics.latency import latencies

DRAFT = TicketDraft(Draft())


def partial(utterance: int, channel: str = "caller") -> PartialTranscript:
    return PartialTranscript(channel, utterance, "水", 0, 0, 0)  # type: ignore[arg-type]


def test_each_stage_counts_from_the_one_before(script, stream, final, suggestion) -> None:
    turns = script([("caller", "水费怎么交", 1000, 2000)]).turns
    found = latencies(
        stream(
            (1600, partial(0)),
            (1900, partial(0)),
            (2300, final("caller", 0, "水费怎么交", 1100, 2000)),
            (2500, final("operator", 0, "好", 2100, 2400)),
            (2700, suggestion(0, "d1")),
            (2900, suggestion(0, "d1")),
            (3100, DRAFT),
            (3200, DRAFT),
        ),
        turns,
    )
    assert found.first_partial == pytest.approx([0.6, 0.4])  # from the turn's start, which the endpointer heard late
    assert found.final == pytest.approx([0.3, 0.1])
    assert found.recommendation == pytest.approx([0.4])
    assert found.draft == pytest.approx([0.6])


def test_a_later_utterance_of_a_turn_counts_from_its_own_start(script, stream, final) -> None:
    turns = script([("caller", "喂，水费怎么交", 1000, 9000), ("operator", "您好", 4900, 5000)]).turns
    found = latencies(stream((6000, final("caller", 1, "水费怎么交", 5000, 5800))), turns)
    assert found.first_partial == pytest.approx([1.0])


def test_what_was_withdrawn_or_typed_has_no_latency(script, stream, final, suggestion) -> None:
    turns = script([("caller", "水", 0, 100)]).turns
    withdrawn = stream((50, partial(0)), (90, final("caller", 0, "", 0, 80)), (99, suggestion(-1, "d1")), (99, DRAFT))
    found = latencies(withdrawn, turns)
    assert (found.first_partial, found.final, found.recommendation, found.draft) == ([], [], [], [])


def test_a_draft_counts_from_the_latest_final_of_either_side(script, stream, final) -> None:
    turns = script([("caller", "水", 0, 100), ("operator", "好", 200, 300)]).turns
    said = (final("caller", 0, "水", 0, 100), final("operator", 0, "好", 200, 300))
    found = latencies(stream((200, said[0]), (400, said[1]), (500, DRAFT)), turns)
    assert found.draft == pytest.approx([0.1])
