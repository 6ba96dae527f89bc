"""Takes out of a call's transcripts what one channel only repeats of the other."""

from __future__ import annotations

from dataclasses import replace

from asr.audio import Samples
from asr.transcript import Channel, FinalTranscript, Transcript
from asr.utterances.echo import Echo


class EchoFilter:
    """One call; used by one thread, which lets it hear both channels and asks it before it tells anything."""

    def __init__(self) -> None:
        self._echo = Echo()
        self._shown: dict[Channel, int] = {}

    def join(self, channel: Channel, start_ms: int) -> None:
        """The channel's next samples begin at that millisecond of the call."""
        self._echo.join(channel, start_ms)

    def hear(self, channel: Channel, samples: Samples) -> None:
        """The next mono samples of a channel at 16 kHz."""
        self._echo.hear(channel, samples)

    def passed(self, said: Transcript) -> Transcript | None:
        """What is to be told: nothing of an echo but, where a partial of it was shown, a final that takes it back."""
        shown = self._shown.get(said.channel) == said.utterance
        if said.text and self._echo.repeats(said.channel, said.start_ms, said.end_ms):
            if not (isinstance(said, FinalTranscript) and shown):
                return None
            said = replace(said, text="", words=())
        if not isinstance(said, FinalTranscript):
            self._shown[said.channel] = said.utterance
        return said
