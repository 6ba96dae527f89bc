"""Whisper through faster-whisper (CTranslate2), read in shorter windows than its 30 s.

A final's window is 20 s: shorter ones cost errors. A glance's is 5 s, or the utterance and a second and a half of
silence, and it continues greedily from the tokens already agreed on; the final reading searches with a beam. The
temperature is always 0, and the tokens are bounded by the audio's length.
"""

from __future__ import annotations

import math
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import ctranslate2
import numpy as np
import opencc
from faster_whisper import WhisperModel
from faster_whisper.tokenizer import Tokenizer

from asr.audio import RATE, Samples
from asr.call_share import CallShare
from asr.errors import EngineUnavailable
from asr.scheduler import Scheduler, Turns, Wake, unheard
from asr.transcript import Channel, Word
from asr.utterances.reading import Reading
from asr.utterances.rereading import Rereading
from asr.utterances.utterance_stream import UtteranceStream

PROMPT = "您好，这里是市民服务热线，请问有什么可以帮您？"
NUMBER_PROMPT = "您的电话？电话是幺三八零零零零幺二三四，一九九零零零零五六七八。"
"""For an utterance that holds a long number: without an example Whisper shortens runs of zeros."""

_WIDE = re.compile("[０-９Ａ-Ｚａ-ｚ﹑]+")
"""What Whisper writes now and then where a comma belongs; what is really said it writes at half width."""

_NUMBER = re.compile("[0-9零一二三四五六七八九幺两]{5}")
FRAMES_PER_S = 100
PAD_FRAMES = 150
READ_FRAMES = 2000
GLANCE_FRAMES = 500
MAX_FRAMES = 3000
BEAM = 5

TOKENS_PER_S = 7


class WhisperRecognizer:
    """One loaded model for all calls; `model` is a folder in CTranslate2's form.

    As many readings at a time as `threads`, each on a thread of its own: decoding gains nothing from a second one.
    """

    cores_per_call = 0.4

    def __init__(self, model: Path, threads: int) -> None:
        try:
            self._model = WhisperModel(
                str(model), device="cpu", compute_type="int8", cpu_threads=1, num_workers=threads
            )
        except (RuntimeError, ValueError, OSError) as exc:
            raise EngineUnavailable(
                "The Whisper model in {model} cannot be loaded: run `calldesk models pull whisper-base`.",
                model=model.name,
            ) from exc
        self._tokenizer = Tokenizer(self._model.hf_tokenizer, True, task="transcribe", language="zh")
        self._prompt, self._number_prompt = self._tokens(PROMPT), self._tokens(NUMBER_PROMPT)
        self._simplify = opencc.OpenCC("t2s").convert
        self.readings = Scheduler(threads)
        self.name = f"faster-whisper {model.name}"

    def stream(self, channel: Channel, share: CallShare | None = None, wake: Wake = unheard) -> UtteranceStream:
        """A new stream that starts at millisecond 0."""
        turns = Turns.of(self.readings, share, wake)
        return UtteranceStream(channel, self, Rereading(self, turns), turns)

    def glance(self, samples: Samples, prefix: tuple[int, ...]) -> Reading:
        """Greedy, continuing from `prefix`."""
        encoded, frames = self._encode(samples, GLANCE_FRAMES)
        return self._decode(encoded, frames, [*self._prompt, *prefix], beam=1)

    def read(self, samples: Samples) -> Reading:
        """With a beam, and the times of its words; a long number is decoded again as one."""
        encoded, frames = self._encode(samples, READ_FRAMES)
        reading = self._decode(encoded, frames, self._prompt, BEAM)
        if _NUMBER.search(reading.text):
            reading = self._decode(encoded, frames, self._number_prompt, BEAM)
        return replace(reading, words=self._words(reading.tokens, encoded, frames))

    def read_plainly(self, samples: Samples) -> str:
        """A whole recording through faster-whisper's own pipeline at its defaults, told only the language."""
        segments, _ = self._model.transcribe(samples, language="zh")
        return "".join(segment.text for segment in segments)

    def _tokens(self, prompt: str) -> list[int]:
        encoded = self._tokenizer.encode(prompt)
        return list(self._model.get_prompt(self._tokenizer, encoded, without_timestamps=True))

    def _decode(self, encoded: Any, frames: int, prompt: list[int], beam: int) -> Reading:
        most = frames * TOKENS_PER_S // FRAMES_PER_S + 12
        result = self._model.model.generate(
            encoded,
            [prompt],
            beam_size=beam,
            max_length=min(448, max(2 * most, len(prompt) + most)),  # CTranslate2 generates up to half of it
            return_scores=True,
            return_no_speech_prob=True,
            suppress_tokens=[-1],
        )[0]
        tokens = tuple(t for t in result.sequences_ids[0] if t < self._tokenizer.eot)
        written = _WIDE.sub("，", self._tokenizer.decode(list(tokens)).replace("\ufffd", ""))
        text = self._simplify(written).strip().removeprefix("，").removesuffix("，")
        return Reading(text, tokens, math.exp(min(0.0, result.scores[0])), result.no_speech_prob)

    def _encode(self, samples: Samples, least: int) -> tuple[Any, int]:
        """The encoder's output on a window of at least that many frames, and the frames of sound in it."""
        frames = len(samples) * FRAMES_PER_S // RATE
        window = min(MAX_FRAMES, max(least, frames + PAD_FRAMES))
        padded = np.zeros(window * RATE // FRAMES_PER_S, np.float32)
        padded[: len(samples)] = samples[: len(padded)]
        features = self._model.feature_extractor(padded)[None, :, :window]
        view = ctranslate2.StorageView.from_array(np.ascontiguousarray(features, np.float32))
        return self._model.model.encode(view), frames

    def _words(self, tokens: tuple[int, ...], encoded: Any, frames: int) -> tuple[Word, ...]:
        """Word times by cross-attention alignment, in milliseconds of the utterance."""
        if not tokens:
            return ()
        found = self._model.find_alignment(self._tokenizer, [list(tokens)], encoded, frames)[0]
        return tuple(
            Word(
                self._simplify(item["word"]),
                int(item["start"] * 1000),
                int(item["end"] * 1000),
                float(item["probability"]),
            )
            for item in found
            if _WIDE.sub("", item["word"]).strip()
        )
