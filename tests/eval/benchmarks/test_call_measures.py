from eval.benchmarks.call_measures import WAITS, call_measures


def test_every_line_has_every_figure_and_the_clean_one_its_memory_and_baselines() -> None:
    measures = call_measures(["", "noise_5dB"], True, ["plain_whisper", "bm25", "majority"])
    names = [measure.name for measure in measures]
    assert len(set(names)) == len(names)
    clean = [name for name in names if not name.startswith("noise_5dB ")]
    noisy = [name.removeprefix("noise_5dB ") for name in names if name.startswith("noise_5dB ")]
    more = [name for name in clean if name not in noisy]
    assert [name for name in clean if name in noisy] == noisy
    assert more == [
        "resident_mb",
        *(f"plain_whisper {who} {rate}" for who in ("caller", "operator") for rate in ("cer", "syllable_error_rate")),
        *(f"bm25 recommended@{k}" for k in (1, 3, 5)),
        *(f"majority category@{k}" for k in (1, 3)),
    ]


def test_a_run_that_is_not_timed_has_no_waits() -> None:
    timed, fast = ({measure.name for measure in call_measures([""], timed, [])} for timed in (True, False))
    assert timed - fast == {f"{wait} {p}" for wait in WAITS for p in ("p50", "p95")}


def test_errors_waits_and_what_is_useless_are_better_low() -> None:
    better = {measure.name: measure.better for measure in call_measures([""], True, [])}
    low = ("cer", "syllable_error_rate", "p50", "p95", "faults", "resident_mb", "useless", "unneeded")
    for name, direction in better.items():
        assert direction == ("lower" if name.endswith(low) or name.startswith("important") else "higher")


def test_each_rests_on_the_series_of_its_name() -> None:
    for measure in call_measures(["", "loss_5%"], True, ["dense"]):
        assert measure.name in (measure.series, f"{measure.series} {measure.kind}")
