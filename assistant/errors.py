"""The root error of the assistant: its message is a sentence for the person and says what to do next."""


class AssistantError(Exception):
    """Something about calls, tickets, models or settings went wrong."""


class ModelUnavailable(AssistantError):
    """A model cannot be had from any of its sources."""


class LlmUnavailable(AssistantError):
    """The language model does not answer, or not in time."""
