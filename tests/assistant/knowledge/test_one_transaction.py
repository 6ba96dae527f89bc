"""A change and the line that tells of it are one: where the line cannot be written, nothing was changed."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assistant.knowledge.editorial_desk import DraftContent, EditorialDesk, Filing
from assistant.knowledge.mark_extra import MarkExtra
from assistant.settings import Settings
from assistant.wiring import Knowledge, open_knowledge
from knowledge_base.editorial.audit import AuditEntry
from knowledge_base.editorial.draft import Draft
from retrieval.embedder import HashedEmbedder

Act = Callable[["Base"], Any]


class Base:
    """A document in two versions, one entry being written, one submitted, and an export of something else."""

    def __init__(self, settings: Settings, folder: Path) -> None:
        self.knowledge = open_knowledge(settings, folder / "kb", HashedEmbedder())
        self.desk = EditorialDesk(self.knowledge.store, self.knowledge.desk, second_person=True)
        self.folder = folder
        self.old, self.new = (self.add("停车.md", f"停车每小时{fee}。", "林岚") for fee in ("三元", "五元"))
        self.draft = self.desk.new_draft(DraftContent("充电桩", "充电桩由物业受理。"), "林岚")
        sent = self.desk.new_draft(DraftContent("夜间停车", "每次五元。"), "林岚")
        self.sent = self.desk.submit_draft(sent.draft_id, sent.revision, "林岚")
        other = open_knowledge(settings, folder / "other", HashedEmbedder())
        with other.store:
            other.desk.add([self.file("供水.md", "每立方米三元。")])
            other.desk.export_to(folder / "out")

    def file(self, name: str, words: str) -> Path:
        (self.folder / name).write_text(f"# 办法\n\n{words}\n", "utf-8")
        return self.folder / name

    def add(self, name: str, words: str, by: str) -> str:
        (outcome,) = self.knowledge.desk.add([self.file(name, words)], by=by)
        return outcome.doc_id or ""

    def told(self) -> list[Any]:
        """Everything that a person can see of it, the record included."""
        documents = self.knowledge.desk.documents()
        originals = sorted(path.name for path in (self.folder / "kb" / "originals").iterdir())
        seen = [[self.knowledge.library.versions(one.doc_id), self.desk.metadata(one.doc_id)] for one in documents]
        return [seen, originals, self.desk.drafts(), self.knowledge.insight.marks.marks(), self.desk.changes(99)]

    def opened(self, draft: Draft) -> tuple[str, int]:
        return draft.draft_id, draft.revision


MARK: dict[str, Any] = {
    **{"doc_id": "d1", "title": "", "text": "", "start": 0, "end": 1, "call_id": "c1", "seat": "", "kind": "wrong"},
    **{"reason": "", "at": "2026-01-01T08:00:00+00:00", "handled_at": "", "handled_by": ""},
}
ACTS: dict[str, Act] = {
    "added": lambda base: base.knowledge.desk.take_in(base.file("供气.md", "每立方米二元。"), "周舟"),
    "version": lambda base: base.knowledge.desk.take_in(base.file("停车.md", "停车每小时九元。"), "周舟"),
    "validity": lambda base: base.knowledge.desk.set_validity(base.new, date(2020, 1, 1), None, "周舟"),
    "restored": lambda base: base.knowledge.desk.restore(base.old, "周舟"),
    "removed": lambda base: base.knowledge.desk.remove(base.new, "周舟"),
    "imported": lambda base: base.knowledge.desk.import_from(base.folder / "out", "周舟"),
    "metadata": lambda base: base.desk.set_metadata(base.new, Filing("市城管局"), "周舟"),
    "reviewed": lambda base: base.desk.reviewed(base.new, "周舟", 3),
    "drafted": lambda base: base.desk.start_draft("供热", "", "周舟"),
    "submitted": lambda base: base.desk.submit_draft(*base.opened(base.draft), "周舟"),
    "rejected": lambda base: base.desk.reject_draft(*base.opened(base.sent), "周舟", "缺少依据"),
    "discarded": lambda base: base.desk.discard_draft(*base.opened(base.draft), "周舟"),
    "imported_marks": lambda base: MarkExtra(
        base.knowledge.library, base.knowledge.insight.marks, base.desk.audit
    ).take([MARK], "周舟"),
    "imported_changes": lambda base: base.desk.audit.take(
        [AuditEntry("2026-01-01T08:00:00+00:00", "", "added", "d1", "", "")], "周舟"
    ),
}


@pytest.fixture
def base(settings: Settings, tmp_path: Path) -> Iterator[Base]:
    made = Base(settings, tmp_path)
    with made.knowledge.store:
        yield made


def no_lines(knowledge: Knowledge) -> None:
    """From now on the second write of every change fails."""
    broken = "CREATE TRIGGER broken BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'the disk is gone'); END"
    knowledge.store.write(lambda db: db.execute(broken))


@pytest.mark.parametrize("action", ACTS)
def test_without_its_line_nothing_is_changed(base: Base, action: str) -> None:
    no_lines(base.knowledge)
    before, revision = base.told(), base.knowledge.library.revision()
    with pytest.raises(sqlite3.IntegrityError, match="disk is gone"):
        ACTS[action](base)
    assert base.told() == before
    assert base.knowledge.library.revision() == revision
    assert base.knowledge.insight.marks.open_passages == frozenset()


@pytest.mark.parametrize("action", ACTS)
def test_with_its_line_it_is_changed(base: Base, action: str) -> None:
    before = base.told()
    ACTS[action](base)
    line = next(one for one in base.desk.changes(99) if one.action == action and one.by == "周舟")
    assert line not in before[-1]
    assert base.told()[:-1] != before[:-1] or action in ("reviewed", "imported_changes")


def test_publishing_leaves_each_step_with_its_line(base: Base) -> None:
    broken = """CREATE TRIGGER broken BEFORE INSERT ON audit WHEN NEW.action = 'published'
        BEGIN SELECT RAISE(ABORT, 'the disk is gone'); END"""
    base.knowledge.store.write(lambda db: db.execute(broken))
    with pytest.raises(sqlite3.IntegrityError):
        base.desk.publish_draft(*base.opened(base.sent), "周舟")
    assert base.desk.draft(base.sent.draft_id) == base.sent
    assert base.desk.changes(1)[0].action == "added"
    base.knowledge.store.write(lambda db: db.execute("DROP TRIGGER broken"))
    assert base.desk.publish_draft(*base.opened(base.sent), "周舟").state == "published"
    assert [line.action for line in base.desk.changes(99)].count("added") == 2
