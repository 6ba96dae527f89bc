"""Whole calls with a scripted recogniser: the figures rest on the events of the same session as the panel's."""

import json
from pathlib import Path
from typing import Any

import pytest

from eval.benchmarks import call_benchmark
from eval.benchmarks.call_bench import CallBench
from eval.benchmarks.call_benchmark import benchmark_calls
from eval.benchmarks.call_measures import call_measures
from eval.benchmarks.telephone_line import TelephoneLine
from eval.data.call_set import read_calls
from eval.errors import EvalError
from eval.runs.result import Result

NOISY, CODED = TelephoneLine(noise_db=5.0), TelephoneLine(codec="alaw")


def measured(runs, folder: Path, bench: CallBench, *lines: TelephoneLine, fast: bool = True, **place: Any) -> Result:
    return benchmark_calls(read_calls(folder), lines, bench, runs.begin("calls", **place), fast)


def test_the_right_document_category_and_department_count(runs, write_call, bench) -> None:
    figures = measured(runs, write_call(), bench()).figures
    assert (figures["recommended@1"], figures["recommended@5"]) == (1.0, 1.0)
    assert (figures["category@1"], figures["category@3"]) == (0.0, 1.0)
    assert (figures["department@1"], figures["n"], figures["faults"]) == (1.0, 1, 0)
    assert (figures["caller"]["cer"], figures["operator"]["cer"]) == (0.2, 0.0)
    assert (figures["caller"]["syllable_error_rate"], figures["resident_mb"] > 10) == (0.0, True)


def test_another_document_does_not_count(runs, write_call, bench) -> None:
    figures = measured(runs, write_call(), bench("d2")).figures
    assert (figures["recommended@5"], figures["recommendation"]["useless"]) == (0.0, 1.0)
    assert (figures["answer"]["answered"], figures["answer"]["right"]) == (1.0, 0.0)


def test_baselines_stand_beside_the_clean_line(runs, write_call, bench) -> None:
    figures = measured(runs, write_call(), bench(), NOISY).figures
    assert figures["plain_whisper"]["caller"]["cer"] == pytest.approx(3 / 5)
    assert figures["plain_whisper"]["operator"]["cer"] == pytest.approx(1.0)
    assert (figures["bm25"]["recommended@1"], figures["bm25"]["recommended@5"]) == (0.0, 1.0)
    assert figures["dense"]["recommended@5"] == 0.0
    assert (figures["majority"]["category@1"], figures["majority"]["category@3"]) == (0.0, 1.0)
    assert not {"bm25", "plain_whisper", "majority", "resident_mb"} & figures["noise_5dB"].keys()
    assert (
        not {"bm25", "plain_whisper", "majority"}
        & measured(runs, write_call("two"), bench(baselines=False), out=runs.settings.home / "none").figures.keys()
    )


def test_every_figure_that_can_be_had_is_there(runs, write_call, bench) -> None:
    result = measured(runs, write_call(), bench())
    names = [measure.name for measure in call_measures([""], False, ["plain_whisper", "bm25", "dense", "majority"])]
    assert list(result.values) == names
    empty = {name for name, value in result.values.items() if value is None}
    unasked = {"numbers", "names", "places"}  # nobody says any
    assert empty == {
        "recommendation unneeded",  # every turn of the caller wants an answer
        "answer unneeded",
        *(f"field {name} f1" for name in ("caller_phone", "request_type", "parties", "urgency", "confidential")),
        *(f"overlap {name}" for name in ("description", "parties", "time")),
        *(f"{group} {kind}" for group in ("important", "important_by_sound") for kind in unasked),
        "field time f1",
    } & set(names)


def test_played_at_the_speed_it_was_spoken_there_are_waits(runs, write_call, bench) -> None:
    figures = measured(runs, write_call(), bench(), fast=False).figures
    for wait in ("first_partial_s", "final_s", "recommendation_s", "draft_s"):
        assert -0.2 < figures[wait]["p50"] <= figures[wait]["p95"] < 1.5
    assert all("final_s" not in name for name in measured(runs, write_call(), bench(), options={"fast": 1}).values)


