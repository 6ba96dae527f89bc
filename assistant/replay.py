"""Plays a recording into a call: left channel the caller, right the operator, at a chosen speed."""

from __future__ import annotations

import threading
import time
from pathlib import Path

from asr.audio import AudioChunk, Recording
from asr.errors import AudioUnreadable
from asr.transcript import CHANNELS
from assistant.call_session import CallSession
from assistant.events import CallFault

CHUNK_S = 0.1


class Replay:
    """Runs in a thread of its own until the recording or the call ends; `speed` 0 is as fast as can be heard.

    In `lockstep` each piece is heard and advised on before the next one is played, so that what comes out does not
    depend on how fast the machine is.
    """

    def __init__(self, recording: Recording, session: CallSession, speed: float, lockstep: bool = False) -> None:
        self._recording, self._session, self._speed, self._lockstep = recording, session, speed, lockstep
        self._thread = threading.Thread(target=self._run, name="replay", daemon=True)

    def start(self) -> None:
        """Returns at once."""
        self._thread.start()

    def join(self) -> None:
        """Returns when the call has ended."""
        self._thread.join()

    def _run(self) -> None:
        began, sent = time.monotonic(), 0
        try:
            for block in self._recording.blocks(CHUNK_S):
                sent += 1
                if self._speed:
                    time.sleep(max(0.0, began + sent * CHUNK_S / self._speed - time.monotonic()))
                if self._session.ended:
                    break
                for index, channel in enumerate(CHANNELS[: self._recording.channels]):
                    chunk = AudioChunk(channel, self._recording.rate, block[:, index].copy())
                    self._session.hear(chunk, hurry=bool(self._speed))
                    if self._lockstep:
                        self._session.settle()
        except AudioUnreadable as exc:
            self._session.fault(CallFault("hearing", type(exc).__name__))
        finally:
            self._session.hang_up()


def open_recording(path: Path, max_minutes: int) -> Recording:
    """The recording, or AudioUnreadable saying why it cannot be played."""
    recording = Recording(path)
    if recording.seconds > max_minutes * 60:
        raise AudioUnreadable(
            "{name} is longer than {minutes} minutes: cut it, or raise CALLDESK_MAX_AUDIO_MINUTES.",
            name=path.name,
            minutes=max_minutes,
        )
    return recording
