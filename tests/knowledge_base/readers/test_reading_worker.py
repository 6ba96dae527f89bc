"""The process that reads, asked over its pipes."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import pytest

from knowledge_base.readers.blocks import Block
from knowledge_base.readers.converter import KINDS
from knowledge_base.readers.frames import answered, read_frame, write_frame
from knowledge_base.readers.limits import Limits
from knowledge_base.readers.reading_worker import _reader

Worker = subprocess.Popen[bytes]


@pytest.fixture
def worker() -> Iterator[Worker]:
    command = [sys.executable, "-m", "knowledge_base.readers.reading_worker"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=Path(__file__).parents[3]
    ) as running:
        yield running
        running.kill()


def ask(worker: Worker, kind: str, data: bytes, limits: Limits) -> bytes:
    assert worker.stdin
    assert worker.stdout
    write_frame(worker.stdin, json.dumps({"kind": kind, "limits": asdict(limits)}).encode())
    write_frame(worker.stdin, data)
    return read_frame(worker.stdout, 1000)


def test_it_answers_one_file_after_another_and_ends_with_its_input(worker: Worker) -> None:
    assert answered(ask(worker, "text", "甲".encode(), Limits())).blocks == (Block("甲"),)
    assert b"more than 1 characters" in ask(worker, "markdown", "甲乙".encode(), Limits(max_characters=1)).replace(
        b"{most}", b"1"
    )
    assert answered(ask(worker, "html", "<h1>题".encode(), Limits())).blocks == (Block("题", 1),)
    assert worker.stdin
    worker.stdin.close()
    assert worker.wait(30) == 0


@pytest.mark.parametrize("kind", sorted(set(KINDS.values())))
def test_every_format_has_a_reader(kind: str) -> None:
    assert callable(_reader(kind))
