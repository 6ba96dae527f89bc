"""When the versions of documents are in force, one beside the other."""

from __future__ import annotations

from datetime import date

from knowledge_base.terms import current, with_terms
from knowledge_base.validity import Repeal
from knowledge_base.version import DocumentVersion, Term

ADDED = "2026-03-01T02:00:00+00:00"


def version(number: int, begins: date | None = None, **fields: object) -> DocumentVersion:
    known = {"added_at": ADDED, "effective_from": begins, "title": "条例"} | fields
    return DocumentVersion(doc_id=f"d{number}", source="条例.md", number=number, **known)  # type: ignore[arg-type]


def replacement() -> DocumentVersion:
    return DocumentVersion("new", "乙法", "乙法.md", 1, ADDED, effective_from=date(2022, 1, 1))


def terms(*versions: DocumentVersion) -> list[Term]:
    return [one.term for one in with_terms({"s": versions}, {})["s"]]


def day(year: int, month: int = 1, of_month: int = 1) -> date:
    return date(year, month, of_month)


def test_one_version_holds_always_or_from_its_day_to_its_last() -> None:
    assert terms(version(1)) == [Term()]
    assert terms(version(1, day(2020), effective_until=day(2024))) == [Term(day(2020), day(2024))]


def test_the_next_by_date_follows_whatever_came_first() -> None:
    assert terms(version(1, day(2024)), version(2, day(2018))) == [Term(day(2024)), Term(day(2018), day(2023, 12, 31))]


def test_without_days_the_first_holds_until_the_second_was_added() -> None:
    assert terms(version(1), version(2)) == [Term(None, day(2026, 2, 28)), Term(day(2026, 3, 1))]


def test_of_two_with_one_day_the_later_holds() -> None:
    first, second = terms(version(1, day(2018)), version(2, day(2018)))
    assert first.empty and first.state(day(2018)) == first.state(day(2000)) == "repealed"
    assert second == Term(day(2018))


def test_a_future_version_waits() -> None:
    first, second = terms(version(1, day(2018)), version(2, day(2030)))
    assert [term.state(day(2029, 12, 31)) for term in (first, second)] == ["in_force", "future"]
    assert [term.state(day(2030)) for term in (first, second)] == ["repealed", "in_force"]


def test_what_was_made_current_ends_everything_before_it_and_its_own_last_day_is_no_hindrance() -> None:
    old = version(1, day(2018), effective_until=day(2020))
    again = version(3, day(2018), effective_until=day(2020), restored=True)
    assert terms(old, version(2, day(2030)), again) == [
        Term(day(2018), day(2020)),
        Term(day(2030), day(2026, 2, 28)),
        Term(day(2026, 3, 1)),
    ]


def test_what_is_added_after_that_follows_it_whatever_its_day() -> None:
    line = terms(version(1, day(2018)), version(2, restored=True), version(3, day(2020)))
    assert [term.state(day(2026, 3, 1)) for term in line] == ["repealed", "repealed", "in_force"]


def test_the_calendars_ends_are_days_too() -> None:
    edges = terms(version(1, date.max), version(2, date.min), version(3, date.max), version(4, date.min))
    assert [term.state(day(2026)) for term in edges] == ["repealed", "repealed", "future", "in_force"]


def test_a_repeal_ends_what_is_older_in_another_series() -> None:
    repeals = {"new": [Repeal("甲法", day(2022))]}
    law = {
        "old": [version(1, day(1997), title="中华人民共和国甲法"), version(2, day(2018), title="甲法")],
        "new": [replacement()],
    }
    found = with_terms(law, repeals)
    first, second = (one.term for one in found["old"])
    assert (first, second) == (Term(day(1997), day(2017, 12, 31)), Term(day(2018), day(2021, 12, 31)))
    assert found["new"][0].term == Term(day(2022))
    later = with_terms({"old": [version(1, day(2023), title="甲法")], "new": [replacement()]}, repeals)
    assert later["old"][0].term == Term(day(2023))
    corrected = with_terms({"old": [version(1, title="甲法", corrected=True)], "new": [replacement()]}, repeals)
    assert corrected["old"][0].term == Term()


def test_a_repeal_by_a_version_that_never_holds_is_none_and_no_document_repeals_itself() -> None:
    wrong, right = replacement(), DocumentVersion("right", "乙法", "乙法.md", 2, ADDED, effective_from=date(2022, 1, 1))
    histories = {"old": [version(1, title="甲法")], "new": [wrong, right]}
    assert with_terms(histories, {"new": [Repeal("甲法", day(2022))]})["old"][0].term == Term()
    assert with_terms({"new": [replacement()]}, {"new": [Repeal("乙法", day(2023))]})["new"][0].term == Term(day(2022))


def test_the_current_one_is_that_in_force_else_the_newest() -> None:
    line = with_terms({"s": [version(1, day(2018)), version(2, day(2030))]}, {})
    assert [(doc_id, of) for doc_id, (_, of) in current(line, day(2026)).items()] == [("d1", 2)]
    assert list(current(line, day(2017))) == ["d2"]
