"""Vosk (Kaldi): its own streaming partials, its own end-pointing.

Results are the JSON of the Vosk API: {"partial": …}, {"text": …, "result": [{"word", "start", "end", "conf"}]},
times in seconds from the start of the stream.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
from vosk import KaldiRecognizer, Model, SetLogLevel

from asr.audio import RATE, Samples
from asr.call_share import CallShare
from asr.errors import EngineUnavailable
from asr.recognizer import Immediate
from asr.scheduler import Wake, unheard
from asr.transcript import Channel, FinalTranscript, PartialTranscript, Transcript, Word
from asr.utterances.agreement import common_prefix

_BETWEEN_HAN = re.compile(r"(?<=[㐀-鿿]) (?=[㐀-鿿])")


class VoskRecognizer:
    """One loaded model for all calls; `model` is the folder that holds `am/` and `graph/`."""

    cores_per_call = 0.2

    def __init__(self, model: Path) -> None:
        SetLogLevel(-1)
        try:
            self._model = Model(str(model))
        except Exception as exc:  # the package raises bare Exception
            raise EngineUnavailable(
                "The Vosk model in {model} cannot be loaded: pull it again.", model=model.name
            ) from exc
        self.name = f"vosk {model.name}"

    def stream(self, channel: Channel, share: CallShare | None = None, wake: Wake = unheard) -> VoskStream:  # noqa: ARG002
        """A new stream that starts at millisecond 0; it reads what it is fed at once."""
        recognizer = KaldiRecognizer(self._model, float(RATE))
        recognizer.SetWords(True)
        return VoskStream(channel, recognizer, self.name)


class VoskStream(Immediate):
    """One channel."""

    def __init__(self, channel: Channel, recognizer: KaldiRecognizer, engine: str) -> None:
        self._channel, self._recognizer, self._engine = channel, recognizer, engine
        self._heard = 0
        self.utterance = 0
        self._start_ms = 0
        self._last = ""

    def feed(self, samples: Samples, partials: bool = True) -> list[Transcript]:
        """Hears mono samples at 16 kHz."""
        self._heard += len(samples)
        pcm = (samples.clip(-1.0, 1.0) * 32767).astype(np.int16).tobytes()
        if self._recognizer.AcceptWaveform(pcm):
            return self._final(self._recognizer.Result())
        if not partials:
            self.skipped += 1
            return []
        text = _joined(json.loads(self._recognizer.PartialResult())["partial"])
        if not text or text == self._last:
            return []
        if not self._last:
            self._start_ms = self._heard_ms
        stable = len(common_prefix(text, self._last))
        self._last = text
        return [PartialTranscript(self._channel, self.utterance, text, stable, self._start_ms, self._heard_ms)]

    def end(self) -> list[Transcript]:
        """The last utterance's final, if one was open."""
        return self._final(self._recognizer.FinalResult())

    @property
    def _heard_ms(self) -> int:
        return self._heard * 1000 // RATE

    def _final(self, result: str) -> list[Transcript]:
        found = json.loads(result)
        text, shown, self._last = _joined(found.get("text", "")), self._last, ""
        if not text and not shown:
            return []
        words = tuple(
            Word(w["word"], int(w["start"] * 1000), int(w["end"] * 1000), float(w["conf"]))
            for w in found.get("result", ())
        )
        start = words[0].start_ms if words else self._start_ms
        end = words[-1].end_ms if words else self._heard_ms
        confidence = sum(w.confidence for w in words) / len(words) if words else None
        final = FinalTranscript(self._channel, self.utterance, text, start, end, words, confidence, self._engine)
        self.utterance += 1
        return [final]


def _joined(text: str) -> str:
    """Vosk's words without the spaces that Chinese does not have."""
    return _BETWEEN_HAN.sub("", text)
