"""Who changed what, when."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from knowledge_base.editorial.audit import Audit
from knowledge_base.store import Database, Store


def test_changes_come_newest_first_with_their_moment(store: Store) -> None:
    audit = Audit(store)
    audit.record("  林岚 ", "added", "d1", "停车条例")
    audit.record("", "imported", "d2", "供水办法", "12 个文件")
    new, old = audit.entries(10)
    assert (old.by, old.action, old.subject, old.title, old.detail) == ("林岚", "added", "d1", "停车条例", "")
    assert (new.by, new.action, new.detail) == ("", "imported", "12 个文件")
    assert datetime.fromisoformat(new.at).utcoffset() == timedelta(0)
    assert audit.entries(1) == [new]


def test_changes_of_one_document_or_of_all_its_versions(store: Store) -> None:
    audit = Audit(store)
    for subject in ("d1", "d2", "d3"):
        audit.record("林岚", "added", subject, subject)
    assert [entry.subject for entry in audit.entries(10, "d2")] == ["d2"]
    assert [entry.subject for entry in audit.about(["d1", "d3"], 10)] == ["d3", "d1"]
    assert audit.entries(10, "none") == []


def test_a_line_falls_with_the_change_that_it_tells_of(store: Store) -> None:
    audit = Audit(store)

    def change(_: Database) -> None:
        audit.record("林岚", "removed", "d1", "停车条例")
        raise ValueError

    with pytest.raises(ValueError):
        store.write(change)
    assert audit.entries(10) == []
