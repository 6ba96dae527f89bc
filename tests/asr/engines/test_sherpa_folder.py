"""What a folder of sherpa-onnx holds, told by its files and their notes."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from asr.engines.onnx_metadata import NotOnnx
from asr.engines.sherpa_folder import SherpaKind, holds_sherpa, sherpa_folder
from asr.errors import EngineUnavailable

Make = Callable[..., Path]


@pytest.mark.parametrize(
    ("made", "kind", "live", "parts"),
    [
        ("transducer", SherpaKind.TRANSDUCER, True, ["encoder.onnx", "decoder.onnx", "joiner.onnx"]),
        ("paraformer", SherpaKind.PARAFORMER, True, ["encoder.int8.onnx", "decoder.int8.onnx"]),
        ("sense_voice", SherpaKind.SENSE_VOICE, False, ["model.int8.onnx"]),
        ("offline_paraformer", SherpaKind.WHOLE_PARAFORMER, False, ["model.onnx"]),
    ],
)
def test_each_kind_is_known_by_its_notes(
    tmp_path: Path, sherpa_model: Make, made: str, kind: SherpaKind, live: bool, parts: list[str]
) -> None:
    found = sherpa_folder(sherpa_model(tmp_path / "any-name", made))

    assert (found.kind, found.kind.live, [part.name for part in found.parts]) == (kind, live, parts)
    assert found.tokens.is_file()


def test_of_several_files_the_8_bit_one_is_taken_and_then_the_first_by_name(tmp_path: Path, sherpa_model: Make) -> None:
    folder = sherpa_model(tmp_path / "m", "transducer")
    for part in ("encoder", "decoder", "joiner"):
        for name in ("-a", "-chunk-16-left-128.int8", "-chunk-16-left-64.int8"):
            shutil.copy(folder / f"{part}.onnx", folder / f"{part}{name}.onnx")

    ends = {part.name.partition("-")[2] for part in sherpa_folder(folder).parts}

    assert ends == {"chunk-16-left-128.int8.onnx"}


def test_a_folder_without_a_model_is_none_and_a_broken_or_foreign_one_is_refused(
    tmp_path: Path, sherpa_model: Make
) -> None:
    (tmp_path / "empty").mkdir()
    assert not holds_sherpa(tmp_path / "empty")
    with pytest.raises(EngineUnavailable, match=r"empty holds no sherpa-onnx model: put"):
        sherpa_folder(tmp_path / "empty")

    folder = sherpa_model(tmp_path / "foreign", "transducer")
    shutil.copy(folder / "decoder.onnx", folder / "encoder.onnx")
    assert holds_sherpa(folder)
    with pytest.raises(EngineUnavailable, match="foreign holds a model of a kind that is not supported: take"):
        sherpa_folder(folder)

    (folder / "encoder.onnx").write_bytes(b"not a model")
    with pytest.raises(NotOnnx):
        sherpa_folder(folder)
