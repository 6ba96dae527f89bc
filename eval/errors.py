"""The root error of measuring: its message is a sentence for the person and says what to do next."""


class EvalError(Exception):
    """A data set cannot be scored as it is, or a result cannot be written."""
