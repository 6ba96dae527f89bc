from itertools import islice

import numpy as np
import pytest

from asr.protocols.stream_track import StreamTrack


@pytest.fixture
def track() -> StreamTrack:
    return StreamTrack("caller", 8000)


def laid(track: StreamTrack, value: float, at_ms: int | None) -> list[tuple[float, int]]:
    """20 ms of a value: what becomes of it, as value and length of each piece."""
    pieces = track.lay(np.full(160, value, np.float32), at_ms)
    return [(float(piece.samples[0]), len(piece.samples)) for piece in pieces]


def test_pieces_follow_one_another(track: StreamTrack) -> None:
    assert laid(track, 1, 0) + laid(track, 2, 20) + laid(track, 3, None) == [(1, 160), (2, 160), (3, 160)]


def test_what_was_lost_is_silence(track: StreamTrack) -> None:
    laid(track, 1, 0)
    assert laid(track, 2, 100) == [(0, 640), (2, 160)]
    assert laid(track, 3, 120) == [(3, 160)]


def test_a_timestamp_that_is_a_little_off_changes_nothing(track: StreamTrack) -> None:
    assert laid(track, 1, 5) + laid(track, 2, 31) + laid(track, 3, 33) == [(1, 160), (2, 160), (3, 160)]


def test_small_losses_add_up_and_are_made_good(track: StreamTrack) -> None:
    """Each is within the slack, so that the channel's time is never further off than that."""
    assert laid(track, 1, 0) + laid(track, 2, 40) == [(1, 160), (2, 160)]
    assert laid(track, 3, 80) == [(0, 320), (3, 160)]


def test_what_was_laid_already_is_dropped(track: StreamTrack) -> None:
    laid(track, 1, 100)
    assert laid(track, 2, 0) == []
    assert laid(track, 3, 120) == [(3, 160)]


def test_what_reaches_beyond_its_time_is_cut(track: StreamTrack) -> None:
    list(track.lay(np.ones(800, np.float32), 0))
    assert laid(track, 2, 90) == [(2, 160)]
    assert [len(piece.samples) for piece in track.lay(np.ones(800, np.float32), 60)] == [800 - 480]


def test_a_lying_timestamp_costs_nothing_until_it_is_taken(track: StreamTrack) -> None:
    pieces = islice(track.lay(np.ones(160, np.float32), 86_400_000), 3)
    assert [len(piece.samples) for piece in pieces] == [8000, 8000, 8000]
