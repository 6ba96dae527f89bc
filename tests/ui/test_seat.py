"""What an open page is sent, and what it keeps."""

from typing import Any

import pytest

from assistant.events import CallEnded, PartialTranscript
from assistant.ticket import Draft, FieldValue
from ui.panel_state import PanelState
from ui.seat import Seat, Seats

DRAFTED = Draft({"title": FieldValue("甲")})
ENDED = CallEnded(1, "")
SAID = (PartialTranscript("caller", 0, "喂", 0, 0, 1),)


def test_a_value_is_sent_once() -> None:
    seat = Seat("c1")
    assert [seat.takes("title", "甲"), seat.takes("title", "甲"), seat.takes("title", "乙")] == [True, False, True]


def test_a_field_with_the_cursor_or_an_own_value_is_left_alone() -> None:
    seat = Seat("c1", held={"title"})
    seat.set("place", "我的")
    assert not seat.takes("title", "甲")
    assert not seat.takes("place", "甲")
    seat.held.clear()
    assert seat.takes("title", "甲")


def test_leaving_a_field_unchanged_is_no_edit() -> None:
    seat = Seat("c1")
    seat.takes("title", "甲")
    assert not seat.has_new("title", "甲")
    assert seat.has_new("title", "")


def test_another_call_empties_the_form() -> None:
    seat = Seat("c1")
    seat.set("title", "甲")
    assert seat.turn_to("c2") == {}
    assert seat.takes("title", "")


def test_what_was_filled_in_before_the_call_goes_with_it() -> None:
    seat = Seat()
    seat.set("caller_name", "王女士")
    assert seat.turn_to("c1") == {"caller_name": "王女士"}


def test_a_page_that_is_left_watches_nothing() -> None:
    seats = Seats()
    seat = seats.seat("page")
    seat.turn_to("c1")
    assert seats.known("c1") and not seats.known("c2")
    assert seats.leave("page") is seat
    assert seats.leave("page") is None
    assert not seats.known("c1")
    assert seat.call_id == ""
    assert seats.seat("page") is not seat
    assert seat.left


@pytest.mark.parametrize(
    ("state", "kept", "free"),
    [
        (PanelState("c1", source="line"), {}, True),
        (PanelState("c1", source="line", draft=DRAFTED), {}, False),
        (PanelState("c1", source="line", draft=DRAFTED, ended=ENDED), {}, True),
        (PanelState("c1", source="line", lines=SAID), {}, False),
        (PanelState("c1", source="line", lines=SAID, ended=ENDED), {}, True),
        (PanelState("c1", source="microphone"), {}, False),
        (PanelState("c1", source="replay"), {}, False),
        (PanelState("c1", source="replay", lines=SAID, ended=ENDED), {}, True),
        (PanelState("c1", source="typed", draft=DRAFTED), {}, True),
        (PanelState("c1", source="typed", lines=SAID), {}, True),
        (PanelState(), {}, False),
        (PanelState("c1", source="line", ended=ENDED), {"own": {"title": "乙"}}, False),
        (PanelState("c1", source="line", ended=ENDED), {"own": {"title": ""}}, True),
        (PanelState("c1", source="line", ended=ENDED), {"held": {"title"}}, False),
    ],
    ids=[
        "silent",
        "drafted",
        "drafted and over",
        "heard",
        "heard and over",
        "microphone",
        "replay",
        "replay and over",
        "typed",
        "typed question",
        "not drawn yet",
        "own words",
        "own word taken back",
        "cursor in a field",
    ],
)
def test_a_call_takes_the_page_only_where_no_words_are_lost(
    state: PanelState, kept: dict[str, Any], free: bool
) -> None:
    assert Seat("c1", state=state, **kept).free is free


def test_a_form_is_in_the_way_again_when_it_changes_after_it_was_submitted() -> None:
    seat = Seat("c1", state=PanelState("c1", source="line", draft=DRAFTED))
    seat.stored = seat.mine().values()
    assert seat.free
    seat.set("place", "乙")
    assert not seat.free
    seat.turn_to("")
    assert seat.free


def test_a_page_without_a_call_is_free_whatever_was_filled_in_before() -> None:
    assert Seat(own={"caller_name": "甲"}, held={"title"}).free


def test_calls_are_offered_until_they_are_opened_or_put_off() -> None:
    seat = Seat("c1")
    for call_id in ("c2", "c3", "c4"):
        seat.offer(call_id)
    seat.turn_to("c3")
    assert seat.offered == ["c2", "c4"]
    seat.wait_no_more("c2")
    assert seat.offered == ["c4"] and {"c2", "c3", "c4"} <= seat.known
