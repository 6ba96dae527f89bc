"""The UDP ports that mirrored calls arrive on: lent one at a time, and given back."""

from __future__ import annotations

import errno
import socket
import threading
from collections import deque

from assistant.lines.line_errors import LineError


class NoPort(LineError):
    """No port can be opened for RTP."""


class RtpPorts:
    """The even ports of a range such as "20000-20999" on one address (RFC 3550, section 11: RTCP has the odd ones).

    The port that was given back longest ago is lent first, so that late packets of one call reach no other.
    """

    def __init__(self, host: str, ports: str) -> None:
        self.host = host
        self._free = deque(even_ports(ports))
        self._changing = threading.Lock()

    def lend(self) -> socket.socket:
        """An open socket that never blocks; raises NoPort."""
        with self._changing:
            for _ in range(len(self._free)):
                port = self._free.popleft()
                try:
                    return _opened(self.host, port)
                except OSError as exc:
                    self._free.append(port)
                    if exc.errno != errno.EADDRINUSE:
                        raise NoPort(
                            f"Ports for RTP cannot be opened ({exc.strerror}): check CALLDESK_RTP_HOST."
                        ) from exc
        raise NoPort("All ports for RTP are in use: end calls, or widen CALLDESK_RTP_PORTS.")

    def give_back(self, lent: socket.socket) -> None:
        """Closes what `lend` gave."""
        port = lent.getsockname()[1]
        lent.close()
        with self._changing:
            self._free.append(port)


def even_ports(ports: str) -> range:
    """Of "first-last"; raises ValueError where no call finds two ports in it."""
    first, last = map(int, ports.split("-"))
    even = range(first + first % 2, last + 1, 2)
    if len(even) < 2 or not 1024 <= first < last <= 65535:
        raise ValueError("A range of ports from 1024 to 65535 is needed, with two even ones at least.")
    return even


def _opened(host: str, port: int) -> socket.socket:
    opened = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_DGRAM)
    try:
        opened.setblocking(False)
        opened.bind((host, port))
    except OSError:
        opened.close()
        raise
    return opened
