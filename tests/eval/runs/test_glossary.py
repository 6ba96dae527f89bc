import re

import pytest

from eval.benchmarks.call_measures import call_measures
from eval.benchmarks.load_benchmark import CallLoad, LoadSample
from eval.benchmarks.load_report import load_result
from eval.benchmarks.repair_benchmark import _measures as repair_measures
from eval.benchmarks.retrieval_benchmark import _measures
from eval.metrics.important_words import KINDS as IMPORTANT
from eval.runs.glossary import BASELINES, explained, written
from eval.sounds.quiet_audio import KINDS as SOUNDS

CHINESE = re.compile(r"[\u4e00-\u9fff]")
SAME = {"F1", "CER"}


def declared() -> list[str]:
    names = [measure.name for measure in call_measures([""], True, BASELINES)]
    names += [measure.name for measure in _measures(("typed", "heard"), [])]
    load = load_result([LoadSample(8, "x", 1.0, 1.0, 1.0, (CallLoad("a", 1, (1.0,), 1, 0, ()),), ())], 3.0)
    names += [*load.values, *load.counts]
    names += [
        f"in_use typed {name}"
        for name in ("kept", "silent", "all_silent", "answered_elsewhere", "unanswered_silent", "elsewhere_silent")
    ]
    names += [f"langchain_faiss passages_10000 {name} p50" for name in ("search_ms", "unembedded_ms", "dense_ms")]
    names += [f"passages_10000 {name}" for name in ("recall@10", "recall@60", "faster", "opened_s", "mapped_mb")]
    names += ["plain_float32 passages_per_s", "cosine_min", "indexed_per_s", "prepared_per_s", "embedded_again"]
    names += [f"{kind.name} invented_finals" for kind in SOUNDS]
    names += ["invented_partials", "opened", "held_back", "recordings held_back", "minutes", "n_speech", "speech cer"]
    names += [f"raw important {kind}" for kind in IMPORTANT]
    names += [measure.name for measure in repair_measures([{"observed": {"raw cer": [], "mended cer": []}}])]
    return [*names, "silenced typed mrr@10", "cer", "rtf", "accuracy@1", "macro_f1", "n_heard", "n_elsewhere"]


@pytest.mark.parametrize("name", declared())
def test_every_figure_is_explained_in_both_languages(name: str) -> None:
    for part in name.split(" "):
        chinese, english = explained(part)
        assert part == "f1" or CHINESE.search(chinese)
        assert english and not CHINESE.search(english) and "_" not in english


def test_groups_come_before_what_they_hold_and_what_is_unknown_keeps_its_name() -> None:
    assert explained("caller cer") == ("来电人 · 字错率", "caller · character error rate")
    assert explained("calls_8 errors")[1] == "8 calls at a time · errors"
    assert explained("passages_1000000 added_s")[1] == "1,000,000 passages · adding one document (s)"
    assert explained("whatever cer")[0] == "whatever · 字错率"
    assert explained("fax invented_finals")[0] == "传真 · 每十分钟凭空定稿数"
    for name in ("speech heard", "repair right", "repair wrong"):
        assert CHINESE.search(explained(name)[0]) and "·" not in explained(name)[0]


@pytest.mark.parametrize(
    ("value", "name", "text"),
    [
        (None, "cer", "–"),
        (0.12345, "cer", "0.1235"),
        (12.34, "latency_ms p50", "12.3"),
        (2040.5, "resident_mb", "2040.5"),
        (1.234, "first_partial_s p50", "1.23"),
        (1.234, "calls_2 cpu_cores", "1.23"),
        (3.0, "faults", "3"),
        (8, "most_calls", "8"),
        (4.0, "calls_2 finals", "4"),
        (3.0, "limit_s", "3"),
        (0.123, "passages_40 added_s", "0.12"),
        (17.0, "passages_40 added_passages", "17"),
        (620, "n", "620"),
        (0.25641, "organ invented_finals", "0.26"),
        (5.4321, "calls_per_core", "5.43"),
        (31.25, "mb_per_call", "31.2"),
        (12.0, "repairs", "12"),
        (0.875, "repair right", "0.8750"),
    ],
)
def test_figures_are_written_as_people_read_them(value: float | None, name: str, text: str) -> None:
    assert written(value, name) == text
