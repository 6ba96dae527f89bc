"""What is made up where nobody speaks, and whether real speech is still heard."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import partial
from typing import Protocol, runtime_checkable

from asr.audio import RATE, Resampler, Samples
from asr.recognizer import Recognizer
from asr.transcript import FinalTranscript, PartialTranscript, Transcript
from asr.utterances.endpointer import Boundary, Endpointer
from asr.utterances.guard import invented, plain
from asr.utterances.reading import Reading
from asr.utterances.silero import FRAME, SileroVad
from eval.benchmarks.hearing import hear
from eval.data.selection import Selection
from eval.data.speech_set import SpokenSample
from eval.errors import EvalError
from eval.metrics.character_error_rate import character_error_rate
from eval.runs.measure import Better, Measure
from eval.runs.result import Result, Sample
from eval.runs.run import Run

PER_S = 600
"""Counts are for every 10 minutes."""

WINDOWS_S = (1.0, 2.5)
"""Lengths of the pieces that are read although voice detection may have found nothing in them."""

PATIENCE_S = 120.0
"""How long one reading may take."""

_STEP = RATE // 2
_HIGHER = ("held_back", "heard")


class Clip(Protocol):
    """Mono audio without speech; `voices` where it is made of voices that cannot be made out."""

    @property
    def name(self) -> str:
        """Which one it is."""
        ...

    @property
    def group(self) -> str:
        """The kind of sound, as figures name it."""
        ...

    @property
    def voices(self) -> bool:
        """Whether what is heard in it may be some of what was said."""
        ...

    @property
    def rate(self) -> int:
        """Hertz."""
        ...

    def samples(self) -> Samples:
        """The sound."""
        ...


@runtime_checkable
class Reads(Protocol):
    """A recogniser that can be made to read where nobody spoke."""

    def read(self, samples: Samples) -> Reading:
        """The best reading of mono samples at RATE."""
        ...


def benchmark_noise(
    clips: Sequence[Clip], speech: Selection[SpokenSample] | None, recognizer: Recognizer, run: Run
) -> Result:
    """`invented_finals` and `invented_partials` count those with text, `opened` the utterances that voice detection
    began, each for 10 minutes of sound, and again under the name of each kind. `held_back` is the share that the guard
    refuses of the `n_readings` that have words where pieces are read without voice detection. Clips made of voices
    stand under their own name alone, and do not count in `minutes`. Of speech: `heard`, the share of recordings in
    which something was, and the character error rate.
    """
    samples = run.measure("Noise", clips, lambda clip: clip.name, partial(_quiet, recognizer))
    without = [sample for sample in samples if "opened" in sample["observed"]]
    counts = {"n": len(samples), "minutes": sum(sample["seconds"] for sample in without) / 60}
    counts["n_readings"] = sum(read for sample in without for _, read in sample["observed"].get("held_back", ()))
    skipped = speech.skipped if speech else ()
    if speech:
        samples += run.measure("Speech", speech.items, lambda sample: sample.sample_id, partial(_spoken, recognizer))
        counts["n_speech"] = len(samples) - counts["n"]
    names = sorted({name for sample in samples for name in sample["observed"]}, key=lambda name: (" " in name, name))
    measures = [Measure(name, "ratio", _better(name), name) for name in names]
    return Result(tuple(measures), samples, counts, run.skipped(*skipped))


def _better(name: str) -> Better:
    return "higher" if name.endswith(_HIGHER) else "lower"


def _quiet(recognizer: Recognizer, clip: Clip) -> Sample:
    sound, rate = clip.samples(), clip.rate
    heard = Resampler(rate).feed(sound, last=True)
    found = _transcripts(recognizer, heard)
    texts = [item.text for item in found if isinstance(item, FinalTranscript) and item.text.strip()]
    tens = len(sound) / rate / PER_S
    counted: dict[str, list[list[float]]] = {
        "invented_finals": [[len(texts), tens]],
        "invented_partials": [[sum(isinstance(item, PartialTranscript) for item in found), tens]],
        "opened": [[_opened(heard), tens]],
    }
    if isinstance(recognizer, Reads):
        counted["held_back"] = _held_back(recognizer, heard)
    grouped = {f"{clip.group} {name}": seen for name, seen in counted.items()}
    return {
        "id": clip.name,
        "unit": clip.name,
        "seconds": len(sound) / rate,
        "heard": texts,
        "observed": grouped if clip.voices else counted | grouped,
    }


def _transcripts(recognizer: Recognizer, heard: Samples) -> list[Transcript]:
    """All that is shown of samples at RATE, each half second read before the next, so that no partial is left out."""
    news = threading.Event()
    stream = recognizer.stream("caller", wake=news.set)
    found: list[Transcript] = []
    for start in range(0, len(heard) + _STEP, _STEP):
        piece = heard[start : start + _STEP]
        found += stream.feed(piece) if len(piece) else stream.end()
        while not stream.idle:
            if not news.wait(PATIENCE_S):
                raise EvalError(
                    "A reading did not end within {seconds} s: end other programs and run again.",
                    seconds=f"{PATIENCE_S:g}",
                )
            news.clear()
            found += stream.collect()
    return found


def _opened(heard: Samples) -> int:
    vad, endpointer = SileroVad(), Endpointer()
    frames = heard[: len(heard) // FRAME * FRAME].reshape(-1, FRAME)
    return [endpointer.step(vad.probability(frame)) for frame in frames].count(Boundary.START)


def _held_back(recognizer: Reads, heard: Samples) -> list[list[float]]:
    """For each piece, cut at even distances, whose reading has words: whether it is refused, and 1."""
    refused: list[list[float]] = []
    for place, window_s in enumerate(WINDOWS_S, 1):
        start = len(heard) * place // (len(WINDOWS_S) + 1)
        piece = heard[start : start + int(window_s * RATE)]
        reading = recognizer.read(piece)
        if plain(reading.text):
            refused.append([float(invented(reading, len(piece) / RATE)), 1])
    return refused


def _spoken(recognizer: Recognizer, spoken: SpokenSample) -> Sample:
    heard = hear(recognizer, spoken.audio, spoken.row)
    rate = character_error_rate([spoken.text], [heard.text])
    return {
        "id": spoken.sample_id,
        "unit": spoken.sample_id,
        "text": spoken.text,
        "heard": heard.text,
        "seconds": heard.audio_s,
        "observed": {
            "speech heard": [[float(bool(heard.text.strip())), 1]],
            "speech cer": [[rate.edits[0], rate.lengths[0]]],
        },
    }
