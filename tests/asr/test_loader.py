"""The recogniser for what is there; what is missing is named with the command that brings it."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from asr.errors import EngineUnavailable
from asr.loader import VOSK, WHISPER, load_recognizer


@pytest.mark.parametrize(("engine", "model"), [("vosk", VOSK), ("whisper", WHISPER), ("auto", WHISPER)])
def test_a_missing_model_is_named_with_its_command(tmp_path: Path, engine: str, model: str) -> None:
    with pytest.raises(EngineUnavailable, match=f"The model {model} is missing: run `calldesk models pull {model}`"):
        load_recognizer(engine, tmp_path, 1)


@pytest.mark.parametrize(
    ("engine", "model", "adapter", "package"),
    [
        ("vosk", VOSK, "asr.engines.vosk_recognizer", "vosk"),
        ("auto", VOSK, "asr.engines.vosk_recognizer", "vosk"),
        ("whisper", WHISPER, "asr.engines.whisper_recognizer", "faster-whisper"),
        ("auto", WHISPER, "asr.engines.whisper_recognizer", "faster-whisper"),
    ],
)
def test_a_missing_package_is_named_with_its_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, engine: str, model: str, adapter: str, package: str
) -> None:
    (tmp_path / model).mkdir()
    monkeypatch.delitem(sys.modules, adapter, raising=False)
    monkeypatch.setitem(sys.modules, package.replace("-", "_"), None)

    with pytest.raises(EngineUnavailable, match=f"run `pip install {package}`"):
        load_recognizer(engine, tmp_path, 1)


@pytest.mark.parametrize(("engine", "model"), [("whisper", WHISPER), ("vosk", VOSK)])
def test_a_broken_model_says_to_pull_it_again(
    tmp_path: Path, engine: str, model: str, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / model).mkdir()

    with pytest.raises(EngineUnavailable, match=f"model in {model} cannot be loaded"):
        load_recognizer(engine, tmp_path, 1)
    capfd.readouterr()


def test_scripted_needs_no_model(tmp_path: Path) -> None:
    assert load_recognizer("scripted", tmp_path, 1).name == "scripted"


@pytest.mark.models
def test_auto_takes_whisper_where_no_chinese_vosk_model_is(models: Callable[..., Path]) -> None:
    folder = models(WHISPER)
    if (folder / VOSK).is_dir():
        pytest.skip("the Chinese Vosk model is there, which auto prefers")

    assert load_recognizer("auto", folder, 1).name == f"faster-whisper {WHISPER}"


@pytest.mark.models
def test_auto_prefers_the_vosk_model(tmp_path: Path, models: Callable[..., Path]) -> None:
    (tmp_path / VOSK).symlink_to(models("vosk-ko") / "vosk-ko")

    assert load_recognizer("auto", tmp_path, 1).name == f"vosk {VOSK}"
