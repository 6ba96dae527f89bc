"""How time, memory and recall of a search grow with the knowledge base, beside LangChain's FAISS retriever."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from assistant.settings import Settings
from eval.benchmarks import own_process
from eval.benchmarks.benchmark_base import document_base
from eval.benchmarks.mixed_base import mixed_base
from eval.benchmarks.scale_measurement import LANGCHAIN, RECALLS, ScaleTask, measure_scale
from eval.data.question_set import Question
from eval.runs.measure import Measure
from eval.runs.result import Result, Sample
from eval.runs.run import Run
from knowledge_base.document import Document
from retrieval.embedder import Embedder
from retrieval.query import read_query
from retrieval.ranking import Ranking

QUERIES = 200
"""Questions that are asked of each size."""

LANGCHAIN_MOST = 100_000
"""Passages up to which LangChain's retriever is measured: it keeps each as Python objects and compares every vector."""

MADE_OF = {
    "texts": "sentences of the documents, mixed at random",
    "vectors": "those of the documents' passages with Gaussian noise, since embedding a million takes most of a day",
}
"""What a run says of its data."""

_TIMES = ("search_ms", "unembedded_ms", "dense_ms", "words_ms", "sound_ms")
_AGAINST = ("search_ms", "unembedded_ms")


@dataclass(frozen=True, slots=True)
class ScaleBench:
    """The documents to be mixed, also as their file, with what indexes and ranks them."""

    settings: Settings
    file: Path
    documents: Sequence[Document]
    embedder: Embedder
    ranking: Ranking
    baselines: bool

    def measure(self, queries: Sequence[str], size: int) -> Sample:
        """A knowledge base of that size, filled here where it is not yet, measured in a process of its own."""
        base = mixed_base(self.settings.home, self.file, self.embedder.name, size)
        with document_base(self.settings.home, self.file, self.documents, self.embedder, self.ranking) as real:
            base.fill(self.documents, real, self.ranking)
        langchain = self.baselines and size <= LANGCHAIN_MOST
        task = ScaleTask(self.settings, base, self.file, tuple(queries), langchain)
        return own_process.in_own_process(measure_scale, task)


def benchmark_scale(sizes: Sequence[int], questions: Sequence[Question], bench: ScaleBench, run: Run) -> Result:
    """Figures of each size under `passages_N`.

    `search_ms` is a whole search of typed words, `unembedded_ms` the same with the query's vector given, `dense_ms`,
    `words_ms` and `sound_ms` one channel alone. `faster` is how many times as long LangChain's retriever takes,
    `faster_unembedded` the same without the embedding that both do alike. `recall@k` is that of the dense channel.
    """
    asked = [question for question in questions if read_query(question.text, heard=False)][:QUERIES]
    ids = [question.question_id for question in asked]
    measured = run.measure("Scale", sizes, str, partial(bench.measure, [question.text for question in asked]))
    samples = [sample for one in measured for sample in _by_query(one, ids)]
    counts = {f"{_group(one)}{name}": value for one in measured for name, value in one["values"].items()}
    measures = [measure for one in measured for measure in _measures(one)]
    return Result(tuple(measures), samples, {"n": len(ids), **counts}, run.skipped())


def _group(sample: Sample) -> str:
    return f"passages_{sample['passages']} "


def _by_query(sample: Sample, ids: Sequence[str]) -> list[Sample]:
    """What was seen of each query."""
    series: dict[str, list[float]] = sample["series"]
    group, rows = _group(sample), []
    for place, name in enumerate(ids):
        observed: dict[str, list[object]] = {
            _named(group, key): [values[place]] for key, values in series.items() if not key.startswith("recall")
        }
        observed |= {f"{group}recall@{k}": [[series[f"recall@{k}"][place], 1]] for k in RECALLS}
        for key in _AGAINST if f"{LANGCHAIN} search_ms" in series else ():
            pair = [series[f"{LANGCHAIN} {key}"][place], series[key][place]]
            observed[f"{group}{_faster(key)}"] = [pair]
        rows.append({"id": f"{group}{name}", "unit": name, "observed": observed})
    return rows


def _named(group: str, key: str) -> str:
    """A baseline's name comes before the group, so that it is compared with ours of that group."""
    return f"{LANGCHAIN} {group}{key.removeprefix(f'{LANGCHAIN} ')}" if key.startswith(LANGCHAIN) else f"{group}{key}"


def _faster(key: str) -> str:
    return "faster" if key == "search_ms" else "faster_unembedded"


def _measures(sample: Sample) -> list[Measure]:
    group, series = _group(sample), sample["series"]
    times = [f"{group}{key}" for key in _TIMES]
    times += [_named(group, key) for key in series if key.startswith(LANGCHAIN)]
    found = [Measure(f"{name} {p}", p, "lower", name) for name in times for p in ("p50", "p95")]
    ratios = [f"recall@{k}" for k in RECALLS]
    ratios += [_faster(key) for key in _AGAINST if f"{LANGCHAIN} {key}" in series]
    return [*found, *(Measure(f"{group}{name}", "ratio", "higher", f"{group}{name}") for name in ratios)]
