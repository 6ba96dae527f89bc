"""A port of this machine that the panel, or a telephone line, listens on."""

from __future__ import annotations

import errno
import socket

from assistant.errors import AssistantError


def listen(host: str, port: int, setting: str) -> socket.socket:
    """Raises AssistantError naming the `setting` that chose the port."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise AssistantError(
                "Port {port} is in use. Stop the other program or set {setting} to a free port.",
                port=port,
                setting=setting,
            ) from error
        raise AssistantError(
            "Cannot listen on {host}:{port} ({reason}). Check CALLDESK_HOST and {setting}.",
            host=host,
            port=port,
            reason=error.strerror,
            setting=setting,
        ) from error
