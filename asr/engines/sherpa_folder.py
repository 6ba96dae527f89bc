"""Which model of sherpa-onnx a folder holds, told by its files and by the notes inside them.

The notes are those that sherpa-onnx's loaders ask for; where one is missing they end the whole process.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from asr.engines.onnx_metadata import onnx_metadata
from asr.errors import EngineUnavailable

TOKENS = "tokens.txt"
_STREAMING = {"decode_chunk_len", "T", "model_type"}
_STACKED = {"vocab_size", "lfr_window_size", "lfr_window_shift"}
_SCALED = {*_STACKED, "neg_mean", "inv_stddev"}


class SherpaKind(Enum):
    """Models that the adapter can run."""

    TRANSDUCER = "streaming transducer"
    PARAFORMER = "streaming Paraformer"
    WHOLE_PARAFORMER = "Paraformer"
    SENSE_VOICE = "SenseVoice"

    @property
    def live(self) -> bool:
        """Whether it hears while somebody speaks; the others read whole utterances."""
        return self in (SherpaKind.TRANSDUCER, SherpaKind.PARAFORMER)


_NOTES = {
    SherpaKind.TRANSDUCER: _STREAMING,
    SherpaKind.PARAFORMER: {*_SCALED, "encoder_output_size", "decoder_num_blocks", "decoder_kernel_size"},
    SherpaKind.SENSE_VOICE: {*_SCALED, "normalize_samples", "with_itn", "without_itn", "lang_auto", "lang_zh"},
    SherpaKind.WHOLE_PARAFORMER: _SCALED,
}


@dataclass(frozen=True, slots=True)
class SherpaFolder:
    """A model that can be run; `parts` are its files: encoder, decoder and joiner, or one model."""

    path: Path
    kind: SherpaKind
    parts: tuple[Path, ...]

    @property
    def tokens(self) -> Path:
        """What each output number is written as."""
        return self.path / TOKENS


def holds_sherpa(folder: Path) -> bool:
    """Whether the folder looks like a recogniser of sherpa-onnx, whole or broken."""
    return (folder / TOKENS).is_file() and any(folder.glob("*.onnx"))


def sherpa_folder(folder: Path) -> SherpaFolder:
    """The model in the folder; raises EngineUnavailable saying what is wrong with it."""
    if not holds_sherpa(folder):
        raise EngineUnavailable(
            "{folder} holds no sherpa-onnx model: put a model's tokens.txt and .onnx files there.", folder=folder.name
        )
    parts = tuple(part for name in ("encoder", "decoder", "joiner") if (part := _part(folder, name)))
    whole = _part(folder, "model")
    for kind, files in (
        (SherpaKind.TRANSDUCER, parts if len(parts) == 3 else ()),
        (SherpaKind.PARAFORMER, parts if len(parts) == 2 else ()),
        (SherpaKind.SENSE_VOICE, (whole,) if whole else ()),
        (SherpaKind.WHOLE_PARAFORMER, (whole,) if whole else ()),
    ):
        if files and _NOTES[kind] <= onnx_metadata(files[0]).keys():
            return SherpaFolder(folder, kind, files)
    raise EngineUnavailable(
        "{folder} holds a model of a kind that is not supported: take a streaming Zipformer or "
        "Paraformer, a Paraformer or a SenseVoice.",
        folder=folder.name,
    )


def _part(folder: Path, name: str) -> Path | None:
    """The file of that part; of several the 8-bit one, then the first by name, so that the parts fit each other."""
    return min(folder.glob(f"{name}*.onnx"), key=lambda path: (".int8." not in path.name, path.name), default=None)
