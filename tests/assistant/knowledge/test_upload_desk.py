"""Uploads in the background: what becomes of each file, whatever happens meanwhile."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic, sleep
from zipfile import ZipFile

import pytest

from assistant.errors import AssistantError
from assistant.knowledge.upload_book import KILLER
from assistant.knowledge.upload_desk import Batch, UploadDesk
from assistant.settings import Settings
from assistant.wiring import Knowledge, open_knowledge
from knowledge_base.editorial.audit import Audit
from knowledge_base.errors import KnowledgeError
from retrieval.embedder import HashedEmbedder


@pytest.fixture
def knowledge(settings: Settings) -> Iterator[Knowledge]:
    opened = open_knowledge(settings.model_copy(update={"max_document_mb": 1}), settings.home, HashedEmbedder())
    with opened.store:
        yield opened


@pytest.fixture
def desk(knowledge: Knowledge, settings: Settings) -> UploadDesk:
    return UploadDesk(knowledge.store, knowledge.desk, settings.home)


def text(folder: Path, name: str, words: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"# {path.stem}\n\n{words}\n", "utf-8")
    return path


def texts(folder: Path, count: int) -> list[Path]:
    return [text(folder, f"{number:03}.md", f"第{number}号窗口办理第{number}类事项。") for number in range(count)]


def work_off(desk: UploadDesk) -> None:
    """Everything that waits, in this thread."""
    while desk._worker.step():
        pass


def states(batch: Batch) -> list[str]:
    return [file.state for file in batch.files]


def until(true: Callable[[], object]) -> None:
    ends = monotonic() + 20
    while not true():
        assert monotonic() < ends
        sleep(0.01)


def test_each_file_has_its_outcome(desk: UploadDesk, knowledge: Knowledge, tmp_path: Path, settings: Settings) -> None:
    files = [text(tmp_path, "good.md", "居住证补领收取工本费二十元。"), tmp_path / "empty.txt", tmp_path / "huge.txt",
             tmp_path / "broken.pdf", text(tmp_path, "sub/good.md", "另一份。"), tmp_path / "same.md"]  # fmt: skip
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "huge.txt").write_bytes(b"a" * 1_100_000)
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.4 nothing")
    (tmp_path / "same.md").write_bytes(files[0].read_bytes())
    desk.start(files, "王五")
    (waiting,) = desk.batches()
    assert (waiting.running, waiting.count("waiting"), waiting.by) == (True, 3, "王五")
    work_off(desk)
    (batch,) = desk.batches()
    outcomes = {(file.name, file.state): file for file in batch.files}
    assert {*outcomes} == {("good.md", "done"), ("empty.txt", "refused"), ("huge.txt", "refused"),
                           ("broken.pdf", "refused"), ("good.md", "refused"), ("same.md", "same")}  # fmt: skip
    assert outcomes["good.md", "done"].passages == 1
    assert outcomes["same.md", "same"].note == "good.md"
    assert all(file.note.endswith(".") for file in batch.files if file.state == "refused")
    assert outcomes["huge.txt", "refused"].note.endswith("raise CALLDESK_MAX_DOCUMENT_MB.")
    assert (batch.running, batch.finished) == (False, 6)
    (document,) = knowledge.desk.documents()
    assert document.source == "good.md"
    assert [(line.by, line.action, line.detail) for line in Audit(knowledge.store).entries(9)] == [
        ("王五", "added", "good.md")
    ]
    assert [path for path in (settings.home / "uploads").rglob("*") if path.is_file()] == []


def test_a_cancelled_upload_keeps_what_is_in_and_drops_the_rest(
    desk: UploadDesk, knowledge: Knowledge, tmp_path: Path, settings: Settings
) -> None:
    desk.start(texts(tmp_path, 4))
    assert desk._worker.step()
    (batch,) = desk.batches()
    desk.cancel(batch.batch)
    work_off(desk)
    (batch,) = desk.batches()
    assert (states(batch), batch.cancelled) == (["done", "cancelled", "cancelled", "cancelled"], True)
    assert [document.source for document in knowledge.desk.documents()] == ["000.md"]
    assert [path for path in (settings.home / "uploads").rglob("*") if path.is_file()] == []


def test_the_file_being_embedded_when_its_upload_is_cancelled_is_not_taken_in(
    desk: UploadDesk, knowledge: Knowledge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cancelling(self: HashedEmbedder, passages: list[str]) -> object:
        desk.cancel(batch)
        return embed(self, passages)

    embed = HashedEmbedder.passages
    monkeypatch.setattr(HashedEmbedder, "passages", cancelling)
    batch = desk.start(texts(tmp_path, 2))
    work_off(desk)
    assert states(desk.batches()[0]) == ["cancelled", "cancelled"]
    assert knowledge.desk.documents() == []


def test_what_was_waiting_goes_on_after_a_crash(
    desk: UploadDesk, knowledge: Knowledge, settings: Settings, tmp_path: Path
) -> None:
    desk.start(texts(tmp_path, 3))
    desk._worker.step()
    desk._book.next()  # taken, and then the process was killed
    again = UploadDesk(knowledge.store, knowledge.desk, settings.home)
    again._worker.recover()
    work_off(again)
    assert states(again.batches()[0]) == ["done"] * 3
    assert len(knowledge.desk.documents()) == 3


def test_a_file_that_kills_the_process_twice_is_refused_and_the_next_one_goes_on(
    desk: UploadDesk, tmp_path: Path
) -> None:
    desk.start(texts(tmp_path, 2))
    for _ in range(2):
        assert desk._book.next()
        desk._worker.recover()
    work_off(desk)
    (batch,) = desk.batches()
    assert states(batch) == ["refused", "done"]
    assert batch.files[0].note == KILLER


def test_a_full_disk_is_waited_for_and_blames_no_file(
    desk: UploadDesk, knowledge: Knowledge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise KnowledgeError("The database has no room left on its disk.")

    monkeypatch.setattr("assistant.knowledge.upload_worker._PAUSE_S", 0.01)
    desk.start(texts(tmp_path, 2))
    with monkeypatch.context() as patch:
        patch.setattr(knowledge.desk, "take_in", full)
        desk.work()
        until(lambda: "no room left" in desk.trouble)
        assert set(states(desk.batches()[0])) <= {"waiting", "reading"}
    until(lambda: states(desk.batches()[0]) == ["done", "done"])
    desk.close()
    assert desk.trouble == ""


def test_a_reader_that_stumbles_stops_no_other_file(
    desk: UploadDesk, knowledge: Knowledge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble(*_: object) -> None:
        raise MemoryError

    desk.start(texts(tmp_path, 2))
    with monkeypatch.context() as patch:
        patch.setattr(knowledge.desk, "take_in", stumble)
        desk._worker.step()
    work_off(desk)
    (batch,) = desk.batches()
    assert states(batch) == ["refused", "done"]
    assert "MemoryError" in batch.files[0].note


def test_one_worker_at_a_time_and_the_other_takes_over(
    desk: UploadDesk, knowledge: Knowledge, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.knowledge.upload_worker._IDLE_S", 0.01)
    other = UploadDesk(knowledge.store, knowledge.desk, settings.home)
    desk.work()
    until(lambda: desk._worker._lock.is_locked)
    other.work()
    other.start(texts(tmp_path, 2))
    until(lambda: not other.batches()[0].running)
    assert not other._worker._lock.is_locked
    desk.close()
    until(lambda: other._worker._lock.is_locked)
    other.close()


def test_two_admins_upload_at_once(desk: UploadDesk, knowledge: Knowledge, tmp_path: Path) -> None:
    files = texts(tmp_path, 3)
    threads = [threading.Thread(target=desk.start, args=(files, by)) for by in ("甲", "乙")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    work_off(desk)
    assert {batch.by: states(batch) for batch in desk.batches()} == {"甲": ["done"] * 3, "乙": ["done"] * 3}
    assert len(knowledge.desk.documents()) == 3


def test_a_correction_is_taken_in_after_what_it_corrects(
    desk: UploadDesk, knowledge: Knowledge, tmp_path: Path
) -> None:
    wrong = text(tmp_path / "old", "补贴.md", "补贴每月一百元。")
    desk.start([*texts(tmp_path, 3), wrong], "林岚")
    desk.start([text(tmp_path / "new", "补贴.md", "补贴每月二百元。")], "林岚")
    work_off(desk)
    (shown,) = (one for one in knowledge.desk.documents() if one.source == "补贴.md")
    assert "二百元" in knowledge.desk.document(shown.doc_id).text


def test_searches_go_on_during_an_upload_of_many_files(desk: UploadDesk, knowledge: Knowledge, tmp_path: Path) -> None:
    desk.start([text(tmp_path, "permit.md", "居住证补领收取工本费二十元。"), *texts(tmp_path, 6)])
    desk.work()
    found = []
    while desk.batches()[0].running:
        found.append(knowledge.desk.search("第3号窗口办理第3类事项"))
    desk.close()
    assert states(desk.batches()[0]) == ["done"] * 7
    assert found and all(hit.passage.text for hits in found for hit in hits)


def test_nothing_is_queued_when_the_files_cannot_be_kept(
    desk: UploadDesk, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    files = texts(tmp_path, 2)
    with monkeypatch.context() as patch:
        patch.setattr("assistant.knowledge.staging._copy", full)
        with pytest.raises(AssistantError, match="No space left on device"):
            desk.start(files)
    assert desk.batches() == []
    assert [*(settings.home / "uploads").iterdir()] == []
    with pytest.raises(AssistantError, match="No file was chosen"):
        desk.start([])


def test_an_archive_is_unpacked_behind_and_each_of_its_files_has_an_outcome(
    desk: UploadDesk, knowledge: Knowledge, tmp_path: Path
) -> None:
    packed = tmp_path / "packed.zip"
    with ZipFile(packed, "w") as archive:
        archive.writestr("guides/permit.md", "# 居住证\n\n居住证补领收取工本费二十元。\n")
        archive.writestr("../../out.md", "# 外\n\n在外面。\n")
        archive.writestr("empty.md", "")
        archive.writestr("water.md", "# 供水\n\n居民用水每立方米收费三元。\n")
    outside = text(tmp_path, "copy.md", "")
    outside.write_text("# 供水\n\n居民用水每立方米收费三元。\n", "utf-8")
    desk.start([packed, outside, _damaged(tmp_path)])
    work_off(desk)
    (batch,) = desk.batches()
    outcomes = {file.name: (file.state, file.note) for file in batch.files}
    assert outcomes["permit.md"] == outcomes["copy.md"] == ("done", "")
    assert outcomes["water.md"] == ("same", "copy.md")
    assert outcomes["packed.zip"][0] == "unpacked"
    assert [outcomes[name][0] for name in ("out.md", "empty.md", "damaged.zip")] == ["refused"] * 3
    assert {document.source for document in knowledge.desk.documents()} == {"permit.md", "copy.md"}
    assert not [*tmp_path.parent.glob("out.md")]


def _damaged(folder: Path) -> Path:
    path = folder / "damaged.zip"
    path.write_bytes(b"PK\x03\x04 nothing")
    return path


def test_an_archive_of_a_cancelled_upload_brings_nothing_in(
    desk: UploadDesk, knowledge: Knowledge, settings: Settings, tmp_path: Path
) -> None:
    packed = tmp_path / "packed.zip"
    with ZipFile(packed, "w") as archive:
        archive.writestr("permit.md", "# 居住证\n\n居住证补领收取工本费二十元。\n")
    batch = desk.start([packed])
    job = desk._book.next()
    assert job
    desk.cancel(batch)
    desk._worker._take(job)
    work_off(desk)
    assert states(desk.batches()[0]) == ["unpacked", "cancelled"]
    assert knowledge.desk.documents() == []
    assert [path for path in (settings.home / "uploads").rglob("*") if path.is_file()] == []
