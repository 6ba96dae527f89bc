"""What is chosen for which models and packages, by their files alone."""

import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from asr.engine_choice import ENGINE_NAME, VOSK, WHISPER, choosable, choose
from asr.errors import EngineUnavailable

Make = Callable[..., Path]
FILES = {"whisper": ("model.bin", "config.json", "tokenizer.json"), "vosk": ("am/final.mdl",)}


@pytest.fixture
def shelf(tmp_path: Path, sherpa_model: Make) -> Callable[..., Path]:
    """`shelf("vosk-small-cn", "sherpa-a=transducer")` makes a folder of models."""

    def fill(*models: str) -> Path:
        for model in models:
            name, _, kind = model.partition("=")
            if kind:
                sherpa_model(tmp_path / name, kind)
            for file in FILES.get(name.split("-")[0], ()):
                (tmp_path / name / file).parent.mkdir(parents=True, exist_ok=True)
                (tmp_path / name / file).write_text("x")
        return tmp_path

    return fill


LIVE, WHOLE = "sherpa-a=transducer", "sherpa-b=sense_voice"


@pytest.mark.parametrize(
    ("models", "chosen"),
    [
        ([WHISPER], f"whisper:{WHISPER}"),
        ([VOSK], f"vosk:{VOSK}"),
        ([VOSK, WHISPER], f"two-pass:{VOSK}:{WHISPER}"),
        ([VOSK, WHISPER, "vosk-model-cn-0.22"], f"two-pass:vosk-model-cn-0.22:{WHISPER}"),
        (["vosk-ko", WHISPER, "whisper-small"], f"whisper:{WHISPER}"),
        (["whisper-small"], "whisper:whisper-small"),
        ([VOSK, WHISPER, LIVE], "sherpa:sherpa-a"),
        ([VOSK, WHISPER, LIVE, WHOLE], "two-pass:sherpa-a:sherpa-b"),
        ([VOSK, WHISPER, WHOLE], f"two-pass:{VOSK}:sherpa-b"),
        ([WHISPER, WHOLE], "sherpa:sherpa-b"),
    ],
)
def test_auto_takes_the_best_that_is_there(shelf: Callable[..., Path], models: list[str], chosen: str) -> None:
    choice = choose("auto", shelf(*models, "multilingual-e5-small"))

    assert choice.name == chosen
    assert choice.why
    assert choose(choice.name, shelf()).parts == choice.parts


@pytest.mark.parametrize(
    ("engine", "chosen"),
    [
        ("whisper", f"whisper:{WHISPER}"),
        ("whisper:whisper-small", "whisper:whisper-small"),
        ("vosk", f"vosk:{VOSK}"),
        ("vosk:vosk-ko", "vosk:vosk-ko"),
        ("sherpa", "sherpa:sherpa-a"),
        ("sherpa:sherpa-b", "sherpa:sherpa-b"),
        ("two-pass", "two-pass:sherpa-a:sherpa-b"),
        ("two-pass:vosk-ko:whisper-small", "two-pass:vosk-ko:whisper-small"),
        ("scripted", "scripted"),
    ],
)
def test_a_name_is_taken_at_its_word(shelf: Callable[..., Path], engine: str, chosen: str) -> None:
    models = shelf(WHISPER, "whisper-small", VOSK, "vosk-ko", LIVE, WHOLE)

    assert choose(engine, models).name == chosen


@pytest.mark.parametrize(
    ("engine", "said"),
    [
        ("auto", f"pull {WHISPER}"),
        ("vosk", f"pull {VOSK}"),
        ("two-pass", f"pull {VOSK}"),
        (
            "whisper:whisper-small",
            "no model whisper-small to hear with whisper: run `calldesk models pull whisper-small`",
        ),
        ("sherpa", "put one as a folder"),
        ("two-pass:a:b", "no model a to hear"),
        ("whisper:vosk-ko", "no model vosk-ko to hear with whisper"),
        ("two-pass:vosk-ko:vosk-ko", "a live model first"),
    ],
)
def test_what_is_missing_is_named_with_what_mends_it(shelf: Callable[..., Path], engine: str, said: str) -> None:
    with pytest.raises(EngineUnavailable, match=re.escape(said)):
        choose(engine, shelf("vosk-ko"))


