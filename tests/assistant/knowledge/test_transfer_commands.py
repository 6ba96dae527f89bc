"""The commands that take a knowledge base out and bring it back, and what `kb add` says."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click import Command
from click.testing import CliRunner, Result

from assistant.knowledge.editorial_desk import EditorialDesk, Filing
from assistant.knowledge.shown_adding import add_shown
from assistant.knowledge.transfer_commands import kb_backup, kb_export, kb_import, kb_restore_backup
from assistant.settings import Settings, read_settings
from assistant.wiring import Knowledge, open_desk_of_knowledge, open_knowledge
from knowledge_base.errors import KnowledgeError
from retrieval.embedder import HashedEmbedder


@pytest.fixture
def home(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with one document in two versions."""
    monkeypatch.setenv("CALLDESK_HOME", str(settings.home))
    with open_desk_of_knowledge() as knowledge:
        for fee in ("二十元", "三十元"):
            (tmp_path / "permit.md").write_text(f"# 居住证\n\n补领收取工本费{fee}。\n", "utf-8")
            knowledge.add([tmp_path / "permit.md"])
    return settings.home


def run(command: Command, *arguments: object) -> Result:
    return CliRunner().invoke(command, [str(argument) for argument in arguments], catch_exceptions=False)


@contextmanager
def opened(settings: Settings) -> Iterator[Knowledge]:
    knowledge = open_knowledge(settings, settings.home, HashedEmbedder())
    with knowledge.store:
        yield knowledge


def sources() -> list[str]:
    with open_desk_of_knowledge() as knowledge:
        return [f"{document.source} {document.number}" for document in knowledge.documents()]


def test_a_base_goes_out_and_into_an_empty_home(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "2 documents written" in run(kb_export, tmp_path / "out").output
    with pytest.raises(KnowledgeError, match="holds something"):
        run(kb_export, tmp_path / "out")
    assert "0 documents taken in (0 versions), 1 known, 0 not." in run(kb_import, tmp_path / "out").output
    monkeypatch.setenv("CALLDESK_HOME", str(home.with_name("other")))
    taken = run(kb_import, tmp_path / "out", "--by", "王五")
    changes = "changes: 2 taken in of 2; what is here stays as it is."
    assert taken.exit_code == 0
    assert taken.output.splitlines() == ["1 documents taken in (2 versions), 0 known, 0 not.", changes]
    assert sources() == ["permit.md 2"]


def test_what_people_did_with_documents_travels(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = read_settings()
    with opened(settings) as knowledge:
        (document,) = knowledge.desk.documents()
        desk = EditorialDesk(knowledge.store, knowledge.desk, second_person=True)
        desk.start_draft("充电桩", "", "林岚")
        desk.set_metadata(document.doc_id, Filing(link="https://example.org/a"), "林岚")
        (passage,) = knowledge.library.passages_of(document.doc_id)
        knowledge.insight.marks.mark("c1", passage, "wrong")
    run(kb_export, tmp_path / "out")
    monkeypatch.setenv("CALLDESK_HOME", str(home.with_name("other")))
    said = run(kb_import, tmp_path / "out", "--by", "王五").output
    for words in ("drafts: 1 taken in of 1", "marks: 1 taken in of 1", "metadata: 1 taken in of 1", "changes: 4 taken"):
        assert words in said
    again = run(kb_import, tmp_path / "out").output
    assert again.count(": 0 taken in of") == 4
    with opened(read_settings()) as knowledge:
        desk = EditorialDesk(knowledge.store, knowledge.desk, second_person=True)
        assert [draft.author for draft in desk.drafts()] == ["林岚"]
        assert desk.metadata(document.doc_id).filing.link == "https://example.org/a"
        (moved,) = knowledge.library.passages_of(document.doc_id)
        assert knowledge.insight.marks.open_passages == {moved.passage_id}
        assert {"drafted", "added", "imported_drafts"} <= {line.action for line in desk.changes(99)}


def test_a_backup_comes_back(home: Path, tmp_path: Path) -> None:
    assert run(kb_backup, tmp_path / "b.zip").output.startswith("3 files, ")
    with open_desk_of_knowledge() as knowledge:
        knowledge.remove(knowledge.documents()[0].doc_id)
    assert sources() == []
    done = run(kb_restore_backup, tmp_path / "b.zip")
    assert done.output.startswith(f"Restored. What was here is in {home / 'before-restore-'}")
    assert sources() == ["permit.md 2"]


def test_adding_says_what_was_taken_what_not_and_what_was_there_twice(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "more"
    folder.mkdir()
    for name in ("a.md", "b.md"):
        (folder / name).write_text("# 供水\n\n每立方米收费三元。\n", "utf-8")
    (folder / "empty.md").touch()
    with open_desk_of_knowledge() as knowledge:
        assert add_shown([folder], knowledge) == 1
    said = capsys.readouterr()
    assert said.out == "1 documents taken in, 1 not.\n"
    assert "empty.md is empty" in said.err
    assert "b.md is the same as a.md." in said.err
