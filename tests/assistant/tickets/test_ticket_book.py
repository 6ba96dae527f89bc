import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.errors import AssistantError
from assistant.ticket import FIELD_NAMES, FieldName
from assistant.tickets.ticket_book import MAX_VALUE, TicketBook
from knowledge_base.store import Store


@pytest.fixture
def book(tmp_path: Path) -> Iterator[TicketBook]:
    with Store(tmp_path / "tickets.db") as store:
        yield TicketBook(store)


def rows(book: TicketBook) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(book.export("csv"))))


def test_tickets_are_numbered_kept_trimmed_and_listed_newest_first(book: TicketBook) -> None:
    first = book.submit("c1", {"title": "  路灯不亮 ", "place": "   ", "urgency": "normal"})
    second = book.submit("c2", {"title": "水管漏水"})
    newest, oldest = book.tickets()
    assert second > first
    assert (newest.ticket_id, newest.call_id, newest.fields) == (second, "c2", {"title": "水管漏水"})
    assert oldest.fields == {"title": "路灯不亮", "urgency": "normal"}
    assert oldest.submitted_at.endswith("+00:00")


def test_tickets_outlive_the_program(tmp_path: Path) -> None:
    with Store(tmp_path / "t.db") as store:
        TicketBook(store).submit("c", {"title": "x"})
    with Store(tmp_path / "t.db") as store:
        assert [ticket.fields for ticket in TicketBook(store).tickets()] == [{"title": "x"}]


def test_json_holds_every_ticket_readably(book: TicketBook) -> None:
    number = book.submit("c", {"title": "“引号”\n换行"})
    text = book.export("json")
    (ticket,) = json.loads(text)
    assert (ticket["ticket_id"], ticket["call_id"], ticket["fields"]) == (number, "c", {"title": "“引号”\n换行"})
    assert "引号" in text


def test_csv_has_a_column_for_every_field_and_keeps_commas_quotes_and_lines(book: TicketBook) -> None:
    book.submit("c", {"title": '甲,乙"丙"', "description": "一\n二"})
    (row,) = rows(book)
    assert list(row) == ["ticket_id", "call_id", "submitted_at", *FIELD_NAMES]
    assert (row["title"], row["description"], row["place"]) == ('甲,乙"丙"', "一\n二", "")
    assert book.export("csv").endswith("\r\n")


@pytest.mark.parametrize("value", ['=HYPERLINK("http://x")', "+1+1", "-1", "@SUM(1)"])
def test_csv_holds_no_formula(book: TicketBook, value: str) -> None:
    book.submit(value, {"title": value, "description": "a " + value})
    (row,) = rows(book)
    assert (row["title"], row["call_id"], row["description"]) == ("'" + value, "'" + value, "a " + value)
    assert json.loads(book.export("json"))[0]["fields"]["title"] == value


def test_no_tickets_are_an_empty_list_and_a_header(book: TicketBook) -> None:
    assert json.loads(book.export("json")) == []
    assert rows(book) == []
    assert book.export("csv").startswith("ticket_id,call_id,")


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("salary", "1", "field that tickets do not have"),
        ("request_type", "quarrel", "request_type must be one of consultation"),
        ("urgency", "soon", "urgency must be one of normal"),
        ("confidential", "maybe", "confidential must be one of yes"),
        ("title", "长" * (MAX_VALUE + 1), "title is longer than"),
        ("title", "half \ud800 a character", "title holds broken characters"),
    ],
)
def test_a_field_that_does_not_fit_is_named_and_nothing_is_kept(
    book: TicketBook, field: FieldName, value: str, says: str
) -> None:
    with pytest.raises(AssistantError, match=says) as caught:
        book.submit("c", {"place": "云溪区", field: value})
    assert value not in str(caught.value) or value == "1"
    assert book.tickets() == []


def test_the_longest_value_and_every_choice_are_taken(book: TicketBook) -> None:
    book.submit("c", {"description": "长" * MAX_VALUE, "request_type": "praise", "confidential": "yes"})
    assert len(book.tickets()[0].fields["description"]) == MAX_VALUE
