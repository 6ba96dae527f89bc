"""The versions of documents in a library: what holds on which day, made current again, corrected, removed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from knowledge_base.document import Document, DocumentSummary
from knowledge_base.errors import DocumentNotFound
from knowledge_base.library import Library

TODAY = date.today()
OLD = "# 停车条例\n第一条 停车按小时收费，每小时三元。\n第二条 本条例自2018年5月1日起施行。\n"
NEW = "# 停车条例\n第一条 停车按半小时收费，每半小时两元。\n第二条 本条例自2024年3月29日起施行。\n"
FUTURE = "# 停车条例\n第一条 停车免费。\n第二条 本条例自2999年1月1日起施行。\n"

Add = Callable[[str, str], str]


@pytest.fixture
def add(library: Library, tmp_path: Path) -> Add:
    """A function of a file's name and text that gives the document's id."""

    def run(name: str, text: str) -> str:
        path = tmp_path / name
        path.write_text(text, "utf-8")
        return library.add(path).doc_id

    return run


def holding(library: Library, on: date) -> set[str]:
    """Documents with passages in force on that day."""
    ids = set(library.passage_ids()) - library.not_in_force(on)
    return {passage.doc_id for passage in library.passages(sorted(ids)).values()}


def numbers(library: Library, doc_id: str) -> list[str]:
    return [version.doc_id for version in library.versions(doc_id)]


def test_each_day_has_its_version_whatever_the_order_of_adding(library: Library, add: Add) -> None:
    new, old = add("停车条例(2024-03-29).md", NEW), add("停车条例(2018-03-30).md", OLD)
    future = add("停车条例.md", FUTURE)
    assert numbers(library, old) == [new, old, future]
    assert [holding(library, date(*day)) for day in ((2018, 4, 30), (2018, 5, 1), (2024, 3, 28), (2024, 3, 29))] == [
        set(), {old}, {old}, {new},
    ]  # fmt: skip
    assert holding(library, TODAY) == {new}
    assert holding(library, date(2999, 1, 1)) == {future}
    (shown,) = library.documents()
    assert (shown.doc_id, shown.number, shown.versions) == (new, 1, 3)
    assert shown.term.begins == date(2024, 3, 29)
    assert [one.doc_id for one in library.documents(date(2020, 1, 1))] == [old]


def test_adding_old_bytes_under_their_dated_name_changes_nothing(library: Library, add: Add) -> None:
    old, new = add("停车条例(2018-03-30).md", OLD), add("停车条例(2024-03-29).md", NEW)
    revision = library.revision()
    add("停车条例(2018-03-30).md", OLD)
    add("停车条例(2024-03-29).md", NEW)
    assert numbers(library, old) == [old, new]
    assert library.revision() == revision


def test_a_file_that_is_again_what_it_was_is_made_current(library: Library, add: Add) -> None:
    old, new = add("a.md", OLD), add("a.md", NEW)
    ids = library.passage_ids()
    assert add("a.md", OLD) == old
    assert numbers(library, old) == [old, new, old]
    assert library.versions(old)[-1].restored
    assert library.passage_ids() == ids, "so nothing is embedded anew"
    assert holding(library, TODAY) == {old}


def test_an_old_version_is_made_current_from_today_on(library: Library, add: Add) -> None:
    old, new = add("a.md", OLD), add("a.md", NEW)
    add("a.md", FUTURE)
    assert library.restore(old).number == 4
    assert holding(library, TODAY) == holding(library, date(2999, 1, 1)) == {old}
    assert holding(library, TODAY - timedelta(days=1)) == {new}
    revision = library.revision()
    library.restore(old)
    assert library.revision() == revision, "it is in force already"
    library.restore(new)
    assert holding(library, TODAY) == {new}


def test_days_can_be_corrected_and_stay_so(library: Library, add: Add) -> None:
    doc_id = add("a.md", OLD)
    revision = library.revision()
    assert holding(library, date(2018, 5, 1)) == {doc_id}
    library.set_validity(doc_id, date(2019, 1, 1), date(2019, 12, 31))
    assert library.revision() > revision
    assert [holding(library, date(year, 6, 1)) for year in (2018, 2019, 2020)] == [set(), {doc_id}, set()]
    add("a.md", OLD)
    (version,) = library.versions(doc_id)
    assert version.corrected and version.effective_from == date(2019, 1, 1)
    assert "2018年5月1日" in version.evidence
    library.set_validity(doc_id, None, None)
    assert holding(library, date(1900, 1, 1)) == {doc_id}


def test_a_repealed_document_ends_while_what_repeals_it_is_there(library: Library, add: Add) -> None:
    old = add("噪声法.md", "# 中华人民共和国环境噪声法\n第一条 本法自1997年3月1日起施行。\n")
    new = add("新法.md", "# 噪声污染法\n第一条 本法自2022年6月5日起施行。《中华人民共和国环境噪声法》同时废止。\n")
    assert holding(library, date(2022, 6, 4)) == {old}
    assert holding(library, date(2022, 6, 5)) == {new}
    (ended,) = library.versions(old)
    assert ended.term.ends == date(2022, 6, 4)
    assert [one.term.ends for one in library.documents()] == [date(2022, 6, 4), None]
    library.remove(new)
    assert holding(library, TODAY) == {old}


def test_bytes_under_two_names_hold_while_one_of_them_does(library: Library, add: Add) -> None:
    add("a.md", NEW)
    shared = add("b.md", OLD)
    assert add("c.md", OLD) == shared, "a name of its own changes nothing"
    assert add("a.md", OLD) == shared
    assert numbers(library, shared)[-1] == shared
    assert shared in holding(library, TODAY)


def test_removal_takes_every_version_and_its_corrections(library: Library, add: Add, tmp_path: Path) -> None:
    old, new, other = add("a.md", OLD), add("a.md", NEW), add("b.md", FUTURE)
    library.set_validity(old, None, None)
    library.remove(old)
    for gone in (old, new):
        with pytest.raises(DocumentNotFound):
            library.document(gone)
    assert numbers(library, other) == [other]
    assert [path.name for path in (tmp_path / "originals").iterdir()] == [f"{other}.md"]
    assert add("a.md", OLD) == old
    assert not library.versions(old)[0].corrected


def test_documents_that_are_no_files_have_one_version(library: Library) -> None:
    texts = ("正文一。本办法自2999年1月1日起施行。", "正文二。本办法自2999年1月1日起施行。")
    for number, text in enumerate(texts):
        library.add_document(Document("d", "题", "set.jsonl", "text", text, (), str(number)))
    assert numbers(library, "d") == ["d"]
    assert holding(library, TODAY) == {"d"}, "a data set is not dated"
    assert library.document("d").text == texts[1]


def test_a_change_is_told_of_the_series_that_changed(library: Library, add: Add, tmp_path: Path) -> None:
    first = add("甲.md", OLD)
    add("乙.md", NEW)
    told: list[DocumentSummary] = []
    (tmp_path / "乙.md").write_text(OLD, "utf-8")
    assert library.add(tmp_path / "乙.md", note=told.append).doc_id == first
    add("乙.md", FUTURE)
    (tmp_path / "乙.md").write_text(NEW, "utf-8")
    library.add(tmp_path / "乙.md", note=told.append)
    library.restore(first, note=told.append)
    assert [(one.doc_id == first, one.number, one.versions) for one in told] == [
        (True, 2, 2),
        (False, 4, 4),
        (True, 5, 5),
    ]
