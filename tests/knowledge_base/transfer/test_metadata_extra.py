"""Metadata that travels with an export."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from knowledge_base.editorial.audit import Audit
from knowledge_base.editorial.metadata import Filing
from knowledge_base.editorial.metadata_book import MetadataBook
from knowledge_base.errors import KnowledgeError
from knowledge_base.library import Library
from knowledge_base.readers.limits import Limits
from knowledge_base.store import Store
from knowledge_base.transfer.export_folder import export_folder
from knowledge_base.transfer.import_folder import import_folder
from knowledge_base.transfer.metadata_extra import MetadataExtra

MOST = Limits(max_bytes=1_000_000)
FILING = Filing("市公安局", "澜江市", "居民", "https://example.org/a", ("证件", "收费"), date(2030, 1, 1))


@pytest.fixture
def book(store: Store) -> MetadataBook:
    return MetadataBook(store, Audit(store))


@pytest.fixture
def other(tmp_path: Path, indexer: Any) -> Iterator[tuple[Library, MetadataBook]]:
    with Store(tmp_path / "other.db") as store:
        yield Library(store, tmp_path / "other-originals", type(indexer)()), MetadataBook(store, Audit(store))


@pytest.fixture
def doc_id(library: Library, tmp_path: Path) -> str:
    (tmp_path / "permit.md").write_text("# 居住证办法\n\n第一条 补领收取工本费。\n", "utf-8")
    return library.add(tmp_path / "permit.md", MOST).doc_id


def test_what_somebody_filed_travels(
    library: Library, book: MetadataBook, doc_id: str, other: tuple[Library, MetadataBook], tmp_path: Path
) -> None:
    book.set(doc_id, FILING, "王五")
    export_folder(library, tmp_path / "out", [MetadataExtra(library, book)])
    there, metadata = other
    import_folder(there, tmp_path / "out", MOST, [MetadataExtra(there, metadata)], "赵六")
    assert metadata.of(doc_id).filing == FILING


def test_what_somebody_filed_here_wins(
    library: Library, book: MetadataBook, doc_id: str, other: tuple[Library, MetadataBook], tmp_path: Path
) -> None:
    book.set(doc_id, FILING, "王五")
    export_folder(library, tmp_path / "out", [MetadataExtra(library, book)])
    there, metadata = other
    import_folder(there, tmp_path / "out", MOST)
    own = Filing("市城管局", tags=("停车",))
    metadata.set(doc_id, own, "赵六")
    for _ in range(2):
        imported = import_folder(there, tmp_path / "out", MOST, [MetadataExtra(there, metadata)], "赵六")
        assert imported.extras == {"metadata": (0, 1)}
    assert metadata.of(doc_id).filing == own


def test_what_nobody_filed_leaves_no_row(library: Library, book: MetadataBook, doc_id: str) -> None:
    assert doc_id
    assert MetadataExtra(library, book).rows() == []


@pytest.mark.parametrize("change", [{"link": "javascript:alert(1)"}, {"tags": 3}, {"run": "it"}, {"review": "soon"}])
def test_rows_that_nobody_could_have_filed_are_refused(
    library: Library, book: MetadataBook, doc_id: str, change: dict[str, Any]
) -> None:
    book.set(doc_id, FILING, "王五")
    extra = MetadataExtra(library, book)
    extra.check(extra.rows())
    with pytest.raises(KnowledgeError):
        extra.check([{**extra.rows()[0], **change}])
