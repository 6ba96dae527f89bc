"""What is counted as lost of calls that were played together."""

from dataclasses import replace

from eval.benchmarks.load_sample import CallLoad, LoadSample

CALL = CallLoad("a", 3, (0.5,), 1, 0, (), ends=(1.0, 4.0, 8.0), played_s=10.0)
DEAF = replace(CALL, ends=(1.0, 8.0))


def load(*calls: CallLoad) -> LoadSample:
    return LoadSample(len(calls), "scripted", 1.0, 0.5, 100.0, calls, ())


def lost(sample: LoadSample, *others: LoadSample) -> list[int]:
    return [call.lost for call in sample.compared(others).calls]


def test_a_call_misses_what_another_of_the_same_recording_had() -> None:
    assert lost(load(CALL, DEAF, replace(CALL, ends=()))) == [0, 1, 3]
    assert lost(load(CALL, replace(DEAF, recording="b"))) == [0, 0]
    last = replace(CALL, ends=(1.0, 4.0, 9.9))
    assert lost(load(last, replace(last, ends=(1.0, 4.0)))) == [0, 1]


def test_a_final_is_missed_that_came_at_fewer_calls_but_not_one_that_came_at_more() -> None:
    assert lost(load(DEAF, DEAF), load(CALL)) == [1, 1]
    assert lost(load(DEAF), load(CALL, CALL)) == [0]


def test_calls_that_played_for_different_times_are_compared_over_the_time_that_both_played() -> None:
    short = replace(CALL, ends=(1.0, 5.0), played_s=5.0)
    assert lost(load(CALL, short)) == [0, 1]
    assert lost(load(CALL, replace(short, played_s=4.9))) == [0, 0]


def test_a_refused_call_loses_nothing() -> None:
    assert lost(load(CALL, replace(CALL, ends=(), refused=True))) == [0, 0]


def test_errors_losses_and_a_lack_of_finals_do_not_hold() -> None:
    assert load(replace(CALL, delays_s=(1.0,))).holds(1.0)
    assert not load(replace(CALL, delays_s=(1.1,))).holds(1.0)
    assert not load(replace(CALL, delays_s=())).holds(1.0)
    assert not load(replace(CALL, errors=("broken",))).holds(1.0)
    assert not load(CALL, replace(CALL, refused=True)).holds(1.0)
    assert load(CALL, DEAF).holds(1.0)
    assert not load(CALL, DEAF).compared().holds(1.0)
