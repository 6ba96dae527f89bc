"""Whole calls at the speed they were spoken: how late words and advice come, and whether the advice is right."""

from __future__ import annotations

import resource
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from tqdm import tqdm

from asr.recognizer import Recognizer
from assistant.advisor import Advisor
from assistant.call_session import CallSession
from assistant.events import CallFault, FinalTranscript, PartialTranscript, Stamped, Suggestion, TicketDraft
from assistant.replay import Replay, open_recording
from assistant.ticket import Draft
from eval.data.call_set import CallScript, RecordedCall, Turn
from eval.runs.result import Result

PATIENCE_MS = 1500
"""How far apart an utterance and the turn it opens may begin."""


@dataclass(frozen=True, slots=True)
class Bench:
    """What hears and advises, and the documents' file names without ending by id."""

    recognizer: Recognizer
    advisor: Advisor
    documents: dict[str, str]


def benchmark_calls(calls: Sequence[RecordedCall], bench: Bench, speed: float) -> Result:
    """Latencies in seconds at p50 and p95, resident memory in MB at its highest, shares of right advice."""
    samples = [_measure(call, bench, speed) for call in tqdm(calls, "Calls", unit="call")]
    figures: dict[str, Any] = {
        f"{name}_s": _percentiles([value for sample in samples for value in sample[name]])
        for name in ("first_partial", "final", "recommendation")
    }
    asked = [rank for sample in samples for rank in sample["answer_ranks"]]
    for k in (1, 5):
        figures[f"recommended@{k}"] = float(np.mean([0 < rank <= k for rank in asked])) if asked else None
    for name in ("category", "department"):
        for k in (1, 3):
            figures[f"{name}@{k}"] = float(np.mean([0 < sample[name] <= k for sample in samples]))
    figures["resident_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    figures["faults"] = sum(len(sample["faults"]) for sample in samples)
    figures["n"] = len(samples)
    return Result(figures, samples)


def _measure(call: RecordedCall, bench: Bench, speed: float) -> dict[str, Any]:
    events: list[Stamped] = []
    session = CallSession(call.script.id, "replay", call.script.id, bench.recognizer, bench.advisor, events.append)
    replay = Replay(open_recording(call.audio, 24 * 60), session, speed)
    replay.start()
    replay.join()
    draft = next((e.event.draft for e in reversed(events) if isinstance(e.event, TicketDraft)), Draft())
    expected = call.script.expected
    return {
        "id": call.script.id,
        **_latencies(events, call.script.turns),
        "answer_ranks": _answer_ranks(events, call.script, bench.documents),
        "category": _rank(expected.category, [ranked.label for ranked in draft.categories]),
        "department": _rank(expected.department, [ranked.label for ranked in draft.departments]),
        "faults": [e.event.kind for e in events if isinstance(e.event, CallFault)],
    }


def _latencies(events: Sequence[Stamped], turns: Sequence[Turn]) -> dict[str, list[float]]:
    """Seconds from the first word to the first partial, from the end to the final, from the final to the advice."""
    first: dict[tuple[str, int], int] = {}
    latencies: dict[str, list[float]] = {"first_partial": [], "final": [], "recommendation": []}
    finals: dict[int, int] = {}
    for stamped in events:
        match stamped.event:
            case PartialTranscript(channel=channel, utterance=utterance):
                first.setdefault((channel, utterance), stamped.at_ms)
            case FinalTranscript(text=text) as final if text:
                shown = first.get((final.channel, final.utterance), stamped.at_ms)
                latencies["first_partial"].append((shown - _began(final, turns)) / 1000)
                latencies["final"].append((stamped.at_ms - final.end_ms) / 1000)
                if final.channel == "caller":
                    finals[final.utterance] = stamped.at_ms
            case Suggestion(utterance=utterance) if utterance in finals:
                latencies["recommendation"].append((stamped.at_ms - finals.pop(utterance)) / 1000)
    return latencies


def _began(final: FinalTranscript, turns: Sequence[Turn]) -> int:
    """When the first word was said: at the turn's start, where the utterance opens a turn."""
    starts = [turn.start_ms for turn in turns if turn.speaker == final.channel]
    near = min(starts, key=lambda start: abs(start - final.start_ms), default=final.start_ms)
    return near if abs(near - final.start_ms) <= PATIENCE_MS else final.start_ms


def _answer_ranks(events: Sequence[Stamped], script: CallScript, documents: dict[str, str]) -> list[int]:
    """For each turn with an answer the best rank (0: none) of its document while that turn was the last one."""
    finals = [e.event for e in events if isinstance(e.event, FinalTranscript)]
    ended = {final.utterance: final.end_ms for final in finals if final.channel == "caller"}
    ranks = []
    for answer in script.expected.answers:
        turn = script.turns[answer.turn]
        shown = [
            [documents.get(hit.passage.doc_id, "") for hit in e.event.hits]
            for e in events
            if isinstance(e.event, Suggestion)
            and turn.start_ms < ended.get(e.event.utterance, -1) <= turn.end_ms + PATIENCE_MS
        ]
        found = [rank for hits in shown if (rank := _rank(answer.document, hits))]
        ranks.append(min(found, default=0))
    return ranks


def _rank(wanted: str, ranked: Sequence[str]) -> int:
    """The place of what was wanted, from 1; 0 where it is not among them."""
    return list(ranked).index(wanted) + 1 if wanted in ranked else 0


def _percentiles(values: Sequence[float]) -> dict[str, float]:
    if not values:
        return {}
    p50, p95 = np.percentile(values, [50, 95])
    return {"p50": float(p50), "p95": float(p95)}
