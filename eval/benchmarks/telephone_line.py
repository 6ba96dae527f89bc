"""A worse telephone line: noise, a codec, lost packets, the same at every run."""

from __future__ import annotations

import io
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
import soundfile as sf
import soxr

from asr.audio import Samples, read_audio

Codec = Literal["alaw", "ulaw", "gsm"]
CODECS: dict[Codec, tuple[str, str]] = {"alaw": ("WAV", "ALAW"), "ulaw": ("WAV", "ULAW"), "gsm": ("WAV", "GSM610")}
"""As libsndfile calls them: G.711 A-law and µ-law, GSM full rate, each at 8 kHz."""

CODEC_RATE = 8000
PACKET_S = 0.02
"""What a packet of RTP usually holds (RFC 3551, 4.2)."""

_SPEECH_DB = -35.0
"""Frames quieter than the loudest by more than this are pauses and count neither as speech nor for the level."""


@dataclass(frozen=True, slots=True)
class TelephoneLine:
    """What happens to a recording on its way; None and 0 are nothing at all.

    `noise_db` is the ratio of speech to pink noise, `loss` the share of packets that do not arrive (silence in their
    place), 0..1.
    """

    noise_db: float | None = None
    codec: Codec | None = None
    loss: float = 0.0

    @property
    def name(self) -> str:
        """What figures under this condition are called: "noise_10dB", "codec_alaw", "loss_5%"; "" for a clean line."""
        parts = [f"noise_{self.noise_db:g}dB"] if self.noise_db is not None else []
        parts += [f"codec_{self.codec}"] if self.codec else []
        parts += [f"loss_{self.loss * 100:g}%"] if self.loss else []
        return "+".join(parts)

    def carry(self, source: Path, target: Path) -> None:
        """Writes what arrives of `source` to `target` (FLAC); raises AudioUnreadable."""
        samples, rate = read_audio(source)
        chance = np.random.default_rng(zlib.crc32(f"{source.name} {self.name}".encode()))
        if self.noise_db is not None:
            samples = np.stack([_noisy(each, rate, self.noise_db, chance) for each in samples.T], axis=1)
        if self.codec:
            samples, rate = _coded(samples, rate, self.codec)
        if self.loss:
            samples = np.stack([_lossy(each, rate, self.loss, chance) for each in samples.T], axis=1)
        sf.write(target, samples.clip(-1, 1), rate, format="FLAC")


def _noisy(samples: Samples, rate: int, ratio_db: float, chance: np.random.Generator) -> Samples:
    """Pink noise (power falling with frequency), scaled to the power of the frames that hold speech."""
    frame = max(1, int(rate * PACKET_S))
    power = (samples[: len(samples) // frame * frame].reshape(-1, frame) ** 2).mean(axis=1)
    if not power.any():
        return samples
    speech = power[power > power.max() * 10 ** (_SPEECH_DB / 10)].mean()
    frequencies = np.fft.rfftfreq(len(samples), 1 / rate)
    spectrum = np.fft.rfft(chance.standard_normal(len(samples)))
    noise = np.fft.irfft(spectrum / np.sqrt(np.maximum(frequencies, 50.0)), len(samples))
    noise *= np.sqrt(speech / 10 ** (ratio_db / 10) / (noise**2).mean())
    return (samples + noise).astype(np.float32)


def _coded(samples: Samples, rate: int, codec: Codec) -> tuple[Samples, int]:
    """Each channel through the codec and back."""
    container, subtype = CODECS[codec]
    channels = []
    for channel in samples.T:
        at_rate = soxr.resample(channel, rate, CODEC_RATE)
        coded = io.BytesIO()
        sf.write(coded, at_rate.clip(-1, 1), CODEC_RATE, format=container, subtype=subtype)
        coded.seek(0)
        back, _ = sf.read(coded, dtype="float32")
        channels.append(np.pad(back, (0, max(0, len(at_rate) - len(back))))[: len(at_rate)])
    return np.stack(channels, axis=1), CODEC_RATE


def _lossy(samples: Samples, rate: int, loss: float, chance: np.random.Generator) -> Samples:
    """Independent losses of whole packets."""
    packet = int(rate * PACKET_S)
    arrived = chance.random(-(-len(samples) // packet)) >= loss
    return samples * np.repeat(arrived, packet)[: len(samples)].astype(np.float32)
