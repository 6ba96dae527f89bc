"""Notes of an ONNX file against the package that writes them, and files that are none."""

from collections.abc import Callable
from pathlib import Path

import onnx
import pytest

from asr.engines.onnx_metadata import NotOnnx, onnx_metadata


@pytest.mark.parametrize("kind", ["transducer", "paraformer", "sense_voice", "offline_paraformer"])
def test_the_notes_are_those_that_onnx_reads(tmp_path: Path, sherpa_model: Callable[..., Path], kind: str) -> None:
    for path in sherpa_model(tmp_path, kind).glob("*.onnx"):
        assert onnx_metadata(path) == {note.key: note.value for note in onnx.load(path).metadata_props}


def test_no_file_cut_off_or_overwritten_is_anything_but_read_or_refused(
    tmp_path: Path, sherpa_model: Callable[..., Path]
) -> None:
    whole = (sherpa_model(tmp_path, "transducer") / "encoder.onnx").read_bytes()
    path, refused = tmp_path / "broken.onnx", 0
    for at in range(0, len(whole), 37):
        for content in (whole[:at], whole[:at] + b"\xff" * 12 + whole[at + 12 :]):
            path.write_bytes(content)
            try:
                onnx_metadata(path)
            except NotOnnx:
                refused += 1
    assert refused > 50


@pytest.mark.parametrize(
    "content", [b"\x72\x03\x0a\x01\xff", b"\x72\x02\x12\x00", b"\xff" * 40, b"PK\x03\x04", b"\x0a"]
)
def test_what_is_no_model_is_refused_by_its_name(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "model.onnx").write_bytes(content)

    with pytest.raises(NotOnnx, match=r"model\.onnx cannot be read as an ONNX model"):
        onnx_metadata(tmp_path / "model.onnx")
    with pytest.raises(NotOnnx, match=r"absent\.onnx"):
        onnx_metadata(tmp_path / "absent.onnx")
