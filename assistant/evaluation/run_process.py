"""A benchmark's process: apart from the one that serves calls, behind it in the queue for the processor."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from assistant.errors import AssistantError

NICENESS = 10
PATIENCE_S = 8.0
"""How long a process may take to end when it is asked to."""


class RunProcess:
    """Runs from here on; what it says goes to `log`. `ended(exit code)` is called on a thread, None if stopped."""

    def __init__(
        self, command: Sequence[str], log: Path, env: Mapping[str, str], ended: Callable[[int | None], None]
    ) -> None:
        self._ended, self.stopped = ended, False
        try:
            with log.open("ab") as out:
                self._process = subprocess.Popen(
                    command, stdin=subprocess.DEVNULL, stdout=out, stderr=out, env={**env}, start_new_session=True
                )
        except OSError as exc:
            raise AssistantError("The benchmark cannot be started ({reason}).", reason=exc.strerror) from exc
        own = os.getpriority(os.PRIO_PROCESS, 0)
        os.setpriority(os.PRIO_PROCESS, self._process.pid, max(own, NICENESS))
        self._thread = threading.Thread(target=self._wait, name="benchmark", daemon=True)
        self._thread.start()

    @property
    def pid(self) -> int:
        """Also the number of its group."""
        return self._process.pid

    @property
    def running(self) -> bool:
        """False once it was told how it ended."""
        return self._thread.is_alive()

    def _wait(self) -> None:
        code = self._process.wait()
        self._ended(None if self.stopped or code < 0 else code)


def end_group(pid: int, ended: Callable[[], bool]) -> None:
    """Asks every process of a group to end, then makes it; returns when `ended` says so, or after its patience."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(pid, sign)
        except ProcessLookupError:
            return
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            if ended():
                return
            time.sleep(0.05)
