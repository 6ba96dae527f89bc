"""Audio in which nobody says anything: many kinds of sound as a telephone delivers them, the same at every run."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import soundfile as sf

from asr.audio import Samples
from eval.sounds import music, noise, room, tones
from eval.sounds.babble import babble
from eval.sounds.noise import SOUND_RATE, Chance

CLIP_S = 30
BAND_HZ = (300.0, 3400.0)
LEVELS_DB = (-30.0, -18.0, -45.0, -9.0, 3.0)
"""Root mean square of the loudest tenth of a clip, against full scale: faint to clipped throughout."""

Maker = Callable[[Chance, int], Samples]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of sound; `voices` where it is made of people's voices, so that words heard in it are not all made up."""

    name: str
    make: Maker
    voices: bool = False


KINDS = (
    *(Kind("silence", noise.silence), Kind("ring_back", tones.ring_back), Kind("music_box", music.music_box)),
    *(Kind("white", noise.white), Kind("typing", room.typing), Kind("strings", music.strings)),
    *(Kind("busy", tones.busy), Kind("breath", room.breath), Kind("organ", music.organ)),
    *(Kind("pink", noise.pink), Kind("keys", tones.keys), Kind("winds", music.winds)),
    *(Kind("traffic", room.traffic), Kind("beeps", tones.beeps), Kind("band", music.band)),
    *(Kind("hum", noise.hum), Kind("crying", room.crying), Kind("zither", music.zither)),
    *(Kind("brown", noise.brown), Kind("fax", tones.fax), Kind("drums", music.drums)),
    *(Kind("poor_line", noise.poor_line), Kind("knocks", room.knocks), Kind("dial_tone", tones.dial_tone)),
    *(Kind("wind", room.wind), Kind("barking", room.barking), Kind("coughing", room.coughing)),
    *(
        Kind("howl", tones.howl),
        Kind("choir", music.choir),
        Kind("humming", music.humming),
        Kind("babble", babble, voices=True),
    ),
)


@dataclass(frozen=True, slots=True)
class QuietClip:
    """CLIP_S seconds of one kind; `number` counts the clips of that kind and decides chance."""

    kind: Kind
    number: int
    level_db: float

    @property
    def name(self) -> str:
        """Which one it is: "organ 3, -18 dB"."""
        return f"{self.kind.name} {self.number}, {self.level_db:g} dB"

    @property
    def group(self) -> str:
        """The kind's name."""
        return self.kind.name

    @property
    def voices(self) -> bool:
        """As its kind."""
        return self.kind.voices

    @property
    def rate(self) -> int:
        """Hertz."""
        return SOUND_RATE

    def samples(self) -> Samples:
        """Mono at SOUND_RATE: through the band of a telephone, at its level, clipped, in G.711 A-law."""
        chance = np.random.default_rng(zlib.crc32(f"{self.kind.name} {self.number}".encode()))
        return _coded(_leveled(_banded(self.kind.make(chance, CLIP_S * SOUND_RATE)), self.level_db))


def quiet_clips(minutes: float) -> list[QuietClip]:
    """So many minutes, and those made of voices besides, of which there are as many as of any other kind.

    At least one clip of each kind; levels go round, beginning elsewhere for each kind.
    """
    voiceless = [kind for kind in KINDS if not kind.voices]
    count = max(len(voiceless), round(minutes * 60 / CLIP_S))
    rounds = -(-count // len(voiceless))
    placed = [(KINDS.index(voiceless[place % len(voiceless)]), place // len(voiceless)) for place in range(count)]
    placed += [(place, number) for place, kind in enumerate(KINDS) if kind.voices for number in range(rounds)]
    return [QuietClip(KINDS[at], number, LEVELS_DB[(at + number) % len(LEVELS_DB)]) for at, number in placed]


def _banded(sound: Samples) -> Samples:
    frequencies = np.fft.rfftfreq(len(sound), 1 / SOUND_RATE)
    low, high = BAND_HZ
    slopes = np.clip(np.minimum(frequencies / low, (SOUND_RATE / 2 - frequencies) / (SOUND_RATE / 2 - high)), 0, 1)
    banded: Samples = np.fft.irfft(np.fft.rfft(sound) * slopes**2, len(sound)).astype(np.float32)
    return banded


def _leveled(sound: Samples, level_db: float) -> Samples:
    frames = (sound[: len(sound) // 400 * 400].reshape(-1, 400) ** 2).mean(axis=1)
    loud = np.sort(frames)[-len(frames) // 10 :].mean()
    return (sound * np.sqrt(10 ** (level_db / 10) / loud)).clip(-1, 1) if loud else sound


def _coded(sound: Samples) -> Samples:
    coded = io.BytesIO()
    sf.write(coded, sound, SOUND_RATE, format="WAV", subtype="ALAW")
    coded.seek(0)
    back: Samples = sf.read(coded, dtype="float32")[0]
    return back
