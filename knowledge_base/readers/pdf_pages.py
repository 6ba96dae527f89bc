"""The pages of a PDF, read in a process of its own: memory and time are bounded, and no crash reaches a call."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from knowledge_base.errors import DocumentUnreadable
from knowledge_base.readers.limits import Limits, too_slow

Seen = Literal["text", "recognized", "picture", "blank"]

DAMAGED = "is a damaged PDF. Open it, print it to a new PDF, and add that."
_WORKER = "knowledge_base.readers.pdf_worker"
_TOO_MUCH = "is a PDF that is damaged or needs too much memory. Open it, print it to a new PDF, and add that."


@dataclass(frozen=True, slots=True)
class Page:
    """Its text, and whether that is the file's own, was recognised from a picture, or is missing from one."""

    text: str
    seen: Seen


def pdf_pages(data: bytes, limits: Limits) -> list[Page]:
    """All pages in order; raises DocumentUnreadable for what is locked, broken or beyond the limits."""
    try:
        done = subprocess.run(
            [sys.executable, "-m", _WORKER, json.dumps(asdict(limits))],
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=Path(__file__).parents[2],
            timeout=limits.max_seconds,
        )
    except subprocess.TimeoutExpired as exc:
        raise too_slow(limits) from exc
    if done.returncode:
        raise DocumentUnreadable(_TOO_MUCH)
    try:
        answer = json.loads(done.stdout.splitlines()[-1])  # above it, whatever a package printed
    except (ValueError, IndexError) as exc:
        raise DocumentUnreadable(_TOO_MUCH) from exc
    if "problem" in answer:
        raise DocumentUnreadable(answer["problem"])
    return [Page(text, seen) for text, seen in answer["pages"]]
