"""Whether one channel of a call repeats the other: an echo of the line, or a loudspeaker near a microphone."""

from __future__ import annotations

from threading import Lock

import numpy as np
from numpy.typing import NDArray

from asr.audio import Samples
from asr.transcript import CHANNELS, Channel
from asr.utterances.channel_history import HISTORY_RATE, HISTORY_S, ChannelHistory
from asr.utterances.echo_path import EARLIEST, LONGEST, find_path

_FRAME = 256
"""Samples in which energies are compared: 32 ms."""

_SHARPNESS = 7.0
_LATER = 24
"""Samples (3 ms) by which the copy must be later to tell by that alone which channel is the echo."""

_LOUDEST = {True: 10**0.2, False: 10**-0.3}
"""Energy of the copy over the source's at most: as loud, or 2 dB louder, if it is later, else 3 dB weaker."""

_NOTHING = 1e-9
_AUDIBLE = 4.0
_LEAST_FRAMES = 5
_LEFT = 6.0
_OWN = (0.1, 0.4)
"""A frame is the speaker's own if the filter leaves _LEFT times as much of it as of most, or this share, at least."""

_FAINT = 0.05
"""What it leaves does not count below this share of the mean energy: the end of a room's reverberation."""

_OWN_FRAMES = 3
_OWN_SHARE = 0.35


class Echo:
    """Both channels of one call; safe to be heard and asked by several threads. Holds 4 MB, however long the call.

    A stretch is an echo if a short filter makes it from the other channel, 0 to 500 ms earlier there and louder.
    What that filter cannot make of it is somebody's own sound: where there is a tenth of a second of that, it is none.
    """

    def __init__(self) -> None:
        self._channels = {channel: ChannelHistory() for channel in CHANNELS}
        self._lock = Lock()

    def join(self, channel: Channel, start_ms: int) -> None:
        """The channel's next samples begin at `start_ms` of the call; a channel that begins with it need not join."""
        with self._lock:
            self._channels[channel].join(start_ms)

    def hear(self, channel: Channel, samples: Samples) -> None:
        """The next mono samples of a channel at 16 kHz."""
        with self._lock:
            self._channels[channel].hear(samples)

    def repeats(self, channel: Channel, start_ms: int, end_ms: int) -> bool:
        """Whether that stretch of the channel is the other one heard again, and nothing else.

        False for what is over HISTORY_S seconds old, or shorter than 160 ms. Sound that has not been heard yet counts
        as silence: ask when the other channel, too, has been heard up to `end_ms`.
        """
        other: Channel = "operator" if channel == "caller" else "caller"
        first, last = (ms * HISTORY_RATE // 1000 for ms in (start_ms, end_ms))
        with self._lock:
            mine, theirs = self._channels[channel], self._channels[other]
            last = min(last, mine.end)
            if first < mine.start or last - first < _LEAST_FRAMES * _FRAME:
                return False
            copy, source = mine.between(first - 1, last), theirs.between(first - 1 - LONGEST, last + EARLIEST)
            floor = _floor(mine.between(max(mine.start, last - HISTORY_S * HISTORY_RATE), last))
        return _is_echo(np.diff(copy), np.diff(source), floor)


def _is_echo(copy: Samples, source: Samples, floor: float) -> bool:
    if not source.any():
        return False
    path = find_path(copy, source)
    sound, own = _energies(copy), _energies(copy - path.made)
    audible = _AUDIBLE * min(floor, float(np.percentile(own, 20)) + _NOTHING)
    heard = sound > audible
    if path.sharpness < _SHARPNESS or heard.sum() < _LEAST_FRAMES:
        return False
    made, original = _energies(path.made)[heard].sum(), _energies(path.source)[heard].sum()
    if made > _LOUDEST[path.delay >= _LATER] * original:
        return False
    share = own / (sound + _NOTHING)
    loud = own > max(audible, _FAINT * float(sound[heard].mean()))
    unmade = heard & loud & (share > np.clip(_LEFT * np.median(share[heard]), *_OWN))
    return bool(unmade.sum() <= _OWN_SHARE * heard.sum() and _longest(unmade) < _OWN_FRAMES)


def _energies(sound: Samples) -> NDArray[np.floating]:
    """The energy of each frame."""
    energies: NDArray[np.floating] = (sound[: len(sound) // _FRAME * _FRAME].reshape(-1, _FRAME) ** 2).sum(axis=1)
    return energies


def _floor(sound: Samples) -> float:
    """The energy of a frame in which the channel has nothing but noise."""
    return float(np.percentile(_energies(np.diff(sound)), 10)) + _NOTHING


def _longest(marks: NDArray[np.bool_]) -> int:
    """The longest run of marks."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], marks, [False]]).astype(np.int8)))
    return int((edges[1::2] - edges[::2]).max(initial=0))
