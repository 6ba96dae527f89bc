"""The one place that imports engines: picks a recogniser for what is installed and what models are there."""

from __future__ import annotations

from pathlib import Path

from asr.errors import EngineUnavailable
from asr.recognizer import Recognizer

VOSK = "vosk-small-cn"
WHISPER = "whisper-base"


def load_recognizer(engine: str, models: Path, threads: int) -> Recognizer:
    """The recogniser that `engine` ("auto", "vosk", "whisper", "scripted") means here.

    "auto" takes Vosk's Chinese model for its live partials where it is, else Whisper. Raises EngineUnavailable
    naming the model to pull or the package to install.
    """
    if engine == "scripted":
        from asr.engines.scripted_recognizer import ScriptedRecognizer

        return ScriptedRecognizer({})
    if engine == "vosk" or (engine == "auto" and (models / VOSK).is_dir()):
        return _vosk(models / VOSK)
    return _whisper(models / WHISPER, threads)


def _vosk(model: Path) -> Recognizer:
    _require(model)
    try:
        from asr.engines.vosk_recognizer import VoskRecognizer
    except ImportError as exc:
        raise EngineUnavailable("Vosk is missing: run `pip install vosk`.") from exc
    return VoskRecognizer(model)


def _whisper(model: Path, threads: int) -> Recognizer:
    _require(model)
    try:
        from asr.engines.whisper_recognizer import WhisperRecognizer
    except ImportError as exc:
        raise EngineUnavailable("faster-whisper is missing: run `pip install faster-whisper`.") from exc
    return WhisperRecognizer(model, threads)


def _require(model: Path) -> None:
    if not model.is_dir():
        raise EngineUnavailable(f"The model {model.name} is missing: run `calldesk models pull {model.name}`.")
