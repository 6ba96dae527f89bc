"""The root error of the assistant: its message is a sentence for the person and says what to do next."""

from __future__ import annotations

from asr.errors import AsrError
from knowledge_base.errors import KnowledgeError
from knowledge_base.told import Told, ToldError, filled
from retrieval.errors import RetrievalError

__all__ = ["SPOKEN", "AssistantError", "DeskFull", "LlmUnavailable", "ModelUnavailable", "Told", "filled"]


class AssistantError(ToldError):
    """Something about calls, tickets, models or settings went wrong."""


class ModelUnavailable(AssistantError):
    """A model cannot be had from any of its sources."""


class LlmUnavailable(AssistantError):
    """The language model does not answer, or not in time."""


class DeskFull(AssistantError):
    """No further call can be served now."""


SPOKEN = (AssistantError, AsrError, KnowledgeError, RetrievalError)
"""Errors of every folder whose message is a sentence for people."""
