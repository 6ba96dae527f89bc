"""The root error of measuring: its message is a sentence for the person and says what to do next."""

from knowledge_base.told import ToldError


class EvalError(ToldError):
    """A data set cannot be scored as it is, or a result cannot be written."""
