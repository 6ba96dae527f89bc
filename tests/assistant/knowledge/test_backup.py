"""A backup of a base that is being written to, and back."""

from __future__ import annotations

import json
import sqlite3
import threading
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from assistant.errors import AssistantError
from assistant.knowledge.backup import MANIFEST, make_backup, migrations, missing_originals
from assistant.knowledge.backup_restore import known_migrations, restore_backup
from assistant.settings import Settings
from assistant.tickets.ticket_book import TicketBook
from assistant.wiring import Knowledge, open_desk, open_knowledge
from retrieval.embedder import HashedEmbedder

QUERY = "居住证补领收取工本费二十元"


@pytest.fixture
def home(settings: Settings) -> Path:
    return settings.home


@pytest.fixture
def opened(settings: Settings, home: Path) -> Iterator[Callable[[], Knowledge]]:
    """Opens the knowledge base of the home folder."""
    all_: list[Knowledge] = []

    def open_() -> Knowledge:
        all_.append(open_knowledge(settings, home, HashedEmbedder()))
        return all_[-1]

    yield open_
    for knowledge in all_:
        knowledge.store.close()


def add(knowledge: Knowledge, folder: Path, name: str, words: str) -> str:
    (folder / name).write_text(f"# {name}\n\n{words}\n", "utf-8")
    (outcome,) = knowledge.desk.add([folder / name])
    assert outcome.doc_id
    return outcome.doc_id


def sources(knowledge: Knowledge) -> set[str]:
    return {document.source for document in knowledge.desk.documents()}


def test_what_is_backed_up_comes_back_and_the_old_state_is_set_aside(
    opened: Callable[[], Knowledge], home: Path, tmp_path: Path
) -> None:
    knowledge = opened()
    fee = add(knowledge, tmp_path, "permit.md", "居住证补领收取工本费二十元。")
    found = [hit.passage for hit in knowledge.desk.search(QUERY)]
    assert [passage.doc_id for passage in found] == [fee]
    TicketBook(knowledge.store).submit("c1", {"title": "居住证"})
    (home / "recordings").mkdir()
    (home / "recordings" / "a.wav").write_bytes(b"RIFF")
    backup = make_backup(home, tmp_path / "b.zip")
    assert {file.name.split("/")[0] for file in backup.files} == {"calldesk.db", "originals"}
    add(knowledge, tmp_path, "later.md", "后来加入的文件，内容是停车收费五元。")
    knowledge.desk.remove(fee)
    knowledge.store.close()
    aside = restore_backup(home, tmp_path / "b.zip")
    again = opened()
    assert sources(again) == {"permit.md"}
    assert again.desk.original(fee) is not None
    assert [hit.passage for hit in again.desk.search(QUERY)] == found
    assert [ticket.call_id for ticket in TicketBook(again.store).tickets()] == ["c1"]
    assert (home / "recordings" / "a.wav").is_file()
    assert (aside / "calldesk.db").is_file() and len([*(aside / "originals").iterdir()]) == 1
    assert not [*home.glob("restoring-*"), *home.glob("backup-*")]


def test_a_backup_is_of_one_moment_while_writes_go_on(
    opened: Callable[[], Knowledge], home: Path, tmp_path: Path
) -> None:
    knowledge, stop, written = opened(), threading.Event(), threading.Semaphore(0)
    add(knowledge, tmp_path, "first.md", "第一份。")

    def write() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            gone = add(knowledge, tmp_path, f"{number}.md", f"第{number}号事项。")
            if number % 2:
                knowledge.desk.remove(gone)
            written.release()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(4):
            assert written.acquire(timeout=30)
            make_backup(home, tmp_path / f"{number}.zip")
    finally:
        stop.set()
        writer.join()
    for number in range(4):
        restored = tmp_path / f"home-{number}"
        restore_backup(restored, tmp_path / f"{number}.zip")
        assert missing_originals(restored / "calldesk.db", restored / "originals") == []
        connection = sqlite3.connect(restored / "calldesk.db")
        (documents,) = connection.execute("SELECT COUNT(*) FROM documents").fetchone()
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        connection.close()
        assert documents == len([*(restored / "originals").iterdir()]) >= 1


def test_recordings_come_along_only_when_asked_for(opened: Callable[[], Knowledge], home: Path, tmp_path: Path) -> None:
    opened().store.close()
    (home / "recordings").mkdir()
    (home / "recordings" / "a.wav").write_bytes(b"RIFF")
    make_backup(home, tmp_path / "b.zip", recordings=True)
    (home / "recordings" / "a.wav").write_bytes(b"changed")
    aside = restore_backup(home, tmp_path / "b.zip")
    assert (home / "recordings" / "a.wav").read_bytes() == b"RIFF"
    assert (aside / "recordings" / "a.wav").read_bytes() == b"changed"


