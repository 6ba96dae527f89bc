"""Expands `e5-small-q4.bin`, multilingual-e5-small in 4-bit blocks, into a sentence-transformers folder.

The blob is little-endian: "E5S1", the sizes of the encoder, a SentencePiece unigram vocabulary, a directory
of tensors, their data. Matrices are Q4_0: blocks of 32 weights along the input, each an f16 scale and 16
bytes (low nibbles first half, high nibbles second half, value = (nibble - 8) x scale). The rest is f32.
"""

from __future__ import annotations

import errno
import math
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from safetensors import SafetensorError
from safetensors.numpy import save_file

from retrieval.e5_folder import Vocabulary, write_settings, write_tokenizer
from retrieval.errors import RetrievalError

MAGIC = b"E5S1"
VERSION = 1
BLOCK = 32
BLOCK_BYTES = 2 + BLOCK // 2
F32, Q4_0 = 0, 1
ROWS_AT_ONCE = 8192

LAYER_NAMES = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


@dataclass(frozen=True, slots=True)
class Encoder:
    """Sizes of the BERT encoder, in the order in which the blob gives them."""

    hidden: int
    layers: int
    heads: int
    intermediate: int
    vocabulary: int
    positions: int
    token_types: int
    epsilon: float
    block: int

    def __post_init__(self) -> None:
        counts = (self.hidden, self.layers, self.heads, self.intermediate, self.vocabulary, self.positions)
        if min(*counts, self.token_types) < 1 or self.hidden % self.heads or self.block != BLOCK:
            raise ValueError("impossible sizes")


class Cursor:
    """Reads fields from the blob one after another; struct.error or ValueError where it ends too early."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def take(self, layout: str) -> tuple[Any, ...]:
        """The fields of a struct layout, without padding."""
        values = struct.unpack_from("<" + layout, self.data, self.at)
        self.at += struct.calcsize("<" + layout)
        return values

    def raw(self, length: int) -> bytes:
        """The next bytes, all of them or none."""
        if not 0 <= length <= len(self.data) - self.at:
            raise ValueError("truncated")
        self.at += length
        return self.data[self.at - length : self.at]

    def array(self, kind: str, count: int) -> npt.NDArray[Any]:
        """The next numbers of one numpy kind."""
        return np.frombuffer(self.raw(count * np.dtype(kind).itemsize), dtype=kind)


def expand(blob: Path, folder: Path) -> None:
    """Write the model folder (float16 weights, about 255 MB); `folder` is made where it is missing.

    Raises RetrievalError for a blob that is broken or not of this format, OSError for the disk.
    """
    cursor = Cursor(blob.read_bytes())
    try:
        encoder = _header(cursor)
        vocabulary = _vocabulary(cursor)
        cursor.raw(cursor.take("iI")[1])  # the normalisation map: NFKC and its kin serve instead
        tensors = dict(_tensors(cursor, encoder))
    except (struct.error, ValueError, KeyError) as error:
        raise RetrievalError("{file} is broken or no e5-small-q4 model: pull it again.", file=blob.name) from error
    folder.mkdir(parents=True, exist_ok=True)
    try:
        save_file(tensors, folder / "model.safetensors", metadata={"format": "pt"})
    except SafetensorError as error:
        full = "No space left" in str(error)
        raise OSError(errno.ENOSPC if full else errno.EIO, "model.safetensors not written") from error
    (folder / "model.safetensors").chmod(0o644)  # safetensors makes it readable to its owner alone
    write_tokenizer(folder, vocabulary)
    write_settings(folder, encoder.hidden, encoder.positions, _bert_config(encoder, vocabulary))


def _header(cursor: Cursor) -> Encoder:
    magic, version = cursor.take("4sI")
    if magic != MAGIC or version != VERSION:
        raise ValueError("wrong magic or version")
    return Encoder(*cursor.take("7ifi"))


def _vocabulary(cursor: Cursor) -> Vocabulary:
    count, bos, eos, pad, unknown, length = cursor.take("5iQ")
    offsets = cursor.array("<u4", count + 1).tolist()
    scores = cursor.array("<f4", count).tolist()
    text = cursor.raw(length)
    pieces = [text[start:end].decode() for start, end in pairwise(offsets)]
    if not all(0 <= special < count for special in (bos, eos, pad, unknown)):
        raise ValueError("special pieces outside the vocabulary")
    return Vocabulary(list(zip(pieces, scores, strict=True)), bos, eos, pad, unknown)


def _tensors(cursor: Cursor, encoder: Encoder) -> Iterator[tuple[str, npt.NDArray[Any]]]:
    directory: dict[str, tuple[int, int, int]] = {}
    for _ in range(cursor.take("i")[0]):
        name = cursor.raw(cursor.take("H")[0]).decode()
        kind, _elements, offset, length = cursor.take("BIQQ")
        directory[name] = (kind, offset, length)
    for short, name, shape in _layout(encoder):
        kind, offset, length = directory[short]
        data = Cursor(cursor.data)
        data.raw(offset)
        yield name, _dequantized(data.raw(length), shape) if kind == Q4_0 else _plain(data.raw(length), shape)
    # The pooler is no part of mean pooling; zeros stand in so that loading reports nothing missing.
    yield "pooler.dense.weight", np.zeros((encoder.hidden, encoder.hidden), np.float16)
    yield "pooler.dense.bias", np.zeros(encoder.hidden, np.float32)


def _layout(encoder: Encoder) -> Iterator[tuple[str, str, tuple[int, ...]]]:
    """Each tensor's name in the blob, its name in a BertModel and its shape (output, input)."""
    hidden, inner = encoder.hidden, encoder.intermediate
    yield "emb.word", "embeddings.word_embeddings.weight", (encoder.vocabulary, hidden)
    yield "emb.pos", "embeddings.position_embeddings.weight", (encoder.positions, hidden)
    yield "emb.type", "embeddings.token_type_embeddings.weight", (encoder.token_types, hidden)
    yield "emb.ln.w", "embeddings.LayerNorm.weight", (hidden,)
    yield "emb.ln.b", "embeddings.LayerNorm.bias", (hidden,)
    for layer in range(encoder.layers):
        for short, long in LAYER_NAMES.items():
            rows = inner if short == "fi" else hidden
            columns = () if short in ("aln", "oln") else (inner,) if short == "fo" else (hidden,)
            name = f"encoder.layer.{layer}.{long}"
            yield f"l{layer}.{short}.w", f"{name}.weight", (rows, *columns)
            yield f"l{layer}.{short}.b", f"{name}.bias", (rows,)


