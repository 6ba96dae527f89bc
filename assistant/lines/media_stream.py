"""What a screen's router needs to hear media streams."""

from __future__ import annotations

from asr.protocols.media_stream_protocol import MediaStreamError, MediaStreamProtocol, StreamStarted, StreamStopped
from assistant.errors import DeskFull
from assistant.lines.line_calls import LineCalls
from assistant.lines.line_errors import LineOver, log_refused
from assistant.lines.live_lines import LiveLines

__all__ = [
    "DeskFull",
    "LineCalls",
    "LineOver",
    "LiveLines",
    "MediaStreamError",
    "MediaStreamProtocol",
    "StreamStarted",
    "StreamStopped",
    "log_refused",
]