def test_fast_gives_the_same_every_time(runs, write_call, bench) -> None:
    results = [measured(runs, write_call(), bench(), NOISY, options={"time": time}) for time in (1, 2)]
    first, second = ([dict(sample["observed"]) for sample in result.samples] for result in results)
    for observed in (*first, *second):
        observed.pop("resident_mb", None)
    assert first == second
    assert len(first) == 2


def test_figures_of_a_worse_line_stand_under_its_name(runs, write_call, bench) -> None:
    write_call("one")
    result = measured(runs, write_call("two"), bench(), NOISY, CODED)
    assert [(sample["id"], sample["condition"]) for sample in result.samples] == [
        (name, line) for line in ("", "noise_5dB", "codec_alaw") for name in ("one", "two")
    ]
    assert result.figures["n"] == 2
    for line in ("noise_5dB", "codec_alaw"):
        assert result.figures[line]["caller"]["cer"] == 0.2
        assert result.figures[line]["category@3"] == 1.0


def test_each_line_is_carried_from_the_recording(runs, write_call, bench, monkeypatch) -> None:
    carried: list[tuple[str, Path]] = []
    carry = TelephoneLine.carry

    def remember(line: TelephoneLine, source: Path, target: Path) -> None:
        carried.append((line.name, source))
        carry(line, source, target)

    monkeypatch.setattr(TelephoneLine, "carry", remember)
    folder = write_call()
    measured(runs, folder, bench(), NOISY, CODED)
    assert carried == [("noise_5dB", folder / "one.flac"), ("codec_alaw", folder / "one.flac")]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"category": "丁"}, 'there is no category "丁"'),
        ({"department": "市铁路局"}, 'there is no department "市铁路局"'),
        ({"answers": [{"turn": 1, "document": "火星指南"}]}, 'there is no document "火星指南"'),
        ({"answers": [{"turn": 1, "quote": "免费"}]}, "these words stand in no such document"),
    ],
)
def test_what_is_unknown_is_skipped_and_told_or_stops(runs, write_call, bench, wrong, said: str) -> None:
    write_call("bad", **wrong)
    run = runs.begin("calls")
    result = benchmark_calls(read_calls(write_call("good")), [], bench(), run, True)
    assert ([sample["id"] for sample in result.samples], result.figures["n"]) == (["good"], 1)
    assert [skipped.where for skipped in result.skipped] == ["Calls/bad"]
    assert said in result.skipped[0].why
    with pytest.raises(EvalError, match=said):
        measured(runs, write_call("good"), bench(), out=runs.settings.home / "strict", strict=True)


def test_a_recording_that_breaks_is_skipped(runs, write_call, bench) -> None:
    write_call("good")
    (write_call("broken") / "broken.flac").write_bytes(b"fLaC no sound")
    result = measured(runs, write_call("good"), bench(), NOISY)
    assert [sample["id"] for sample in result.samples] == ["good", "good"]
    assert ["broken.flac" in skipped.why for skipped in result.skipped] == [True, True]


def test_what_a_call_had_to_go_on_without_is_counted(runs, write_call, bench) -> None:
    class Deaf:
        llm = None

        def __getattr__(self, name: str) -> object:
            raise RuntimeError(name)

    result = measured(runs, write_call(), bench(advisor=Deaf()))
    assert result.figures["faults"] >= 1
    assert sum(result.samples[0]["degraded"].values()) == result.figures["faults"]
    assert result.figures["recommended@5"] == 0.0


def test_samples_say_what_the_ticket_became_and_what_was_misheard(runs, write_call, bench) -> None:
    sample = measured(runs, write_call(), bench()).samples[0]
    assert json.loads(json.dumps(sample)) == sample
    assert (sample["categories"], sample["departments"]) == (["甲", "乙"], ["市水务局"])
    assert sample["fields"]["caller_name"] == "陈"
    (example,) = sample["examples"]
    assert (example["said"], example["heard"], example["at_s"]) == ("水费怎么交", "水费怎么叫", 0.8)


def test_a_call_that_is_too_long_is_skipped(runs, write_call, bench, monkeypatch) -> None:
    monkeypatch.setattr(call_benchmark, "LONGEST_MINUTES", 0)
    assert measured(runs, write_call(), bench()).skipped[0].why.startswith("one.flac")
