"""Why a telephone line is refused or ended, and the line in the log that says so."""

from __future__ import annotations

import logging

from asr.transcript import Channel
from assistant.errors import AssistantError

_LOG = logging.getLogger("calldesk.lines")


class LineError(AssistantError):
    """A telephone line cannot go on."""

    def __init__(self, message: str, call_id: str = "") -> None:
        super().__init__(message)
        self.call_id = call_id


class LineTaken(LineError):
    """Somebody sends, or has sent, this channel of the call."""


class LineFlood(LineError):
    """Audio came too far ahead of the clock."""


class LineTooLong(LineError):
    """The call has lasted as long as a call may."""


class LineSilent(LineError):
    """No audio came for too long."""


class LineOver(LineError):
    """The call has ended, or went on over another connection."""


def log_refused(error: Exception, call_id: str = "") -> None:
    """One warning for a source that has joined no call; `error` is one of ours, whose text holds no data."""
    call_id = call_id or getattr(error, "call_id", "") or "-"
    _LOG.warning("call %s: refused: %s: %s", call_id, type(error).__name__, error)


def log_left(call_id: str, channel: Channel, error: Exception | None, kept: bool) -> None:
    """One warning for a channel that did not leave of its own accord."""
    why = f"{type(error).__name__}: {error}" if error else "connection lost"
    _LOG.warning("call %s: %s: %s%s", call_id, channel, why, ", kept for it to come back" if kept else "")