def test_a_lost_original_is_told_and_stops_no_backup(
    opened: Callable[[], Knowledge], home: Path, tmp_path: Path
) -> None:
    doc_id = add(opened(), tmp_path, "permit.md", "居住证。")
    (home / "originals" / f"{doc_id}.md").unlink()
    assert make_backup(home, tmp_path / "b.zip").lost == [f"{doc_id}.md"]
    restore_backup(tmp_path / "elsewhere", tmp_path / "b.zip")


def test_nothing_is_restored_while_the_home_is_in_use(
    opened: Callable[[], Knowledge], home: Path, tmp_path: Path
) -> None:
    knowledge = opened()
    add(knowledge, tmp_path, "permit.md", "居住证。")
    make_backup(home, tmp_path / "b.zip")
    before = {path.name for path in home.iterdir()}
    with pytest.raises(AssistantError, match="using this home folder"):
        restore_backup(home, tmp_path / "b.zip")
    knowledge.store.close()
    with FileLock(home / "uploads.lock"), pytest.raises(AssistantError, match="using this home folder"):
        restore_backup(home, tmp_path / "b.zip")
    assert {path.name for path in home.iterdir()} - {"uploads.lock"} <= before
    assert sources(opened()) == {"permit.md"}


def tampered(source: Path, target: Path, how: str) -> None:
    """A backup changed in one way."""
    with zipfile.ZipFile(source) as archive:
        files: dict[str, bytes] = {name: archive.read(name) for name in archive.namelist()}
    manifest: dict[str, Any] = json.loads(files[MANIFEST])
    original = next(name for name in files if name.startswith("originals/"))
    match how:
        case "format":
            manifest["version"] = 2
        case "newer":
            manifest["migrations"].append("knowledge_base.m999_wonders")
        case "changed":
            files[original] += b"x"
        case "missing":
            del files[original]
        case "unlisted":
            manifest["files"] = [file for file in manifest["files"] if file["name"] != original]
        case "path":
            manifest["files"][0]["name"] = "../calldesk.db"
            files["../calldesk.db"] = files["calldesk.db"]
        case "database":
            files["calldesk.db"] = b"nothing"
    if how == "none":
        target.write_bytes(b"no zip")
        return
    files[MANIFEST] = json.dumps(manifest).encode()
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)


@pytest.mark.parametrize(
    ("how", "says"),
    [("format", "newer format"), ("newer", "m999_wonders"), ("changed", "damaged"), ("missing", "damaged"),
     ("unlisted", "damaged"), ("path", "damaged"), ("database", "damaged"), ("none", "damaged")],
)  # fmt: skip
def test_a_backup_that_is_newer_or_damaged_changes_nothing(
    opened: Callable[[], Knowledge], home: Path, tmp_path: Path, how: str, says: str
) -> None:
    knowledge = opened()
    add(knowledge, tmp_path, "permit.md", "居住证。")
    make_backup(home, tmp_path / "b.zip")
    knowledge.store.close()
    tampered(tmp_path / "b.zip", tmp_path / "bad.zip", how)
    with pytest.raises(AssistantError, match=says):
        restore_backup(home, tmp_path / "bad.zip")
    assert not [*home.glob("restoring-*"), *home.glob("before-restore-*")]
    assert sources(opened()) == {"permit.md"}


def test_a_move_that_fails_half_way_is_taken_back(
    opened: Callable[[], Knowledge], home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    knowledge = opened()
    add(knowledge, tmp_path, "permit.md", "居住证。")
    make_backup(home, tmp_path / "b.zip")
    add(knowledge, tmp_path, "later.md", "后来。")
    knowledge.store.close()
    rename = Path.rename

    def failing(self: Path, target: Path) -> Path:
        if self.parent.name.startswith("restoring-"):
            raise OSError(5, "Input/output error")
        return rename(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", failing)
        with pytest.raises(AssistantError, match="Input/output error"):
            restore_backup(home, tmp_path / "b.zip")
    assert sources(opened()) == {"permit.md", "later.md"}


def test_a_backup_never_overwrites_and_needs_a_database(
    opened: Callable[[], Knowledge], home: Path, tmp_path: Path
) -> None:
    with pytest.raises(AssistantError, match="no database"):
        make_backup(home, tmp_path / "b.zip")
    opened()
    (tmp_path / "b.zip").write_bytes(b"mine")
    with pytest.raises(AssistantError, match="exists already"):
        make_backup(home, tmp_path / "b.zip")
    with pytest.raises(AssistantError, match="cannot be written"):
        make_backup(home, tmp_path / "none" / "b.zip")
    assert (tmp_path / "b.zip").read_bytes() == b"mine"


def test_every_change_of_the_database_is_known_to_a_restore(settings: Settings, home: Path) -> None:
    desk = open_desk(settings)
    desk.close()
    assert set(migrations(home / "calldesk.db")) <= known_migrations()
