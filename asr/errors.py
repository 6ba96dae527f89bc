"""The root error of hearing: its message is a sentence for the person and says what to do next."""


class AsrError(Exception):
    """Something about audio or recognition went wrong."""


class AudioUnreadable(AsrError):
    """A recording is broken, empty, or of a kind that cannot be decoded."""


class EngineUnavailable(AsrError):
    """A recogniser's package or model is missing."""


class AudioFlood(AsrError):
    """A source sends more audio than there is time."""
