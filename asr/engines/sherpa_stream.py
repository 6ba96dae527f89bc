"""One channel heard by a streaming model of sherpa-onnx, with the engine's own end-pointing."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from asr.audio import RATE, Samples
from asr.engines.sherpa_words import joined, timed_words
from asr.recognizer import Immediate
from asr.transcript import Channel, FinalTranscript, PartialTranscript, Transcript
from asr.utterances.agreement import common_prefix

STEP = RATE // 10
TAIL = np.zeros(RATE * 7 // 10, np.float32)
"""Silence after the last sound: what a model looks ahead, and the rest of its last piece."""


class SherpaStream(Immediate):
    """One channel."""

    def __init__(self, channel: Channel, recognizer: Any, engine: str, punctuate: Callable[[str], str]) -> None:
        self._channel, self._recognizer, self._engine = channel, recognizer, engine
        self._punctuate = punctuate
        self._stream = recognizer.create_stream()
        self._heard = 0
        self.utterance = 0
        self._last = ""
        self._start_ms = self._end_ms = 0

    def feed(self, samples: Samples, partials: bool = True) -> list[Transcript]:
        """Hears mono samples at 16 kHz, a tenth of a second at a time, so that a long piece has its times too."""
        found: list[Transcript] = []
        for at in range(0, len(samples), STEP):
            piece = samples[at : at + STEP]
            self._heard += len(piece)
            self._stream.accept_waveform(RATE, piece)
            found += self._decode()
            news = self._news(joined(self._recognizer.get_result(self._stream)))
            found += news if partials else []
            self.skipped += len(news) * (not partials)
        return found

    def end(self) -> list[Transcript]:
        """The last utterance's final, if one was open."""
        self._stream.accept_waveform(RATE, TAIL)
        self._stream.input_finished()
        return self._decode() + self._close()

    def _decode(self) -> list[Transcript]:
        found: list[Transcript] = []
        while self._recognizer.is_ready(self._stream):
            self._recognizer.decode_stream(self._stream)
            if self._recognizer.is_endpoint(self._stream):
                found += self._close()
        return found

    def _news(self, text: str) -> list[Transcript]:
        """A partial, where the words are others than they were."""
        if text == self._last:
            return []
        if not self._last:
            self._start_ms = self._heard_ms
        stable, self._last, self._end_ms = len(common_prefix(text, self._last)), text, self._heard_ms
        return [PartialTranscript(self._channel, self.utterance, text, stable, self._start_ms, self._end_ms)]

    def _close(self) -> list[Transcript]:
        """The final; where the engine gives no times, those at which its words came."""
        result = self._recognizer.get_result_all(self._stream)
        self._recognizer.reset(self._stream)
        shown, text = self._last, joined(result.text)
        self._news(text)
        self._last = ""
        if not shown and not text:
            return []
        sure = [math.exp(min(0.0, logarithm)) for logarithm in result.ys_probs]
        starts = [round((result.start_time + start) * 1000) for start in result.timestamps]
        words = timed_words(text, result.tokens, starts, sure, self._heard_ms)
        start, end = (words[0].start_ms, words[-1].end_ms) if words else (self._start_ms, self._end_ms)
        confidence = sum(sure) / len(sure) if sure else None
        text = self._punctuate(text)
        final = FinalTranscript(self._channel, self.utterance, text, start, end, words, confidence, self._engine)
        self.utterance += 1
        return [final]

    @property
    def _heard_ms(self) -> int:
        return self._heard * 1000 // RATE