def _plain(data: bytes, shape: tuple[int, ...]) -> npt.NDArray[np.float32]:
    return np.frombuffer(data, dtype="<f4").reshape(shape)


def _dequantized(data: bytes, shape: tuple[int, ...]) -> npt.NDArray[np.float16]:
    """Q4_0 rows as float16: a 4-bit integer times an f16 scale loses at most its last bit there."""
    if len(data) * BLOCK != math.prod(shape) * BLOCK_BYTES:
        raise ValueError("tensor of the wrong length")
    blocks = np.frombuffer(data, dtype=np.uint8).reshape(-1, BLOCK_BYTES)
    weights = np.empty((len(blocks), BLOCK), np.float16)
    for start in range(0, len(blocks), ROWS_AT_ONCE):
        some = blocks[start : start + ROWS_AT_ONCE]
        scale = np.ascontiguousarray(some[:, :2]).view("<f2").astype(np.float32)
        nibbles = np.concatenate([some[:, 2:] & 15, some[:, 2:] >> 4], axis=1)
        weights[start : start + ROWS_AT_ONCE] = (nibbles.astype(np.float32) - 8) * scale
    return weights.reshape(shape)


def _bert_config(encoder: Encoder, vocabulary: Vocabulary) -> dict[str, object]:
    return {
        "architectures": ["BertModel"],
        "model_type": "bert",
        # The weights are stored in float16 and computed with in float32: a CPU is slow at half precision.
        "dtype": "float32",
        "hidden_act": "gelu",
        "hidden_size": encoder.hidden,
        "intermediate_size": encoder.intermediate,
        "num_hidden_layers": encoder.layers,
        "num_attention_heads": encoder.heads,
        "layer_norm_eps": round(encoder.epsilon, 15),
        "max_position_embeddings": encoder.positions,
        "type_vocab_size": encoder.token_types,
        "vocab_size": encoder.vocabulary,
        "pad_token_id": vocabulary.pad,
    }
