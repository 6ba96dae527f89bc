"""Files are read in a process of its own, one after another: memory and time are bounded, no crash reaches a call."""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from threading import Thread
from weakref import WeakSet

from knowledge_base.errors import DocumentUnreadable
from knowledge_base.readers.blocks import Reading
from knowledge_base.readers.frames import answered, read_frame, write_frame
from knowledge_base.readers.limits import MEGABYTE, Limits, too_slow

_WORKER = "knowledge_base.readers.reading_worker"
_TOO_MUCH = "is damaged, or needs too much memory to be read. Open it, save it anew, and add that."
_LAP_S = 0.2
_MOST_BYTES_A_CHARACTER = 8
_MOST_IDLE = 1
_ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1"}  # each of its threads takes address space, of which there is little


class ReadingProcess:
    """One worker, for one thread at a time."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", _WORKER],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=Path(__file__).parents[2],
            env=os.environ | _ONE_THREAD,
        )
        _running.add(self)

    @property
    def alive(self) -> bool:
        """Whether it can be asked."""
        return self._process.poll() is None

    def read(self, kind: str, data: bytes, limits: Limits, waiting: Callable[[], None]) -> bytes | None:
        """The answer, None where the process died. Whatever ends the wait before ends the process too."""
        answers: list[bytes] = []
        exchange = Thread(target=self._exchange, args=(kind, data, limits, answers), daemon=True)
        deadline = time.monotonic() + limits.max_seconds
        exchange.start()
        try:
            while exchange.is_alive():
                exchange.join(max(0.0, min(_LAP_S, deadline - time.monotonic())))
                waiting()
                if exchange.is_alive() and time.monotonic() >= deadline:
                    raise too_slow(limits)
        except BaseException:
            self.close()
            raise
        return answers[0] if answers else None

    def close(self) -> None:
        """Ends it, whatever it is doing."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError):  # of what it did not take any more
                if pipe:
                    pipe.close()

    def _exchange(self, kind: str, data: bytes, limits: Limits, answers: list[bytes]) -> None:
        requests, source = self._process.stdin, self._process.stdout
        assert requests
        assert source
        with suppress(OSError, EOFError, ValueError):
            write_frame(requests, json.dumps({"kind": kind, "limits": asdict(limits)}).encode())
            write_frame(requests, data)
            answers.append(read_frame(source, _MOST_BYTES_A_CHARACTER * limits.max_characters + MEGABYTE))


_idle: list[ReadingProcess] = []
_running: WeakSet[ReadingProcess] = WeakSet()


def read_apart(kind: str, data: bytes, limits: Limits, waiting: Callable[[], None]) -> Reading:
    """What the reader of that kind makes of a file, in a process that is kept for the next one.

    `waiting` is called meanwhile; what it raises ends the reading. A process that dies after it has read other
    files may have died of those: the file is tried once more in a new one. Raises DocumentUnreadable and ReaderMistake.
    """
    for process in _kept_and_new():
        answer = process.read(kind, data, limits, waiting)
        if answer is not None:
            break
        process.close()
    else:
        raise DocumentUnreadable(_TOO_MUCH)
    try:
        return answered(answer)
    except ValueError as exc:
        process.close()
        raise DocumentUnreadable(_TOO_MUCH) from exc
    finally:
        if process.alive and len(_idle) < _MOST_IDLE:
            _idle.append(process)
        else:
            process.close()


def _kept_and_new() -> Iterator[ReadingProcess]:
    with suppress(IndexError):
        yield _idle.pop()
    yield ReadingProcess()


@atexit.register
def _close_all() -> None:
    for process in list(_running):
        process.close()
