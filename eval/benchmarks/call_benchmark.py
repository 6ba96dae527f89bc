"""Whole calls as the panel would see them: how late words and advice come, and whether they are right."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import psutil

from asr.audio import Resampler, read_audio
from asr.errors import AsrError
from asr.recognizer import PlainReader
from asr.transcript import CHANNELS
from assistant.call_session import CallSession
from assistant.events import Stamped
from assistant.replay import Replay, open_recording
from eval.benchmarks.call_bench import CallBench
from eval.benchmarks.call_measures import call_measures
from eval.benchmarks.call_scores import CallScores, Observed, baseline_scores
from eval.benchmarks.telephone_line import TelephoneLine
from eval.data.call_set import RecordedCall
from eval.data.selection import Selection
from eval.errors import EvalError
from eval.metrics.degraded_modes import degraded_modes
from eval.metrics.transcript_error import said_by
from eval.runs.result import Result, Sample
from eval.runs.run import Run

LONGEST_MINUTES = 24 * 60


def benchmark_calls(
    calls: Selection[RecordedCall], lines: Sequence[TelephoneLine], bench: CallBench, run: Run, fast: bool
) -> Result:
    """All calls over each line; the clean one first, and with it the baselines.

    Waits are in seconds, resident memory in MB (10^6 bytes). A `fast` run has no waits: each piece of sound is heard
    and advised on before the next, so that it gives the same at every run.
    """
    samples: list[Sample] = []
    for line in (TelephoneLine(), *lines):
        step = partial(_sample, line, bench, fast)
        samples += run.measure(f"Calls {line.name}".strip(), calls.items, lambda call: call.script.id, step)
    searches = [name for search in bench.searches for name in search.names]
    baselines = [*(["plain_whisper"] if bench.plain else []), *searches, *(name for name, _ in bench.classifiers)]
    measures = call_measures(["", *(line.name for line in lines)], not fast, baselines)
    clean = [sample for sample in samples if sample["condition"] == ""]
    degraded = sum((Counter(sample["degraded"]) for sample in clean), Counter[str]())
    counts = {"n": len(clean), **{f"degraded {mode}": times for mode, times in degraded.items()}}
    return Result(measures, samples, counts, run.skipped(*calls.skipped))


def _sample(line: TelephoneLine, bench: CallBench, fast: bool, call: RecordedCall) -> Sample:
    """Raises EvalError for a call whose labels or answers are unknown, or whose recording cannot be read."""
    call.script.check(bench.city.categories, bench.city.departments)
    bench.documents.check(call.script)
    with tempfile.TemporaryDirectory() as folder:
        try:
            audio = call.audio
            if line.name:
                audio = Path(folder) / call.audio.name
                line.carry(call.audio, audio)
            events = _play(call, audio, bench, fast)
            plain = _heard_plainly(call, bench) if bench.plain and not line.name else {}
        except AsrError as exc:
            raise EvalError("{name}: {problem}", name=call.audio.name, problem=exc.said) from exc
    scores = CallScores(call.script, events, bench, timed=not fast)
    observed, group = scores.observed(), f"{line.name} " if line.name else ""
    if not line.name:
        memory = psutil.Process().memory_info().rss / 1e6
        observed |= {"resident_mb": [memory]} | plain | baseline_scores(scores)
    return {
        "id": call.script.id,
        "unit": call.script.id,
        "condition": line.name,
        "degraded": degraded_modes(events),
        "categories": [ranked.label for ranked in scores.draft.categories],
        "departments": [ranked.label for ranked in scores.draft.departments],
        "fields": {name: value.value for name, value in scores.draft.fields.items()},
        "observed": {group + name: seen for name, seen in observed.items()},
        "examples": [] if line.name else scores.examples(),
    }


def _play(call: RecordedCall, audio: Path, bench: CallBench, fast: bool) -> list[Stamped]:
    """Every event of the call."""
    events: list[Stamped] = []
    session = CallSession(call.script.id, "replay", call.script.id, bench.recognizer, bench.advisor, events.append)
    replay = Replay(open_recording(audio, LONGEST_MINUTES), session, 0.0 if fast else 1.0, lockstep=fast)
    replay.start()
    replay.join()
    return events


def _heard_plainly(call: RecordedCall, bench: CallBench) -> Observed:
    """Each side's whole track through the engine's own pipeline."""
    observed: Observed = {}
    samples, rate = read_audio(call.audio)
    for speaker, track in zip(CHANNELS, samples.T, strict=False):
        assert isinstance(bench.recognizer, PlainReader)
        heard = bench.recognizer.read_plainly(Resampler(rate).feed(track.copy(), last=True))
        wrong = CallScores.heard_wrong(speaker, said_by(speaker, call.script), heard)
        observed |= {f"plain_whisper {name}": seen for name, seen in wrong.items()}
    return observed
