"""A reviewed draft becomes a document: a Markdown file that is taken in like any other."""

from __future__ import annotations

import re
import threading
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from assistant.knowledge.knowledge_desk import KnowledgeDesk
from knowledge_base.document import DocumentSummary
from knowledge_base.editorial.draft import Draft, DraftContent
from knowledge_base.editorial.draft_book import DraftBook
from knowledge_base.editorial.metadata import UNFILED
from knowledge_base.editorial.metadata_book import MetadataBook
from knowledge_base.errors import KnowledgeError
from knowledge_base.validity import series_name
from knowledge_base.version import DocumentVersion

SUFFIX = ".md"


class Publication:
    """One draft at a time. Stopped halfway, publishing again does the rest: the same bytes are one document."""

    def __init__(self, knowledge: KnowledgeDesk, metadata: MetadataBook, drafts: DraftBook) -> None:
        self._knowledge, self._metadata, self._drafts = knowledge, metadata, drafts
        self.publishing = threading.Lock()

    def check(self, content: DraftContent) -> None:
        """Raises KnowledgeError where its file would become a version of a document that it does not replace."""
        old = self._replaced(content)
        own = {version.doc_id for version in self._knowledge.versions(old.doc_id)} if old else set()
        name = series_name(_name(content, old))
        others = (one for one in self._knowledge.documents() if one.doc_id not in own)
        taken = next((one for one in others if series_name(one.source) == name), None)
        if taken:
            raise KnowledgeError(
                "There is a document {name} already. Choose it under “replaces”, or change the title.",
                name=taken.source,
            )

    def publish(self, draft_id: str, revision: int, by: str) -> Draft:
        """The draft with the id of what it became; raises KnowledgeError, and then nothing was published."""
        with self.publishing:
            draft = self._drafts.reviewable(draft_id, revision, by)
            old = self._replaced(draft.content)
            if not self._taken_in(draft.content):
                self.check(draft.content)
            doc_id = self._add(draft.content, old, by)
            if old and doc_id not in {version.doc_id for version in self._knowledge.versions(old.doc_id)}:
                self._end(old, doc_id, by)
            if draft.content.filing != UNFILED:
                self._metadata.set(doc_id, draft.content.filing, by)
            return self._drafts.published(draft_id, revision, by, doc_id)

    def _replaced(self, content: DraftContent) -> DocumentVersion | None:
        """The newest version of what it replaces."""
        return self._knowledge.versions(content.replaces)[-1] if content.replaces else None

    def _taken_in(self, content: DraftContent) -> bool:
        """Whether this very text came in before and only the rest of publishing was not done."""
        return any(self._same(one, content) for one in self._knowledge.documents())

    def _same(self, document: DocumentSummary, content: DraftContent) -> bool:
        original = self._knowledge.original(document.doc_id) if document.source == file_name(content.title) else None
        return original is not None and original.read_text("utf-8") == markdown(content)

    def _add(self, content: DraftContent, old: DocumentVersion | None, by: str) -> str:
        """A Markdown file under the name of the one it replaces, if that is Markdown too: then it is a new version."""
        with TemporaryDirectory() as folder:
            path = Path(folder) / _name(content, old)
            path.write_text(markdown(content), "utf-8")
            (outcome,) = self._knowledge.add([path], by=by)
        if outcome.doc_id is None:
            raise KnowledgeError(outcome.problem)
        return outcome.doc_id

    def _end(self, old: DocumentVersion, doc_id: str, by: str) -> None:
        """A document of another format ends the day before the one that replaces it begins."""
        begins = self._knowledge.versions(doc_id)[-1].term.begins
        last = max(date.today(), begins or date.min) - timedelta(days=1)
        first = old.effective_from if old.effective_from and old.effective_from <= last else None
        self._knowledge.set_validity(old.doc_id, first, last, by)


def _name(content: DraftContent, old: DocumentVersion | None) -> str:
    """Of the file that it becomes."""
    return Path(old.source).name if old and old.source.lower().endswith(SUFFIX) else file_name(content.title)


def file_name(title: str) -> str:
    """A file's name out of a title: marks that systems forbid in names become spaces."""
    bare = " ".join(re.sub(r'[\\/:*?"<>|\x00-\x1f\x7f]+', " ", title).split()).strip(". ")
    return f"{bare or 'entry'}{SUFFIX}"


def markdown(content: DraftContent) -> str:
    """The file's text: the title as its first heading, then what was written."""
    text = content.text.replace("\r\n", "\n").strip()
    heading = f"# {content.title}"
    return f"{text}\n" if text.startswith("# ") else f"{heading}\n\n{text}\n"
