"""What is told of a channel that repeats the other, and what of one that does not."""

import numpy as np
import pytest

from asr.audio import RATE, Samples
from asr.transcript import Channel, FinalTranscript, PartialTranscript
from asr.utterances.echo_filter import EchoFilter


def final(channel: Channel, start_ms: int, end_ms: int, utterance: int = 0, text: str = "公积金") -> FinalTranscript:
    return FinalTranscript(channel, utterance, text, start_ms, end_ms)


def partial(channel: Channel, start_ms: int, end_ms: int, utterance: int = 0) -> PartialTranscript:
    return PartialTranscript(channel, utterance, "公积", 0, start_ms, end_ms)


@pytest.fixture
def speech() -> Samples:
    """Two seconds of bursts of noise, each of another colour, after half a second of nothing."""
    rng = np.random.default_rng(7)
    bursts = [np.convolve(rng.standard_normal(3_200), rng.standard_normal(9), "same") for _ in range(10)]
    sound = np.concatenate([np.zeros(RATE // 2), *bursts, np.zeros(RATE)])
    return (0.05 * sound).astype(np.float32)


def heard(caller: Samples, operator: Samples) -> EchoFilter:
    echo = EchoFilter()
    for at in range(0, len(caller), 1_600):
        echo.hear("caller", caller[at : at + 1_600])
        echo.hear("operator", operator[at : at + 1_600])
    return echo


def test_a_repeated_channel_is_not_told_and_the_one_it_repeats_is(speech: Samples) -> None:
    noise = 0.0005 * np.random.default_rng(1).standard_normal(len(speech)).astype(np.float32)
    echo = heard(speech, 0.2 * np.roll(speech, 1_600) + noise)
    assert echo.passed(partial("operator", 600, 1_600)) is None
    assert echo.passed(final("operator", 600, 2_600)) is None
    assert echo.passed(final("caller", 500, 2_500)) == final("caller", 500, 2_500)


def test_a_partial_that_was_shown_is_taken_back(speech: Samples) -> None:
    echo = heard(speech, 0.2 * np.roll(speech, 1_600))
    assert echo.passed(partial("operator", 0, 100)) is not None, "too short to tell"
    assert echo.passed(final("operator", 600, 2_600)) == final("operator", 600, 2_600, text="")
    assert echo.passed(final("operator", 600, 2_600, utterance=1)) is None


def test_people_who_speak_for_themselves_are_told(speech: Samples) -> None:
    echo = heard(speech, speech[::-1].copy())
    for channel in ("caller", "operator"):
        assert echo.passed(final(channel, 600, 2_600)) is not None  # type: ignore[arg-type]


def test_a_final_that_takes_a_partial_back_is_told_as_it_is(speech: Samples) -> None:
    echo = heard(speech, 0.2 * np.roll(speech, 1_600))
    assert echo.passed(final("operator", 600, 2_600, text="")) == final("operator", 600, 2_600, text="")
