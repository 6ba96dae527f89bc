"""Half a minute of one channel, found again by the call's clock."""

import numpy as np
import pytest

from asr.utterances.channel_history import HISTORY_RATE, HISTORY_S, ChannelHistory

SECOND = 16_000


def tone(hertz: float, seconds: float) -> np.ndarray:
    return np.sin(2 * np.pi * hertz * np.arange(int(seconds * SECOND)) / SECOND).astype(np.float32)


def pitch(sound: np.ndarray) -> float:
    return float(np.abs(np.fft.rfft(sound)).argmax() * HISTORY_RATE / len(sound))


def filled(seconds: int) -> ChannelHistory:
    """Each second has a tone of its own: 300 Hz, 310 Hz, 320 Hz and so on."""
    history = ChannelHistory()
    for second in range(seconds):
        for piece in np.split(tone(300 + 10 * second, 1), 50):
            history.hear(piece)
    return history


@pytest.mark.parametrize("seconds", [5, 40, 200])
def test_a_second_is_found_where_it_was(seconds: int) -> None:
    history = filled(seconds)
    for second in range(max(0, seconds - HISTORY_S + 1), seconds - 1):
        heard = history.between(second * HISTORY_RATE, (second + 1) * HISTORY_RATE)
        assert pitch(heard) == pytest.approx(300 + 10 * second, abs=2)


def test_only_half_a_minute_is_kept_however_long_the_call() -> None:
    history = filled(200)
    assert history.end - history.start == HISTORY_S * HISTORY_RATE
    assert history.end == pytest.approx(200 * HISTORY_RATE, abs=500)
    assert not history.between(0, HISTORY_RATE).any()


def test_what_was_not_heard_is_silence() -> None:
    history = filled(3)
    assert not history.between(-HISTORY_RATE, 0).any()
    late = history.between(2 * HISTORY_RATE, 4 * HISTORY_RATE)
    assert late[: HISTORY_RATE // 2].any() and not late[HISTORY_RATE:].any()


def test_a_channel_that_joins_late_starts_there_and_a_gap_is_silence() -> None:
    history = ChannelHistory()
    history.join(10_000)
    history.hear(tone(500, 1))
    history.join(13_000)
    history.hear(tone(900, 1))
    assert history.end == pytest.approx(14 * HISTORY_RATE, abs=500)  # the resampler holds some back
    assert pitch(history.between(10 * HISTORY_RATE, 11 * HISTORY_RATE)) == pytest.approx(500, abs=2)
    assert not history.between(11 * HISTORY_RATE + 100, 13 * HISTORY_RATE - 100).any()
    assert pitch(history.between(13 * HISTORY_RATE, 14 * HISTORY_RATE)) == pytest.approx(900, abs=2)


@pytest.mark.parametrize("start_ms", [500, 100_000])
def test_a_clock_that_goes_back_or_far_ahead_starts_anew(start_ms: int) -> None:
    history = filled(3)
    history.join(start_ms)
    history.hear(tone(700, 1))
    first = start_ms * HISTORY_RATE // 1000
    assert history.start == first
    assert pitch(history.between(first, first + HISTORY_RATE)) == pytest.approx(700, abs=2)


def test_a_piece_longer_than_what_is_kept_leaves_its_end() -> None:
    history = ChannelHistory()
    history.hear(np.concatenate([tone(400, 40), tone(800, 30)]))
    assert pitch(history.between(history.end - HISTORY_RATE, history.end)) == pytest.approx(800, abs=2)
    assert history.end == pytest.approx(70 * HISTORY_RATE, abs=500)
