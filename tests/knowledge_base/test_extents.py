"""Which document each passage is of, whatever was added, replaced or removed, here or elsewhere, and when."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from knowledge_base.document import Document
from knowledge_base.library import Library
from knowledge_base.store import Store


@pytest.fixture
def other(tmp_path: Path, indexer) -> Iterator[Library]:
    """Another process's view of the library."""
    with Store(tmp_path / "base.db") as store:
        yield Library(store, tmp_path / "originals", indexer)


def put(library: Library, doc_id: str, passages: int = 1) -> None:
    text = "\n".join(f"{doc_id}{n}" + "按照规定缴纳费用。" * 30 for n in range(passages))
    library.add_document(Document(doc_id, doc_id, f"{doc_id}.txt", "text", text, (), doc_id + text))


def places(library: Library, beyond: int = 30) -> list[tuple[int, str]]:
    """As the rows themselves say, having checked that it is told alike."""
    found = {one.passage_id: one.doc_id for doc in library.documents() for one in library.passages_of(doc.doc_id)}
    firsts = {doc_id: min(i for i in found if found[i] == doc_id) for doc_id in found.values()}
    assert library.places(range(beyond)) == (found, firsts)
    return sorted(found.items())


def documents(found: Sequence[tuple[int, str]]) -> list[str]:
    return list(dict.fromkeys(doc_id for _, doc_id in found))


def test_an_empty_library_has_no_places(library: Library) -> None:
    assert library.places([0, 1, 2]) == ({}, {})


def test_every_passage_has_the_document_that_it_is_of_and_no_other_id_has_one(library: Library) -> None:
    for doc_id, passages in (("甲", 3), ("乙", 1), ("丙", 5)):
        put(library, doc_id, passages)
        found = places(library)
    assert documents(found) == ["甲", "乙", "丙"]
    assert len(found) > 3
    assert library.places([found[-1][0], 4711, -1, 0]) == (dict(found[-1:]), {"丙": library.first_passages()["丙"]})
    assert library.places([]) == ({}, {})


@pytest.mark.parametrize("gone", [["甲"], ["乙"], ["丙"], ["甲", "丙"], ["甲", "乙", "丙"]])
def test_what_is_removed_is_gone_and_what_comes_in_its_place_is_there(library: Library, gone: list[str]) -> None:
    for doc_id in "甲乙丙":
        put(library, doc_id, 2)
    places(library)
    for doc_id in gone:
        library.remove(doc_id)
    assert documents(places(library)) == [doc_id for doc_id in "甲乙丙" if doc_id not in gone]
    put(library, "丁", 2)
    assert documents(places(library))[-1] == "丁"


def test_as_many_removed_as_added_between_two_looks(library: Library) -> None:
    put(library, "甲")
    put(library, "乙")
    places(library)
    library.remove("甲")
    put(library, "丙")
    assert documents(places(library)) == ["乙", "丙"]


def test_a_replaced_document_has_its_later_passages(library: Library) -> None:
    put(library, "甲", 2)
    put(library, "乙")
    before = places(library)
    put(library, "甲", 4)
    after = places(library)
    assert documents(after) == ["乙", "甲"]
    assert not {i for i, doc_id in before if doc_id == "甲"} & {i for i, _ in after}


def test_what_another_process_does_is_seen(library: Library, other: Library) -> None:
    put(library, "甲", 2)
    assert places(library) == places(other)
    put(other, "乙")
    other.remove("甲")
    assert documents(places(library)) == documents(places(other)) == ["乙"]


def test_an_older_snapshot_sees_what_it_saw_though_another_thread_has_gone_on(library: Library) -> None:
    put(library, "甲", 2)
    put(library, "乙")
    with library.snapshot():
        before = places(library)
        change = threading.Thread(target=lambda: (library.remove("甲"), put(library, "丙"), places(library)))
        change.start()
        change.join()
        assert places(library) == before
    assert documents(places(library)) == ["乙", "丙"]
