"""What mending does to finals: the error before and after, overall and on the words that matter, and the time taken."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from time import perf_counter
from typing import Any, Literal

from asr.recognizer import Recognizer
from asr.transcript import FinalTranscript
from assistant.event_codec import decode, encode
from assistant.transcripts.mender import Mender
from eval.benchmarks.hearing import hear
from eval.data.heard_set import HeardSample
from eval.data.selection import Selection
from eval.metrics.character_error_rate import character_error_rate
from eval.metrics.important_words import KINDS, Kind, important_words
from eval.metrics.repair_outcome import RepairOutcome, in_own_words, repair_outcome
from eval.runs.measure import Better, Measure
from eval.runs.result import Result, Sample
from eval.runs.run import Run

RAW, MENDED = "raw", "mended"
_LATENCY: tuple[Literal["p50", "p95"], ...] = ("p50", "p95")


def benchmark_repair(
    selection: Selection[HeardSample],
    mender: Mender,
    kinds: Mapping[str, Kind],
    recognizer: Recognizer | None,
    run: Run,
) -> Result:
    """`kinds` are the words that matter. What was heard stays in the run's journal."""
    spoken = [sample for sample in selection.items if sample.audio]
    heard = run.measure("Hearing", spoken, _key, partial(_hear, recognizer)) if recognizer else []
    finals = {sample["id"]: sample["finals"] for sample in heard}
    step = partial(_sample, mender, kinds, finals)
    known = [sample for sample in selection.items if sample.heard or sample.sample_id in finals]
    samples = run.measure("Mending", known, _key, step)
    return Result(tuple(_measures(samples)), samples, {"n": len(samples)}, run.skipped(*selection.skipped))


def _key(sample: HeardSample) -> str:
    return sample.sample_id


def _hear(recognizer: Recognizer, sample: HeardSample) -> Sample:
    assert sample.audio
    finals = hear(recognizer, sample.audio, sample.row).finals
    return {"id": sample.sample_id, "finals": [encode(final)[1] for final in finals]}


def _sample(mender: Mender, kinds: Mapping[str, Kind], heard: Mapping[str, list[str]], sample: HeardSample) -> Sample:
    finals = [decode("FinalTranscript", final) for final in heard.get(sample.sample_id, ())]
    raw = [final for final in finals if isinstance(final, FinalTranscript)]
    raw = raw or [FinalTranscript("caller", 0, sample.heard, 0, 0)]
    mended: list[FinalTranscript] = []
    taken: list[float] = []
    for final in raw:
        started = perf_counter()
        mended.append(mender.mend(final, mended))
        taken.append((perf_counter() - started) * 1000)
    texts = {RAW: " ".join(map(in_own_words, raw)), MENDED: " ".join(final.text for final in mended)}
    observed = {name: seen for way, text in texts.items() for name, seen in _errors(sample.text, text, way, kinds)}
    return {
        "id": sample.sample_id,
        "unit": sample.sample_id,
        "text": sample.text,
        **texts,
        "observed": observed | _repaired(repair_outcome(sample.text, mended)) | {"mend_ms": taken},
        "examples": _examples(sample, texts),
    }


def _repaired(outcome: RepairOutcome) -> dict[str, list[Any]]:
    made = outcome.right + outcome.wrong + outcome.idle
    observed: dict[str, list[Any]] = {"repairs": [made], "numerals_touched": [outcome.numerals]}
    if made:
        observed |= {"repair right": [[outcome.right, made]], "repair wrong": [[outcome.wrong, made]]}
    return observed


def _errors(said: str, heard: str, way: str, kinds: Mapping[str, Kind]) -> Iterator[tuple[str, list[list[int]]]]:
    rate = character_error_rate([said], [heard])
    yield f"{way} cer", [[rate.edits[0], rate.lengths[0]]]
    for kind, error in important_words(said, heard, kinds).items():
        yield f"{way} important {kind}", [error.characters]


def _examples(sample: HeardSample, texts: Mapping[str, str]) -> list[dict[str, object]]:
    """Where mending made it worse."""
    before, after = (character_error_rate([sample.text], [texts[way]]).edits[0] for way in (RAW, MENDED))
    example = {"where": sample.sample_id, "at_s": 0.0, "said": sample.text, "heard": texts[MENDED], "edits": after}
    return [example] if after > before else []


def _measures(samples: Sequence[Sample]) -> Iterator[Measure]:
    seen = {name for sample in samples for name in sample["observed"]}
    for way in (RAW, MENDED):
        names = [f"{way} cer", *(f"{way} important {kind}" for kind in KINDS)]
        yield from (Measure(name, "ratio", "lower", name) for name in names if name in seen)
    ratios: tuple[tuple[str, Better], ...] = (("repair right", "higher"), ("repair wrong", "lower"))
    yield from (Measure(name, "ratio", better, name) for name, better in ratios if name in seen)
    yield Measure("repairs", "sum", "higher", "repairs")
    yield Measure("numerals_touched", "sum", "lower", "numerals_touched")
    yield from (Measure(f"mend_ms {kind}", kind, "lower", "mend_ms") for kind in _LATENCY)
