"""Metadata of documents: read, corrected, shared by versions, filtered by."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from knowledge_base.editorial.audit import Audit
from knowledge_base.editorial.metadata import EVERYTHING, DocumentFilter, Filing
from knowledge_base.editorial.metadata_book import MetadataBook
from knowledge_base.errors import DocumentNotFound, KnowledgeError
from knowledge_base.library import Library
from knowledge_base.readers.limits import Limits
from knowledge_base.store import Store


@pytest.fixture
def book(library: Library, store: Store) -> MetadataBook:
    return MetadataBook(store, Audit(store))


def add(library: Library, folder: Path, name: str, text: str) -> str:
    path = folder / f"{name}.md"
    path.write_text(f"# {name}\n\n{text}\n", "utf-8")
    return library.add(path, Limits()).doc_id


def test_values_are_read_and_a_person_stands_over_them(book: MetadataBook, library: Library, tmp_path: Path) -> None:
    doc = add(library, tmp_path, "停车办法", "发布机关：澜江市公安局\n\n停车每小时三元。")
    read = book.of(doc)
    assert (read.filing, read.read) == (Filing("澜江市公安局", "澜江市"), {"department", "region"})
    assert read.evidence == "发布机关：澜江市公安局"
    book.set(doc, Filing("澜江市城管局", "澜江市", "车主", "https://a.example/x", ("停车",), date(2027, 1, 1)), "林岚")
    corrected = book.of(doc)
    assert corrected.filing == Filing(
        "澜江市城管局", "澜江市", "车主", "https://a.example/x", ("停车",), date(2027, 1, 1)
    )
    assert (corrected.read, corrected.evidence) == ({"region"}, "")
    book.set(doc, Filing(), "林岚")
    assert (book.of(doc).filing, book.of(doc).read) == (Filing(), frozenset())


def test_all_versions_share_metadata_and_a_new_one_is_read_anew(
    book: MetadataBook, library: Library, tmp_path: Path
) -> None:
    old = add(library, tmp_path, "停车办法", "发布机关：澜江市公安局\n\n停车每小时三元。")
    book.set(old, Filing("澜江市公安局", "澜江市", tags=("停车",)), "林岚")
    new = add(library, tmp_path, "停车办法", "发布机关：澜江市城管局\n\n停车每小时五元。")
    assert book.of(old) == book.of(new)
    assert book.of(new).filing == Filing("澜江市城管局", "澜江市", tags=("停车",))


def test_filters_leave_out_all_versions_of_what_does_not_fit(
    book: MetadataBook, library: Library, tmp_path: Path
) -> None:
    parking = [add(library, tmp_path, "停车办法", f"停车每小时{fee}元。") for fee in "三五"]
    water = add(library, tmp_path, "供水办法", "发布机关：澜江市水务局\n\n水费三元。")
    only = DocumentFilter(department="水务局")

    def ids(*doc_ids: str) -> set[int]:
        return {passage.passage_id for doc_id in doc_ids for passage in library.passages_of(doc_id)}

    assert book.passages_outside(EVERYTHING) == frozenset()
    assert book.passages_outside(only) == ids(*parking)
    assert book.passages_outside(only) is book.passages_outside(only)
    book.set(parking[0], Filing("澜江市水务局"), "林岚")
    assert book.passages_outside(only) == frozenset()
    third = add(library, tmp_path, "养犬办法", "养犬需登记。")
    assert book.passages_outside(only) == ids(third)
    assert ids(water)


def test_reviews_are_signed_and_recorded(book: MetadataBook, library: Library, store: Store, tmp_path: Path) -> None:
    doc = add(library, tmp_path, "停车办法", "停车每小时三元。")
    book.reviewed(doc, "林岚", date(2026, 9, 1))
    known = book.of(doc)
    assert (known.filing.review, known.reviewed_by, bool(known.reviewed_at)) == (date(2026, 9, 1), "林岚", True)
    book.set(doc, Filing(tags=("停车",), review=date(2026, 9, 1)), "周舟")
    changed, reviewed = Audit(store).entries(10)
    assert (changed.by, changed.action, changed.detail) == ("周舟", "metadata", "tags: – → 停车")
    assert (reviewed.action, reviewed.title, reviewed.detail) == ("reviewed", "停车办法", "review: 2026-09-01")
    book.set(doc, Filing(tags=("停车",), review=date(2026, 9, 1)), "周舟")
    assert len(Audit(store).entries(10)) == 2


def test_what_is_gone_has_no_metadata(book: MetadataBook, library: Library, tmp_path: Path) -> None:
    doc = add(library, tmp_path, "停车办法", "发布机关：澜江市公安局\n\n停车每小时三元。")
    assert book.of(doc).filing.department
    library.remove(doc)
    assert book.of(doc).filing == Filing()
    for step in (lambda: book.set(doc, Filing("x"), "林岚"), lambda: book.reviewed(doc, "林岚", None)):
        with pytest.raises(DocumentNotFound):
            step()


def test_another_process_sees_the_change(library: Library, store: Store, tmp_path: Path) -> None:
    one, other = (MetadataBook(store, Audit(store)) for _ in range(2))
    doc = add(library, tmp_path, "停车办法", "停车每小时三元。")
    assert other.of(doc).filing == Filing()
    one.set(doc, Filing("公安局"), "林岚")
    assert other.of(doc).filing == Filing("公安局")


def test_of_two_who_set_at_once_the_second_is_told(
    library: Library, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = (MetadataBook(store, Audit(store)) for _ in range(2))
    doc = add(library, tmp_path, "停车办法", "停车每小时三元。")
    opened, look = one.of(doc).filing, other._current

    def overtaken() -> object:
        shelf = look()
        one.set(doc, Filing("公安局"), "林岚", opened)
        return shelf

    monkeypatch.setattr(other, "_current", overtaken)
    with pytest.raises(KnowledgeError, match="Somebody else changed this meanwhile"):
        other.set(doc, Filing("城管局"), "周舟", opened)
    assert one.of(doc).filing == Filing("公安局")


def test_a_change_of_another_document_stands_in_nobodys_way(
    library: Library, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = MetadataBook(store, Audit(store))
    doc = add(library, tmp_path, "停车办法", "停车每小时三元。")
    look = book._current

    def grown() -> object:
        shelf = look()
        add(library, tmp_path, "供水办法", "水费三元。")
        return shelf

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(book, "_current", grown)
        book.set(doc, Filing("公安局"), "林岚", Filing())
    assert book.of(doc).filing == Filing("公安局")
