"""sherpa-onnx: streaming models, models that read whole utterances, and its model of punctuation.

API: https://k2-fsa.github.io/sherpa/onnx/. It ends the process over a model that it cannot use: see `sherpa_trial.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from sherpa_onnx import (
    OfflinePunctuation,
    OfflinePunctuationConfig,
    OfflinePunctuationModelConfig,
    OfflineRecognizer,
    OnlineRecognizer,
)

from asr.audio import RATE, Samples
from asr.call_share import CallShare
from asr.engines.sherpa_folder import SherpaFolder, SherpaKind, sherpa_folder
from asr.engines.sherpa_stream import SherpaStream
from asr.engines.sherpa_words import joined, timed_words
from asr.errors import EngineUnavailable
from asr.scheduler import Scheduler, Turns, Wake, unheard
from asr.transcript import Channel
from asr.utterances.reading import Reading
from asr.utterances.rereading import Rereading
from asr.utterances.utterance_stream import UtteranceStream

Punctuate = Callable[[str], str]

PAUSE_S = 0.6
"""Silence after words that ends an utterance."""

SILENCE_S = 2.4
"""Silence without words after which the engine begins anew."""

LONGEST_S = 14.0


class SherpaRecognizer:
    """A streaming model, loaded once for all calls; each channel decodes in its own call's thread."""

    cores_per_call = 0.2

    def __init__(self, model: Path, punctuation: Path | None = None) -> None:
        self._recognizer = _loaded(sherpa_folder(model))
        self._punctuate = punctuator(punctuation)
        self.name = f"sherpa {model.name}"

    def stream(self, channel: Channel, share: CallShare | None = None, wake: Wake = unheard) -> SherpaStream:  # noqa: ARG002
        """A new stream that starts at millisecond 0; it reads what it is fed at once."""
        return SherpaStream(channel, self._recognizer, self.name, self._punctuate)


class SherpaReader:
    """A model of whole utterances, loaded once for all calls; as many readings at a time as `threads`.

    The engine says neither how sure it is nor whether it heard speech.
    """

    cores_per_call = 0.2

    def __init__(self, model: Path, threads: int, punctuation: Path | None = None) -> None:
        self._recognizer = _loaded(sherpa_folder(model))
        self._punctuate = punctuator(punctuation)
        self.readings = Scheduler(threads)
        self.name = f"sherpa {model.name}"

    def stream(self, channel: Channel, share: CallShare | None = None, wake: Wake = unheard) -> UtteranceStream:
        """A new stream that starts at millisecond 0."""
        turns = Turns.of(self.readings, share, wake)
        return UtteranceStream(channel, self, Rereading(self, turns), turns)

    def glance(self, samples: Samples, prefix: tuple[int, ...]) -> Reading:  # noqa: ARG002 - always read from the start
        """As `read`, without the marks of a punctuation model."""
        stream = self._recognizer.create_stream()
        stream.accept_waveform(RATE, samples)
        self._recognizer.decode_stream(stream)
        result = stream.result
        text, starts = joined(result.text), [round(start * 1000) for start in result.timestamps]
        return Reading(text, (), None, 0.0, timed_words(text, result.tokens, starts, (), len(samples) * 1000 // RATE))

    def read(self, samples: Samples) -> Reading:
        """With the times of its words, where the model gives them."""
        reading = self.glance(samples, ())
        return replace(reading, text=self._punctuate(reading.text))


def hear_a_second(folder: Path) -> None:
    """Loads the model and has it hear faint noise; whatever is wrong with it ends the process or raises."""
    model = sherpa_folder(folder)
    noise = np.random.default_rng(0).normal(0.0, 0.01, RATE).astype(np.float32)
    recognizer = _loaded(model)
    stream = recognizer.create_stream()
    stream.accept_waveform(RATE, noise)
    if not model.kind.live or recognizer.is_ready(stream):
        recognizer.decode_stream(stream)


def punctuator(folder: Path | None) -> Punctuate:
    """Puts marks between words by a CT-transformer, where there is one; a text that has marks stays as it is."""
    if folder is None:
        return str
    model = max(folder.glob("model*.onnx"), key=lambda path: ".int8." in path.name)
    settings = OfflinePunctuationModelConfig(ct_transformer=str(model))
    engine = OfflinePunctuation(OfflinePunctuationConfig(settings))

    def punctuate(text: str) -> str:
        marked = any(mark in text for mark in "，。？！")
        return text if marked or not text else str(engine.add_punctuation(text))

    return punctuate


def _loaded(folder: SherpaFolder) -> Any:
    try:
        return _online(folder) if folder.kind.live else _offline(folder)
    except Exception as exc:  # the package raises errors of many classes
        raise EngineUnavailable(
            "The sherpa-onnx model in {folder} cannot be loaded: unpack it again from its archive.",
            folder=folder.path.name,
        ) from exc


def _online(folder: SherpaFolder) -> Any:
    """One thread a stream: calls decode side by side."""
    streaming = folder.kind is SherpaKind.TRANSDUCER
    make = OnlineRecognizer.from_transducer if streaming else OnlineRecognizer.from_paraformer
    return make(
        str(folder.tokens),
        *map(str, folder.parts),
        num_threads=1,
        enable_endpoint_detection=True,
        rule1_min_trailing_silence=SILENCE_S,
        rule2_min_trailing_silence=PAUSE_S,
        rule3_min_utterance_length=LONGEST_S,
    )


def _offline(folder: SherpaFolder) -> Any:
    tokens, model = str(folder.tokens), str(folder.parts[0])
    if folder.kind is SherpaKind.SENSE_VOICE:
        return OfflineRecognizer.from_sense_voice(model, tokens, num_threads=1, language="zh", use_itn=True)
    return OfflineRecognizer.from_paraformer(model, tokens, num_threads=1)