@pytest.mark.parametrize(
    "engine",
    [
        "",
        "ears",
        "whisper:",
        "whisper:../etc",
        "whisper:a/b",
        "vosk:.hidden",
        "two-pass:a",
        "auto:a",
        "auto\n",
        "vosk:a:b",
    ],
)
def test_hostile_and_unknown_names_are_refused_without_a_look_at_the_disk(
    engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "iterdir", lambda _self: pytest.fail("looked"))

    assert not re.fullmatch(ENGINE_NAME, engine)
    with pytest.raises(EngineUnavailable, match="There is no engine"):
        choose(engine, Path())


@pytest.mark.parametrize(("package", "model"), [("vosk", VOSK), ("faster-whisper", WHISPER), ("sherpa-onnx", LIVE)])
def test_a_missing_package_is_named_and_auto_goes_by_it(
    shelf: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, package: str, model: str
) -> None:
    models = shelf(WHISPER, VOSK, LIVE)
    monkeypatch.setitem(sys.modules, package.replace("-", "_"), None)
    engine, folder = package.removeprefix("faster-").split("-")[0], model.partition("=")[0]

    with pytest.raises(EngineUnavailable, match=f"{folder} needs the package {package}: run `pip install {package}`"):
        choose(engine, models)
    choice = choose("auto", models)
    assert folder not in choice.name
    assert any(f"run `pip install {package}`" in sentence for sentence in choice.passed_over)


def test_broken_models_are_passed_over_and_said(shelf: Callable[..., Path]) -> None:
    models = shelf(WHISPER, LIVE)
    (models / "vosk-small-cn").mkdir()
    (models / "sherpa-a" / "encoder.onnx").write_bytes(b"nothing")

    choice = choose("auto", models)

    assert choice.name == f"whisper:{WHISPER}"
    assert [sentence.split(":")[0] for sentence in choice.passed_over] == [
        "encoder.onnx cannot be read as an ONNX model",
        "The model vosk-small-cn is incomplete",
    ]
    for name in ("vosk", "vosk:vosk-small-cn", "sherpa:sherpa-a"):
        with pytest.raises(EngineUnavailable, match=r"incomplete: delete|fetch it again"):
            choose(name, models)


def test_what_an_ordinary_installation_lacks_is_said(shelf: Callable[..., Path]) -> None:
    assert choose("auto", shelf(WHISPER)).passed_over == (
        f"The model {VOSK} is missing: run `calldesk models pull {VOSK}`.",
    )
    assert choose("auto", shelf(VOSK)).passed_over == ()
    assert choose("auto", shelf(LIVE)).passed_over == ()


def test_punctuation_is_found_and_is_no_recogniser(shelf: Callable[..., Path]) -> None:
    models = shelf(LIVE)
    (models / "sherpa-onnx-punct-ct").mkdir()
    (models / "sherpa-onnx-punct-ct" / "model.onnx").write_bytes(b"x")
    (models / "sherpa-onnx-punct-ct" / "tokens.txt").write_text("x")

    choice = choose("auto", models)

    assert (choice.name, choice.punctuation) == ("sherpa:sherpa-a", models / "sherpa-onnx-punct-ct")
    assert choice.passed_over == ()


def test_a_call_may_choose_every_usable_model_and_what_auto_comes_to(shelf: Callable[..., Path]) -> None:
    models = shelf(WHISPER, VOSK, "vosk-ko", LIVE)
    (models / "whisper-broken").mkdir()

    names = [choice.name for choice in choosable(models)]

    assert names == [
        "sherpa:sherpa-a",
        f"two-pass:{VOSK}:{WHISPER}",
        f"vosk:{VOSK}",
        f"whisper:{WHISPER}",
        "vosk:vosk-ko",
    ]
    assert [choose(name, models).name for name in names] == names
    assert choosable(models / "absent") == ()
