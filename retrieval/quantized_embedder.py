"""The sentence model in 8-bit integers through CTranslate2: near the same vectors in two fifths of the time.

Made once from the model's folder. Pooling and prompts are those of the folder: mean over tokens, unit length.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import ctranslate2
import numpy as np
from filelock import FileLock
from tokenizers import Tokenizer

from retrieval.embedder import Vectors
from retrieval.errors import EmbedderUnavailable

BATCH = 512
"""Tokens at a time: what larger batches compute between two layers leaves the processor's cache. Each batch is computed
by one thread, as a query is, which two only hinder."""

MOST_TOKENS = 512


class QuantizedEmbedder:
    """Safe to share between threads; `model` is a sentence-transformers folder of a BERT."""

    def __init__(self, model: Path, threads: int) -> None:
        if not model.is_dir():
            raise EmbedderUnavailable(
                "The model {model} is missing: run `calldesk models pull {model}`.", model=model.name
            )
        self.name = f"{model.name}-int8"
        try:
            folder = _quantized(model)
            self._encoder = ctranslate2.Encoder(
                str(folder), device="cpu", compute_type="int8", inter_threads=threads, intra_threads=1
            )
            self._threads = threads
            self._tokenizer = Tokenizer.from_file(str(model / "tokenizer.json"))
            settings = json.loads((model / "config_sentence_transformers.json").read_text(encoding="utf-8"))
            self._prompts: dict[str, str] = settings["prompts"]
            self.dimensions = int(json.loads((model / "config.json").read_text(encoding="utf-8"))["hidden_size"])
        except Exception as exc:  # tokenizers and CTranslate2 raise whatever their languages do
            raise EmbedderUnavailable(
                "The model {model} cannot be loaded: run `calldesk models pull {model}`.", model=model.name
            ) from exc
        self._tokenizer.enable_truncation(MOST_TOKENS)
        self._tokenizer.no_padding()

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Texts of like length go together, so that little is computed for padding; one batch on each thread, the
        longest texts first, so that no thread waits long for another's last.
        """
        vectors = np.zeros((len(texts), self.dimensions), np.float32)
        batches = list(self._batches([self._prompts["passage"] + text for text in texts]))
        with ThreadPoolExecutor(self._threads) as threads:
            rows = threads.map(self._embed, (tokens for _, tokens in batches))
            for (places, _), row in zip(batches, rows, strict=True):
                vectors[places] = row
        return vectors

    def query(self, text: str) -> Vectors:
        """One short text; halves of a UTF-16 pair, which a browser may send, become question marks."""
        vector: Vectors = self._embed([self._tokens([self._prompts["query"] + text])[0]])[0]
        return vector

    def _tokens(self, texts: Sequence[str]) -> list[list[int]]:
        valid = [text.encode(errors="replace").decode() for text in texts]
        return [encoding.ids for encoding in self._tokenizer.encode_batch(valid)]

    def _batches(self, texts: Sequence[str]) -> Iterator[tuple[list[int], list[list[int]]]]:
        tokens = self._tokens(texts)
        order = sorted(range(len(tokens)), key=lambda place: -len(tokens[place]))
        start = 0
        while start < len(order):
            end = start + max(1, BATCH // len(tokens[order[start]]))
            yield order[start:end], [tokens[place] for place in order[start:end]]
            start = end

    def _embed(self, tokens: list[list[int]]) -> Vectors:
        lengths = np.array([len(each) for each in tokens])
        padded = np.ones((len(tokens), int(lengths.max())), np.int32)
        for row, each in zip(padded, tokens, strict=True):
            row[: len(each)] = each
        output = self._encoder.forward_batch(
            ctranslate2.StorageView.from_array(padded),
            ctranslate2.StorageView.from_array(lengths.astype(np.int32)),
        )
        states = np.asarray(output.last_hidden_state)
        heard = np.arange(padded.shape[1]) < lengths[:, None]
        means = (states * heard[..., None]).sum(axis=1) / lengths[:, None]
        vectors: Vectors = (means / np.linalg.norm(means, axis=1, keepdims=True)).astype(np.float32)
        return vectors


def _quantized(model: Path) -> Path:
    """The folder of the quantized model, made beside `model` where it is not there yet, whole or not at all."""
    target = model.with_name(f"{model.name}-int8")
    with FileLock(target.with_suffix(".lock")):
        if not (target / "model.bin").is_file():
            with tempfile.TemporaryDirectory(dir=model.parent) as scratch:
                made = Path(scratch) / "int8"
                _quantize(model, Path(scratch) / "model", made)
                shutil.rmtree(target, ignore_errors=True)
                made.rename(target)
    return target


def _quantize(model: Path, plain: Path, target: Path) -> None:
    """`plain` becomes a view of the model with the one setting that the converter asks for and newer files lack."""
    from ctranslate2.converters import TransformersConverter

    plain.mkdir()
    for path in model.iterdir():
        if path.name != "config.json":
            (plain / path.name).symlink_to(path.resolve())
    settings = json.loads((model / "config.json").read_text(encoding="utf-8"))
    whole = {"position_embedding_type": "absolute", **settings}
    (plain / "config.json").write_text(json.dumps(whole), encoding="utf-8")
    TransformersConverter(str(plain)).convert(str(target), quantization="int8")
