"""The recogniser of a choice; what cannot be loaded gives way to the next, or names the command that mends it."""

import logging
from collections.abc import Callable
from pathlib import Path

import pytest

from asr.engine_choice import VOSK, WHISPER
from asr.engines.two_pass_recognizer import TwoPassRecognizer
from asr.errors import EngineUnavailable
from asr.loader import Loader, load_recognizer

WHISPER_FILES = ("model.bin", "config.json", "tokenizer.json")
Make = Callable[..., Path]


def written(folder: Path, *files: str) -> Path:
    for file in files:
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_text("{}")
    return folder


@pytest.mark.parametrize(("engine", "model"), [("vosk", VOSK), ("whisper", WHISPER), ("auto", WHISPER)])
def test_a_missing_model_is_named_with_its_command(tmp_path: Path, engine: str, model: str) -> None:
    with pytest.raises(EngineUnavailable, match=f"The model {model} is missing: run `calldesk models pull {model}`"):
        load_recognizer(engine, tmp_path, 1)


@pytest.mark.parametrize(
    ("engine", "model", "files"), [("whisper", WHISPER, WHISPER_FILES), ("vosk", VOSK, ("am/final.mdl",))]
)
def test_a_broken_model_says_to_pull_it_again(
    tmp_path: Path, engine: str, model: str, files: tuple[str, ...], capfd: pytest.CaptureFixture[str]
) -> None:
    written(tmp_path / model, *files)

    with pytest.raises(EngineUnavailable, match=f"model in {model} cannot be loaded"):
        load_recognizer(engine, tmp_path, 1)
    capfd.readouterr()


def test_scripted_needs_no_model(tmp_path: Path) -> None:
    assert load_recognizer("scripted", tmp_path, 1).name == "scripted"


@pytest.mark.parametrize("kind", ["transducer", "paraformer", "sense_voice"])
def test_a_model_of_sherpa_is_loaded_by_what_it_is(tmp_path: Path, sherpa_model: Make, kind: str) -> None:
    sherpa_model(tmp_path / "sherpa-zh", kind)

    assert load_recognizer("auto", tmp_path, 1).name == "sherpa sherpa-zh"


def test_two_models_of_sherpa_are_two_passes(tmp_path: Path, sherpa_model: Make) -> None:
    sherpa_model(tmp_path / "sherpa-live", "transducer")
    sherpa_model(tmp_path / "sherpa-whole", "sense_voice")

    both = load_recognizer("auto", tmp_path, 1)

    assert both.name == "sherpa sherpa-live + sherpa sherpa-whole"
    assert load_recognizer("two-pass", tmp_path, 1).name == both.name


def test_engines_that_share_a_model_share_its_memory(tmp_path: Path, sherpa_model: Make) -> None:
    sherpa_model(tmp_path / "sherpa-live", "transducer")
    sherpa_model(tmp_path / "sherpa-whole", "sense_voice")
    loader = Loader(tmp_path, 1)

    both, whole = loader.load("two-pass"), loader.load("sherpa:sherpa-whole")

    assert loader.load("sherpa:sherpa-whole") is whole
    assert isinstance(both, TwoPassRecognizer)
    assert both._reader is whole
    assert loader.loaded == {"sherpa:sherpa-live", "sherpa:sherpa-whole"}


def test_auto_goes_on_to_what_can_be_loaded_and_says_so(
    tmp_path: Path, sherpa_model: Make, caplog: pytest.LogCaptureFixture
) -> None:
    broken = sherpa_model(tmp_path / "sherpa-broken", "transducer")
    (broken / "tokens.txt").write_text("one two three\n")
    sherpa_model(tmp_path / "sherpa-whole", "sense_voice")

    with caplog.at_level(logging.WARNING, "calldesk.asr"):
        assert load_recognizer("auto", tmp_path, 1).name == "sherpa sherpa-whole"

    assert [record.args[0] for record in caplog.records if isinstance(record.args, tuple)] == [
        "two-pass:sherpa-broken:sherpa-whole",
        "sherpa:sherpa-broken",
    ]
    with pytest.raises(EngineUnavailable, match="sherpa-broken cannot be used: unpack it again"):
        load_recognizer("sherpa:sherpa-broken", tmp_path, 1)


@pytest.mark.models
def test_auto_takes_whisper_where_no_live_engine_is(tmp_path: Path, models: Callable[..., Path]) -> None:
    (tmp_path / WHISPER).symlink_to(models(WHISPER) / WHISPER)

    assert load_recognizer("auto", tmp_path, 1).name == f"faster-whisper {WHISPER}"


@pytest.mark.models
def test_auto_takes_two_passes_where_vosk_and_whisper_are(tmp_path: Path, models: Callable[..., Path]) -> None:
    folder = models("vosk-ko", WHISPER)
    (tmp_path / VOSK).symlink_to(folder / "vosk-ko")
    (tmp_path / WHISPER).symlink_to(folder / WHISPER)

    assert load_recognizer("auto", tmp_path, 1).name == f"vosk {VOSK} + faster-whisper {WHISPER}"
    assert load_recognizer(f"vosk:{VOSK}", tmp_path, 1).name == f"vosk {VOSK}"
