"""Operators' marks that travel with an export."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.insight.mark_book import MarkBook
from assistant.knowledge.mark_extra import MarkExtra
from assistant.settings import Settings
from assistant.wiring import Knowledge, open_knowledge
from knowledge_base.document import Passage
from knowledge_base.editorial.audit import Audit
from knowledge_base.errors import KnowledgeError
from retrieval.embedder import HashedEmbedder


@pytest.fixture
def bases(settings: Settings, tmp_path: Path) -> Iterator[tuple[Knowledge, Knowledge]]:
    """Two, of which the second has other numbers for its passages."""
    both = [open_knowledge(settings, tmp_path / name, HashedEmbedder()) for name in ("here", "there")]
    add(both[1], tmp_path, "供水")
    yield both[0], both[1]
    for knowledge in both:
        knowledge.store.close()


def add(knowledge: Knowledge, folder: Path, name: str) -> list[Passage]:
    (folder / f"{name}.md").write_text(f"# {name}\n\n{name}按月收费。\n\n## 减免\n\n{'减免须申请。' * 90}\n", "utf-8")
    (outcome,) = knowledge.desk.add([folder / f"{name}.md"])
    assert outcome.doc_id
    return knowledge.library.passages_of(outcome.doc_id)


def extra(knowledge: Knowledge) -> MarkExtra:
    return MarkExtra(knowledge.library, knowledge.insight.marks, Audit(knowledge.store))


def shown(book: MarkBook) -> list[Any]:
    return sorted((m.doc_id, m.start, m.call_id, m.kind, m.reason, m.seat, m.at, m.handled_by) for m in book.marks())


@pytest.fixture
def marked(bases: tuple[Knowledge, Knowledge], tmp_path: Path) -> Callable[[], list[dict[str, Any]]]:
    """Marks, one of them handled, one of a document that is gone; gives their rows."""

    def rows() -> list[dict[str, Any]]:
        marks, parking = bases[0].insight.marks, add(bases[0], tmp_path, "停车")
        gone = add(bases[0], tmp_path, "供气")
        marks.mark("c1", parking[1], "outdated", "8012", "去年改了")
        marks.handle(marks.marks()[0].mark_id, "王敏")
        marks.mark("c2", parking[1], "wrong")
        for passage in gone[:2]:
            marks.mark("c3", passage, "wrong")
        bases[0].desk.remove(gone[0].doc_id)
        return extra(bases[0]).rows()

    return rows


def test_marks_find_their_passages_in_another_base(
    bases: tuple[Knowledge, Knowledge], marked: Callable[[], list[dict[str, Any]]], tmp_path: Path
) -> None:
    here, there = bases
    rows, parking = marked(), add(there, tmp_path, "停车")
    extra(there).check(rows)
    assert (extra(there).take(rows, "赵六"), extra(there).take(rows, "赵六")) == (4, 0)
    book = there.insight.marks
    assert shown(book) == shown(here.insight.marks)
    assert {one for one in book.open_passages if one > 0} == {parking[1].passage_id}
    assert parking[1].passage_id != here.library.passages_of(parking[1].doc_id)[1].passage_id
    assert MarkBook(there.store).open_passages == book.open_passages
    (line,) = [one for one in Audit(there.store).entries(9) if one.action == "imported_marks"]
    assert (line.by, line.detail) == ("赵六", "4")


def test_what_was_handled_here_stays_handled(
    bases: tuple[Knowledge, Knowledge], marked: Callable[[], list[dict[str, Any]]]
) -> None:
    rows, book = marked(), bases[0].insight.marks
    for mark in book.marks():
        if not mark.handled_at:
            book.handle(mark.mark_id, "林岚")
    assert extra(bases[0]).take(rows, "") == 0
    assert book.open() == 0


@pytest.mark.parametrize(
    "change",
    [{"kind": "silly"}, {"start": -1}, {"call_id": ""}, {"at": "9999-01-01T00:00:00+00:00"}, {"handled_at": "soon"},
     {"reason": "长" * 201}, {"passage_id": 1}],
)  # fmt: skip
def test_marks_that_nobody_could_have_set_are_refused(
    bases: tuple[Knowledge, Knowledge], marked: Callable[[], list[dict[str, Any]]], change: dict[str, Any]
) -> None:
    rows = marked()
    with pytest.raises(KnowledgeError):
        extra(bases[1]).check([rows[0], {**rows[1], **change}])


def test_a_mark_follows_its_words_where_the_text_was_read_differently(
    bases: tuple[Knowledge, Knowledge], marked: Callable[[], list[dict[str, Any]]], tmp_path: Path
) -> None:
    there, row = bases[1], marked()[0]
    charges, reductions = add(there, tmp_path, "停车")[:2]
    at = {"start": reductions.start, "end": reductions.end}
    cases = {
        charges.passage_id: {"text": charges.text, **at},
        reductions.passage_id: {"text": f"【页眉】{reductions.text[5:]}", **at},
        0: {"text": "养犬应当登记并按时年检。", **at},
    }
    rows = [{**row, **case, "call_id": f"c{found}"} for found, case in cases.items()]
    assert extra(there).take(rows, "赵六") == 3
    placed = {mark.call_id: max(mark.passage_id, 0) for mark in there.insight.marks.marks()}
    assert placed == {f"c{found}": found for found in cases}
