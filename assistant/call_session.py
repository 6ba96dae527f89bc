"""One call from its first sound to its last event: hears, advises, drafts, and tells whoever watches."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Literal

from asr.audio import AudioChunk
from asr.call_share import CallShare
from asr.errors import EngineUnavailable
from asr.recognizer import Recognizer
from asr.transcript import CHANNELS, Channel, FinalTranscript, Transcript
from assistant.advice import Advice, Question
from assistant.advisor import Advisor
from assistant.ears import Ears
from assistant.events import CallEnded, CallFault, CallStarted, Hearing, HearingChanged, Stamped, TicketEdited
from assistant.publisher import Publisher, Watcher
from assistant.ticket import Draft, FieldName

__all__ = ["AudioChunk", "CallSession", "Channel", "Watcher"]

_LOG = logging.getLogger("calldesk.calls")
Source = Literal["replay", "microphone", "typed", "line"]
SHORT_QUERY = 10
"""Characters below which what the caller said before belongs to the question."""

MAX_TYPED = 400


class CallSession:
    """Safe to call from several threads. Whatever fails behind the hearing becomes a CallFault; the call goes on."""

    def __init__(
        self,
        call_id: str,
        source: Source,
        label: str,
        recognizer: Recognizer | None,
        advisor: Advisor,
        log: Callable[[Stamped], None],
        operator: str = "",
    ) -> None:
        self.call_id = call_id
        self._publisher = Publisher(call_id, log)
        self._advisor = advisor
        self._finals: list[FinalTranscript] = []
        self._edits: dict[FieldName, str] = {}
        self._advice = Advice(advisor, self._publisher)
        self._ears = Ears(recognizer, self._heard, self._deaf) if recognizer else None
        self._listening, self._ending = threading.Lock(), threading.Lock()
        self.hearing: Hearing = "on"
        now = datetime.now(UTC).isoformat(timespec="seconds")
        self.started = CallStarted(source, label, recognizer.name if recognizer else "", now, operator)
        self.operator = operator
        self._publisher.publish(self.started)
        if recognizer is None and source != "typed":
            self._deaf(EngineUnavailable("no recogniser"))

    @property
    def ended(self) -> bool:
        """Whether CallEnded was published."""
        return self._publisher.ended

    @property
    def skipped_partials(self) -> int:
        """Pieces of audio heard too late for partials."""
        return self._ears.skipped if self._ears else 0

    @property
    def waiting_s(self) -> float:
        """Seconds of audio taken in and not heard yet."""
        return self._ears.waiting_s if self._ears else 0.0

    @property
    def share(self) -> CallShare | None:
        """What the hearing takes of the machine; None for a call that is not heard."""
        return self._ears.share if self._ears else None

    def watch(self) -> Watcher:
        """Every past event first, then each new one."""
        return Watcher(self._publisher)

    def hear(self, chunk: AudioChunk, hurry: bool = True) -> None:
        """Takes audio in at once; a source that can wait (a file) does so without `hurry`.

        While the hearing is not on, nothing of it is kept but how long it was.
        """
        if self._ears is None or self.ended:
            return
        with self._listening:
            if self.hearing == "on":
                self._ears.hear(chunk, hurry)
            else:
                self._ears.skip(chunk.channel, len(chunk.samples) / max(chunk.rate, 1))

    def set_hearing(self, state: Hearing) -> None:
        """Pauses the hearing, goes on, or stops it for good; what is being said at that moment is closed by a final."""
        with self._listening:
            if self.hearing in (state, "off") or self.ended:
                return
            self.hearing = state
            self._publisher.publish(HearingChanged(state))
            if self._ears:
                for channel in CHANNELS:
                    self._ears.skip(channel, 0.0)

    def skip(self, channel: Channel, seconds: float) -> None:
        """Time of the channel in which nothing came: what is heard next is so much later."""
        if self._ears and not self.ended:
            self._ears.skip(channel, seconds)

    def finish_channel(self, channel: Channel) -> None:
        """Nothing more comes on the channel for now; its last final was published when this returns."""
        if self._ears and not self.ended:
            self._ears.finish(channel)

    def at_s(self, channel: Channel) -> float:
        """How far the channel is on the call's clock, in seconds, once what came was heard."""
        return self._ears.lengths.get(channel, 0.0) if self._ears else 0.0

    def ask(self, text: str) -> None:
        """Searches with words that the operator typed."""
        if text.strip():
            self._advice.ask(Question(-1, text.strip()[:MAX_TYPED], heard=False))

    def edit(self, field: FieldName, value: str) -> None:
        """The operator's own value, which stands over every drafted one."""
        self._edits[field] = value
        self._publisher.publish(TicketEdited(field, value))

    def fault(self, fault: CallFault) -> None:
        """Says on the stream that a stage outside the session failed."""
        self._publisher.publish(fault)

    def settle(self) -> None:
        """Returns when everything taken in so far has been heard and advised on."""
        if self._ears:
            self._ears.settle()
        self._advice.settle()

    def hang_up(self) -> None:
        """Hears and advises to the end; CallEnded was published when it returns."""
        with self._ending:
            if self.ended:
                return
            if self._ears:
                self._ears.close()
            self._advice.close()
            length = max(self._ears.lengths.values(), default=0.0) if self._ears else 0.0
            self._publisher.publish(CallEnded(round(length * 1000), summary(self._advice.shown, self._edits)))

    def _heard(self, transcript: Transcript) -> None:
        """Publishes at once; what is to be thought about it is thought elsewhere."""
        if isinstance(transcript, FinalTranscript) and transcript.text:
            transcript = self._mended(transcript)
        self._publisher.publish(transcript)
        if not isinstance(transcript, FinalTranscript) or not transcript.text:
            return
        self._finals.append(transcript)
        try:
            self._consider(transcript)
        except Exception as exc:  # whatever fails behind the hearing must not stop it
            self._publisher.publish(CallFault("ticket", type(exc).__name__))

    def _mended(self, final: FinalTranscript) -> FinalTranscript:
        try:
            return self._advisor.mend(final, self._finals)
        except Exception as exc:  # the engine's own words stand where they cannot be mended
            _LOG.warning("Call %s: a final could not be mended (%s).", self.call_id, type(exc).__name__)
            return final

    def _consider(self, final: FinalTranscript) -> None:
        """Alerts at once; questions and the ticket's draft go to the advice."""
        if final.channel == "caller":
            for alert in self._advisor.alerts(final):
                self._publisher.publish(alert)
            self._advice.ask(Question(final.utterance, self._question(), heard=True))
        self._advice.draft(sorted(self._finals, key=lambda said: said.start_ms))

    def _question(self) -> str:
        """What the caller said last, with what was said before it where that is too short to search with."""
        said = [final.text for final in self._finals if final.channel == "caller"]
        return "，".join(text.rstrip("。，,") for text in said[-2:]) if len(said[-1]) < SHORT_QUERY else said[-1]

    def _deaf(self, error: Exception) -> None:
        _LOG.warning("Call %s: hearing failed (%s).", self.call_id, type(error).__name__)
        self._publisher.publish(CallFault("hearing", type(error).__name__))


def summary(draft: Draft, edits: Mapping[FieldName, str]) -> str:
    """What the call was about and, where it was told, the story; the operator's own words come before the draft's."""
    told: tuple[FieldName, ...] = ("title", "description")
    values = {name: value.value for name, value in draft.fields.items()} | dict(edits)
    return "。".join(dict.fromkeys(values[name] for name in told if values.get(name)))[:200]
