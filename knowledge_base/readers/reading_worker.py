"""Reads one file after another: `python -m knowledge_base.readers.reading_worker`, see `reading_process`.

Readers are imported when they are first needed. The process ends when its input does, when it has waited long,
and by the alarm of the system when a file takes too long and nobody is left to stop it.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import traceback
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import IO

import psutil

from knowledge_base.errors import DocumentUnreadable
from knowledge_base.readers.blocks import Reading
from knowledge_base.readers.frames import mistake_answer, problem_answer, read_frame, reading_answer, write_frame
from knowledge_base.readers.limits import MEGABYTE, Limits
from knowledge_base.readers.memory_bound import bound_memory

_LONGEST_IDLE_S = 120
_GRACE_S = 10
_KEPT_BYTES = 300 * MEGABYTE


def main() -> None:
    """Answers until there is no more to read, or until so much memory stays in use that a new start is due."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever asks decides what an interrupt means
    requests, answers = sys.stdin.buffer, _answers()
    while psutil.Process().memory_info().rss < _KEPT_BYTES:
        bound_memory()  # again for each file, as one with pictures may have widened it
        _end_after(_LONGEST_IDLE_S)
        try:
            request = json.loads(read_frame(requests, MEGABYTE))
        except EOFError:
            return
        limits = Limits(**request["limits"])
        _end_after(limits.max_seconds + _GRACE_S)
        write_frame(answers, _answer(request["kind"], read_frame(requests, sys.maxsize), limits))


def _answers() -> IO[bytes]:
    """The output, which is then closed to whatever a package prints."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return answers


def _end_after(seconds: int) -> None:
    if hasattr(signal, "alarm"):
        signal.alarm(seconds)


def _answer(kind: str, data: bytes, limits: Limits) -> bytes:
    """Without memory the process ends, and a new one begins with all of it."""
    try:
        reading = _reader(kind)(data, limits)
        limits.check_characters(sum(len(block.text) for block in reading.blocks))
        return reading_answer(reading)
    except DocumentUnreadable as exc:
        return problem_answer(exc.said)
    except MemoryError:
        raise
    except Exception as exc:
        place = traceback.extract_tb(exc.__traceback__)[-1]
        return mistake_answer(type(exc).__name__, f"{Path(place.filename).name}, line {place.lineno}")


def _reader(kind: str) -> Callable[[bytes, Limits], Reading]:
    found: Callable[[bytes, Limits], Reading] = getattr(
        import_module(f"knowledge_base.readers.{kind}_reader"), f"read_{kind}"
    )
    return found


if __name__ == "__main__":
    main()
