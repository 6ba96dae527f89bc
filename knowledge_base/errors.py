"""The root error of the knowledge base: its message is a sentence for the person and says what to do next."""

from knowledge_base.told import ToldError


class KnowledgeError(ToldError):
    """Something about documents or their storage went wrong."""


class DocumentUnreadable(KnowledgeError):
    """A file cannot be taken in: broken, empty, encrypted, scanned, or not what its ending says."""


class DocumentNotFound(KnowledgeError):
    """No document has that id."""
