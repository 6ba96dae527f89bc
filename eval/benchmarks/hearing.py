"""A recording put through a recogniser, with the time that took."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from asr.audio import read_audio
from asr.errors import AudioUnreadable
from asr.recognizer import Recognizer, transcribe
from eval.data.json_lines import Row


@dataclass(frozen=True, slots=True)
class Heard:
    """All finals' words in one text, the recording's length and the time spent on hearing it, in seconds."""

    text: str
    audio_s: float
    taken_s: float


def hear(recognizer: Recognizer, audio: Path, row: Row) -> Heard:
    """All channels mixed into one; raises EvalError naming the row whose recording cannot be read."""
    try:
        samples, rate = read_audio(audio)
    except AudioUnreadable as exc:
        raise row.wrong(str(exc).rstrip(".")) from exc
    started = perf_counter()
    finals = transcribe(recognizer, samples.mean(axis=1), rate)
    taken = perf_counter() - started
    return Heard(" ".join(final.text for final in finals), len(samples) / rate, taken)
