"""Audio in pieces: what a source hands to a recogniser, and a resampler that keeps its state between pieces."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile as sf
import soxr
from numpy.typing import NDArray

from asr.errors import AudioUnreadable
from asr.transcript import Channel

Samples = NDArray[np.float32]

RATE = 16_000
"""What every recogniser hears, in hertz."""

SOURCE_RATES = (4_000, 192_000)
MAX_CHANNELS = 8
_RAW = {".al": "ALAW", ".alaw": "ALAW", ".pcma": "ALAW", ".ul": "ULAW", ".ulaw": "ULAW", ".pcmu": "ULAW"}
_LENGTH_UNKNOWN = 2**63 - 1  # libsndfile's SF_COUNT_MAX


@dataclass(frozen=True, slots=True)
class AudioChunk:
    """Some 20-200 ms of one channel: `samples` mono float32 in -1..1, `rate` in hertz."""

    channel: Channel
    rate: int
    samples: Samples


class Resampler:
    """Resamples one channel to RATE piece by piece, as if it had come in one piece (soxr, high quality)."""

    def __init__(self, rate: int) -> None:
        if not SOURCE_RATES[0] <= rate <= SOURCE_RATES[1]:
            raise AudioUnreadable("A sample rate of {rate} Hz cannot be used: send 8 or 16 kHz audio.", rate=rate)
        self.rate = rate
        self._stream = None if rate == RATE else soxr.ResampleStream(rate, RATE, 1, dtype="float32")

    def feed(self, samples: Samples, last: bool = False) -> Samples:
        """The next samples at RATE; some lag inside until `last`."""
        if self._stream is None:
            return samples
        out: Samples = self._stream.resample_chunk(samples, last=last)
        return out


class Recording:
    """An audio file read in blocks, so that a 2-hour one costs no more memory than a short one."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = _open(path)
        self.rate: int = self._file.samplerate
        self.channels: int = self._file.channels
        self.seconds: float = self._file.frames / self.rate
        if self.channels > MAX_CHANNELS or not SOURCE_RATES[0] <= self.rate <= SOURCE_RATES[1]:
            self._file.close()
            raise AudioUnreadable(
                "{name} has {channels} channels at {rate} Hz: give one or two at 8 to 48 kHz.",
                name=path.name,
                channels=self.channels,
                rate=self.rate,
            )

    def blocks(self, seconds: float) -> Iterator[Samples]:
        """Pieces of `seconds` as float32 [samples, channels]; raises AudioUnreadable where the file breaks."""
        try:
            with self._file:
                size = max(1, int(seconds * self.rate))
                # SoundFile.blocks() repeats its last block where a file is shorter than its header says
                while len(block := self._file.read(size, dtype="float32", always_2d=True)):
                    yield np.nan_to_num(block, copy=False).clip(-1.0, 1.0)
        except sf.LibsndfileError as exc:
            raise AudioUnreadable("{name} is broken part-way: export it again.", name=self.path.name) from exc


def read_audio(path: Path) -> tuple[Samples, int]:
    """A whole short file as float32 [samples, channels] and its rate in hertz."""
    recording = Recording(path)
    return np.concatenate(list(recording.blocks(10.0))), recording.rate


def _open(path: Path) -> sf.SoundFile:
    """The file opened for reading, or AudioUnreadable saying what to do."""
    if not path.is_file():
        raise AudioUnreadable("There is no file {name}: choose one that exists.", name=path.name)
    if path.stat().st_size == 0:
        raise AudioUnreadable("{name} is empty: export the recording again.", name=path.name)
    raw = _RAW.get(path.suffix.lower())
    try:
        file = sf.SoundFile(path, samplerate=8000, channels=1, format="RAW", subtype=raw) if raw else sf.SoundFile(path)
    except (sf.LibsndfileError, TypeError) as exc:
        raise AudioUnreadable(
            "{name} is broken or of an unknown codec: give WAV, FLAC, MP3, Opus/OGG or raw G.711 (.alaw, .ulaw).",
            name=path.name,
        ) from exc
    if file.frames == 0:
        file.close()
        raise AudioUnreadable("{name} holds no sound: export the recording again.", name=path.name)
    if file.frames == _LENGTH_UNKNOWN:
        file.close()
        raise AudioUnreadable(
            "{name} does not say how long it is: save it to a file, not through a pipe.", name=path.name
        )
    return file
