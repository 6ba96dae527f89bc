"""The record of changes that travels with an export."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from knowledge_base.editorial.audit import Audit
from knowledge_base.errors import KnowledgeError
from knowledge_base.store import Store
from knowledge_base.transfer.audit_extra import AuditExtra

OLD = {
    "at": "2026-01-01T08:00:00+00:00",
    "by": "林岚",
    "action": "added",
    "subject": "d1",
    "title": "停车",
    "detail": "",
}


@pytest.fixture
def audit(store: Store) -> Audit:
    return Audit(store)


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Audit]:
    with Store(tmp_path / "other.db") as store:
        yield Audit(store)


def test_the_record_joins_the_one_that_is_here_by_its_moments(audit: Audit, other: Audit) -> None:
    other.record("周舟", "removed", "d2", "供水")
    extra = AuditExtra(other)
    extra.check([OLD, OLD])
    assert (extra.take([OLD, OLD], "赵六"), extra.take([OLD, OLD], "赵六")) == (2, 0)
    told = [(line.by, line.action, line.detail) for line in other.entries(9)]
    assert told[0] == ("赵六", "imported_changes", "2")
    assert told[1:] == [("周舟", "removed", ""), ("林岚", "added", ""), ("林岚", "added", "")]


def test_a_record_that_went_there_and_came_back_doubles_nothing(audit: Audit, other: Audit) -> None:
    audit.record("林岚", "added", "d1", "停车")
    AuditExtra(other).take(AuditExtra(audit).rows(), "赵六")
    back = AuditExtra(other).rows()
    assert AuditExtra(audit).take(back, "林岚") == 1  # that it was imported there
    assert [line.action for line in audit.entries(9)].count("added") == 1


@pytest.mark.parametrize(
    "change", [{"at": "9999-01-01T00:00:00+00:00"}, {"at": "soon"}, {"action": "<b>"}, {"by": None}, {"run": "it"}]
)
def test_what_is_no_line_of_a_record_is_refused(other: Audit, change: dict[str, Any]) -> None:
    with pytest.raises(KnowledgeError):
        AuditExtra(other).check([OLD, {**OLD, **change}])


def test_moments_of_other_time_zones_are_kept_as_ours(other: Audit) -> None:
    AuditExtra(other).take([{**OLD, "at": "2026-01-01T16:00:00+08:00"}, OLD], "")
    assert [line.at for line in other.entries(9) if line.action == "added"] == [OLD["at"]] * 2
