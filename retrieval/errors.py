"""The root error of searching: its message is a sentence for the person and says what to do next."""

from knowledge_base.told import ToldError


class RetrievalError(ToldError):
    """Something about indexes or searches went wrong."""


class EmbedderUnavailable(RetrievalError):
    """The embedding model or its package is missing."""
