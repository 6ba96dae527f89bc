"""Probabilities of voice, frame by frame, become boundaries."""

import pytest

from asr.utterances.endpointer import FRAME_MS, Boundary, Endpointer, EndpointRules

START, PAUSE, END = Boundary.START, Boundary.PAUSE, Boundary.END
RULES = EndpointRules(start_ms=96, pause_ms=224, end_ms=512, long_ms=1_600, max_ms=3_200)
VOICE, SILENCE = 0.9, 0.1


def boundaries(*runs: tuple[float, int]) -> list[tuple[int, Boundary]]:
    """The frame number and kind of each boundary in runs of (probability, frames)."""
    endpointer = Endpointer(RULES)
    found = (endpointer.step(p) for p, count in runs for _ in range(count))
    return [(frame, boundary) for frame, boundary in enumerate(found, 1) if boundary is not Boundary.NONE]


def test_a_frame_is_32_ms() -> None:
    assert FRAME_MS == 32


def test_an_utterance_starts_pauses_once_and_ends() -> None:
    assert boundaries((SILENCE, 10), (VOICE, 20), (SILENCE, 40)) == [(13, START), (37, PAUSE), (46, END)]


@pytest.mark.parametrize("runs", [[(SILENCE, 200)], [(VOICE, 2), (SILENCE, 1)] * 30, [(0.49, 100)]])
def test_clicks_and_doubtful_sounds_start_nothing(runs: list[tuple[float, int]]) -> None:
    assert boundaries(*runs) == []


def test_between_the_thresholds_speech_goes_on_but_does_not_start() -> None:
    assert boundaries((0.4, 20), (VOICE, 3), (0.4, 40)) == [(23, START)]


def test_each_pause_that_speech_follows_is_told_and_the_clock_starts_again() -> None:
    assert boundaries((VOICE, 5), (SILENCE, 8), (VOICE, 1), (SILENCE, 15), (VOICE, 1), (SILENCE, 16)) == [
        (3, START),
        (12, PAUSE),
        (21, PAUSE),
        (37, PAUSE),
        (46, END),
    ]


def test_short_gaps_are_no_pauses() -> None:
    assert boundaries(*[(VOICE, 6), (SILENCE, 6)] * 4) == [(3, START)]


def test_a_long_utterance_ends_at_its_first_pause() -> None:
    assert boundaries((VOICE, 50), (SILENCE, 20)) == [(3, START), (57, END)]


def test_a_pause_under_way_when_it_gets_long_ends_it() -> None:
    assert boundaries((VOICE, 40), (SILENCE, 20)) == [(3, START), (47, PAUSE), (50, END)]


def test_endless_speech_is_cut_at_the_limit_and_starts_anew() -> None:
    assert boundaries((VOICE, 210)) == [(3, START), (100, END), (103, START), (200, END), (203, START)]


def test_two_utterances_do_not_share_their_clocks() -> None:
    one = [(VOICE, 10), (SILENCE, 20)]

    assert boundaries(*one, *one) == [(3, START), (17, PAUSE), (26, END), (33, START), (47, PAUSE), (56, END)]


def test_silence_is_counted_while_it_lasts() -> None:
    endpointer = Endpointer(RULES)
    for probability in [VOICE] * 5 + [SILENCE] * 3:
        endpointer.step(probability)

    assert endpointer.speaking
    assert endpointer.silent_ms == 96
    endpointer.step(VOICE)
    assert endpointer.silent_ms == 0
