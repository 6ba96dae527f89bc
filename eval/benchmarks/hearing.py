"""A recording put through a recogniser, with the time that took."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from asr.audio import Resampler, Samples, read_audio
from asr.errors import AsrError
from asr.recognizer import PlainReader, Recognizer, transcribe
from asr.transcript import FinalTranscript
from assistant.transcripts.mender import Mender
from eval.data.json_lines import Row
from eval.errors import EvalError


@dataclass(frozen=True, slots=True)
class Heard:
    """The finals, all their words in one text, the recording's length and the time spent on hearing it, in seconds."""

    finals: tuple[FinalTranscript, ...]
    audio_s: float
    taken_s: float

    @property
    def text(self) -> str:
        """All finals' words."""
        return " ".join(final.text for final in self.finals)


def hear(recognizer: Recognizer, audio: Path, row: Row, mender: Mender | None = None) -> Heard:
    """All channels mixed into one; raises EvalError naming the row whose recording cannot be heard."""
    with _naming(row):
        samples, rate = _mixed(audio)
        started = perf_counter()
        finals: list[FinalTranscript] = []
        for final in transcribe(recognizer, samples, rate):
            finals.append(mender.mend(final, finals) if mender else final)
        return Heard(tuple(finals), len(samples) / rate, perf_counter() - started)


def hear_plainly(reader: PlainReader, audio: Path, row: Row) -> str:
    """The same recording through the engine's own pipeline: the baseline."""
    with _naming(row):
        samples, rate = _mixed(audio)
        return reader.read_plainly(Resampler(rate).feed(samples, last=True))


def _mixed(audio: Path) -> tuple[Samples, int]:
    samples, rate = read_audio(audio)
    return samples.mean(axis=1), rate


@contextmanager
def _naming(row: Row) -> Iterator[None]:
    try:
        yield
    except AsrError as exc:
        raise EvalError(
            "{file}, line {line}: {problem} Mend the line or leave it out.",
            file=row.file.name,
            line=row.line,
            problem=exc.said,
        ) from exc
