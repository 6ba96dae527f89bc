"""A benchmark's own knowledge base, kept so that the next run on the same documents indexes nothing."""

from __future__ import annotations

import hashlib
import inspect
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from tqdm import tqdm

from knowledge_base import splitter
from knowledge_base.document import Document, DocumentSummary

_BATCH = 20  # documents: what an interrupted run loses at most


class Knowledge(Protocol):
    """What takes documents in: the knowledge desk, or a scripted one."""

    def documents(self) -> list[DocumentSummary]:
        """What is there already."""
        ...

    def add_documents(self, documents: list[Document]) -> object:
        """Takes documents in, those of a call together or not at all."""
        ...


def knowledge_home(home: Path, documents: Path, embedder: str) -> Path:
    """The folder for a documents file: other contents, another embedder or other splitting make another one."""
    return home / "benchmarks" / knowledge_key([documents], embedder)


def knowledge_key(files: Sequence[Path], embedder: str) -> str:
    """Names what an index is made of: files, embedder and how documents are split."""
    key = hashlib.sha256(embedder.encode())
    for file in files:
        key.update(file.read_bytes())
    key.update(inspect.getsource(splitter).encode())
    return key.hexdigest()[:16]


def fill(knowledge: Knowledge, documents: Sequence[Document]) -> int:
    """Adds the documents that are not there yet; how many that were."""
    known = {summary.doc_id for summary in knowledge.documents()}
    missing = [document for document in documents if document.doc_id not in known]
    with tqdm(total=len(missing), desc="Indexing", unit="document", disable=not missing) as progress:
        for start in range(0, len(missing), _BATCH):
            batch = missing[start : start + _BATCH]
            knowledge.add_documents(batch)
            progress.update(len(batch))
    return len(missing)
