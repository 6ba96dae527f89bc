"""Files read in a process of its own, and what becomes of it when one of them is bad."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge_base.errors import DocumentUnreadable
from knowledge_base.readers import reading_process
from knowledge_base.readers.blocks import Block
from knowledge_base.readers.converter import convert_bytes
from knowledge_base.readers.frames import ReaderMistake
from knowledge_base.readers.limits import Limits
from knowledge_base.readers.reading_process import read_apart

posix_only = pytest.mark.skipif(os.name != "posix", reason="signals and bounds of memory")


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    """Each test begins and ends without a process."""
    _end()
    yield
    _end()


def _end() -> None:
    for process in reading_process._idle:
        process.close()
    reading_process._idle.clear()


def read(words: str = "甲", kind: str = "text", limits: Limits | None = None) -> tuple[Block, ...]:
    return read_apart(kind, words.encode(), limits or Limits(), lambda: None).blocks


def worker() -> int:
    """The process kept for the next file."""
    (process,) = reading_process._idle
    return process._process.pid


def started() -> list[subprocess.Popen[bytes]]:
    """The processes that run now."""
    return [process._process for process in reading_process._running if process.alive]


def reader_of(code: str, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Makes the text reader run this, and no other than that in processes that begin from now on."""
    (folder / "sitecustomize.py").write_text(
        "import os, sys, signal, time\n"
        "from knowledge_base.readers import text_reader\n"
        "from knowledge_base.readers.blocks import Block, Reading\n"
        "from knowledge_base.readers.frames import reading_answer, write_frame\n"
        "plain = text_reader.read_text\n"
        f"def read(data, limits):\n    {code}\n    return plain(data, limits)\n"
        "text_reader.read_text = read\n",
        "utf-8",
    )
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(folder), str(Path(__file__).parents[3])]))


def test_one_process_reads_file_after_file() -> None:
    assert read("甲") == (Block("甲"),)
    first = worker()
    assert read("# 题", "markdown") == (Block("题", 1),)
    assert worker() == first


def test_a_problem_of_one_file_leaves_the_process_to_the_next() -> None:
    read()
    first = worker()
    with pytest.raises(DocumentUnreadable, match="damaged PDF"):
        read("%PDF-1.4 nonsense", "pdf")
    assert read("乙") == (Block("乙"),)
    assert worker() == first


def test_a_process_that_cannot_even_start_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "false")
    with pytest.raises(DocumentUnreadable, match="needs too much memory"):
        read()
    assert not reading_process._idle


@posix_only
@pytest.mark.parametrize("death", ["os.kill(os.getpid(), signal.SIGSEGV)", "os._exit(1)", "bytearray(1 << 40)"])
def test_a_file_that_kills_its_process_is_told_and_the_next_is_read(
    death: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    reader_of(f"data == b'bad' and {death}", monkeypatch, tmp_path)
    with pytest.raises(DocumentUnreadable, match="damaged, or needs too much memory"):
        read("bad")
    assert read("乙") == (Block("乙"),)


@posix_only
def test_a_process_that_died_meanwhile_is_replaced() -> None:
    read()
    first = worker()
    os.kill(first, signal.SIGKILL)
    assert read("乙") == (Block("乙"),)
    assert worker() != first


def test_a_file_that_takes_too_long_is_told_and_its_process_ended(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    seen: list[subprocess.Popen[bytes]] = []
    reader_of("time.sleep(60)", monkeypatch, tmp_path)
    with pytest.raises(DocumentUnreadable, match="longer than 0 seconds"):
        read_apart("text", b"a", Limits(max_seconds=0), lambda: seen.extend(started()))
    assert not reading_process._idle
    assert [process.poll() is None for process in seen] == [False]


def test_whoever_waits_can_end_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    seen: list[subprocess.Popen[bytes]] = []

    def stop() -> None:
        seen.extend(started())
        raise KeyboardInterrupt

    reader_of("time.sleep(60)", monkeypatch, tmp_path)
    with pytest.raises(KeyboardInterrupt):
        read_apart("text", b"a", Limits(), stop)
    assert [process.poll() is None for process in seen] == [False]


def test_what_packages_print_is_no_answer(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    reader_of("print('noise'); os.write(1, b'noise')", monkeypatch, tmp_path)
    assert read("乙") == (Block("乙"),)


def test_a_mistake_in_a_reader_stays_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    reader_of("{}['missing']", monkeypatch, tmp_path)
    with pytest.raises(ReaderMistake, match=r"KeyError in sitecustomize\.py"):
        read()


def test_a_mistake_in_a_reader_refuses_its_file_and_no_other(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    reader_of("data == b'bad' and {}['secret words']", monkeypatch, tmp_path)
    with pytest.raises(DocumentUnreadable, match=r"^a\.txt could not be read \(KeyError\)\. Save it anew"):
        convert_bytes("a.txt", b"bad")
    assert "KeyError in sitecustomize.py" in caplog.text
    assert "secret" not in caplog.text
    assert convert_bytes("b.txt", b"good").text == "good"


@posix_only
def test_a_file_that_needed_more_memory_widens_it_for_no_other(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    widened = "__import__('knowledge_base.readers.memory_bound', fromlist=['']).widen_memory()"
    reader_of(f"{widened} if data == b'scan' else bytearray(2 << 30)", monkeypatch, tmp_path)
    assert read("scan") == (Block("scan"),)
    with pytest.raises(DocumentUnreadable, match="needs too much memory"):
        read("乙")


@pytest.mark.parametrize("answer", ["b'nonsense'", "reading_answer(Reading((Block('x' * 2_000_000),)))"])
def test_an_answer_of_another_form_or_size_ends_the_process(
    answer: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    reader_of(f"write_frame(os.fdopen(3, 'wb'), {answer})", monkeypatch, tmp_path)
    with pytest.raises(DocumentUnreadable, match="damaged"):
        read(limits=Limits(max_characters=1))
    assert not reading_process._idle


def test_large_files_and_answers_pass() -> None:
    words = "水费按月缴纳。" * 200_000
    assert read(words) == (Block(words),)


def test_several_read_at_the_same_time_and_one_process_stays() -> None:
    inner: list[tuple[Block, ...]] = []

    def waiting() -> None:
        if not inner:
            inner.append(read("内"))

    assert read_apart("text", "外".encode(), Limits(), waiting).blocks == (Block("外"),)
    assert inner == [(Block("内"),)]
    worker()
