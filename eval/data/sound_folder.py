"""Recordings in which nobody speaks: an office's own hold music, its ringing, its background."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from asr.audio import Samples, read_audio
from asr.errors import AsrError
from eval.errors import EvalError

_GROUP = "recordings"


@dataclass(frozen=True, slots=True)
class RecordedSound:
    """A file of a folder; its channels are mixed. `rate` in hertz."""

    path: Path
    rate: int
    group: str = _GROUP
    voices: bool = False

    @property
    def name(self) -> str:
        """The file's name."""
        return self.path.name

    def samples(self) -> Samples:
        """The whole recording."""
        mixed: Samples = read_audio(self.path)[0].mean(axis=1)
        return mixed


def read_sound_folder(folder: Path) -> list[RecordedSound]:
    """Every file of the folder, by name; raises EvalError where one is no audio or there is none."""
    files = sorted(path for path in folder.iterdir() if path.is_file())
    if not files:
        raise EvalError("{folder} holds no recordings: choose a folder of audio files.", folder=folder)
    try:
        return [RecordedSound(path, read_audio(path)[1]) for path in files]
    except AsrError as exc:
        raise EvalError(exc.said) from exc
