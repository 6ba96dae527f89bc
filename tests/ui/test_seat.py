"""What an open page is sent, and what it keeps."""

from ui.seat import Seat, Seats


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
    seats.leave("page")
    assert seat.call_id == ""
    assert seats.seat("page") is not seat
