"""Delay, level and filter of a path that is known."""

import numpy as np
import pytest

from asr.utterances.echo_path import EARLIEST, LONGEST, find_path


def noise(count: int, seed: int) -> np.ndarray:
    return np.random.default_rng(seed).standard_normal(count).astype(np.float32)


def passed(source: np.ndarray, delay: int, response: np.ndarray, count: int) -> np.ndarray:
    """What comes out `delay` samples later of a way with that impulse response."""
    whole = np.convolve(source, response)
    return whole[LONGEST - delay :][:count].astype(np.float32)


@pytest.mark.parametrize("delay", [-300, -1, 0, 7, 960, 4000, LONGEST - 30])
@pytest.mark.parametrize("count", [1600, 9000, 60_000])
def test_the_delay_is_found_and_the_copy_made_again(delay: int, count: int) -> None:
    source = noise(LONGEST + count + EARLIEST, 1)
    copy = passed(source, delay, np.array([0.3, 0.1, -0.05]), count)
    path = find_path(copy, source)
    assert path.delay == delay
    assert path.sharpness > 20
    assert ((copy - path.made) ** 2).sum() < 0.02 * (copy**2).sum()


def test_what_is_added_stays_over() -> None:
    count = 40_000
    source, own = noise(LONGEST + count + EARLIEST, 1), noise(count, 2)
    own[:20_000] = 0
    path = find_path(passed(source, 500, np.array([0.5]), count) + own, source)
    left = passed(source, 500, np.array([0.5]), count) + own - path.made
    assert (left[:20_000] ** 2).mean() < 0.05
    assert (left[20_000:] ** 2).mean() == pytest.approx(1.0, abs=0.1)


def test_sounds_that_have_nothing_in_common_have_no_sharp_peak() -> None:
    path = find_path(noise(20_000, 1), noise(LONGEST + 20_000 + EARLIEST, 2))
    assert path.sharpness < 6


def test_the_source_is_given_as_late_as_the_copy() -> None:
    source = noise(LONGEST + 8000 + EARLIEST, 1)
    path = find_path(passed(source, 800, np.array([0.5]), 8000), source)
    assert len(path.source) == len(path.made) == 8000


def test_silence_makes_nothing() -> None:
    path = find_path(np.zeros(4000, np.float32), noise(LONGEST + 4000 + EARLIEST, 1))
    assert not path.made.any()
