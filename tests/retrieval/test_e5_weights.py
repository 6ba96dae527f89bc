"""The 4-bit blob becomes a folder that sentence-transformers reads; a broken blob is refused."""

import json
import struct
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from retrieval.e5_weights import expand
from retrieval.errors import RetrievalError

HIDDEN, LAYERS, HEADS, INNER, WORDS, POSITIONS, TYPES = 32, 1, 2, 64, 12, 16, 2
PIECES = ["<s>", "<pad>", "</s>", "<unk>", "▁", "公积金", "提取", "▁公积金", "3", "～", "5", "<mask>"]
MATRICES = {
    "emb.word": (WORDS, HIDDEN),
    "l0.q.w": (HIDDEN, HIDDEN),
    "l0.k.w": (HIDDEN, HIDDEN),
    "l0.v.w": (HIDDEN, HIDDEN),
    "l0.ao.w": (HIDDEN, HIDDEN),
    "l0.fi.w": (INNER, HIDDEN),
    "l0.fo.w": (HIDDEN, INNER),
}
VECTORS = {
    "emb.pos": (POSITIONS, HIDDEN),
    "emb.type": (TYPES, HIDDEN),
    "emb.ln.w": (HIDDEN,),
    "emb.ln.b": (HIDDEN,),
    **{f"l0.{name}.b": (INNER if name == "fi" else HIDDEN,) for name in ("q", "k", "v", "ao", "fi", "fo")},
    **{f"l0.{name}.{kind}": (HIDDEN,) for name in ("aln", "oln") for kind in "wb"},
}


def quantized(weights: np.ndarray) -> bytes:
    """Q4_0 by its definition, block after block."""
    packed = b""
    for block in weights.reshape(-1, 32):
        scale = np.float16(np.abs(block).max() / 7)
        nibbles = np.clip(np.rint(block / np.float32(scale)) + 8, 0, 15).astype(np.uint8)
        packed += scale.tobytes() + (nibbles[:16] | nibbles[16:] << 4).tobytes()
    return packed


def header() -> bytes:
    """Everything before the tensor directory."""
    text = [piece.encode() for piece in PIECES]
    offsets = np.cumsum([0, *map(len, text)]).astype("<u4")
    scores = np.array([0, 0, 0, 0, -3, -6, -5, -4, -5, -5, -5, 0], "<f4")
    sizes = struct.pack("<4sI7ifi", b"E5S1", 1, HIDDEN, LAYERS, HEADS, INNER, WORDS, POSITIONS, TYPES, 1e-12, 32)
    counts = struct.pack("<5iQ", len(PIECES), 0, 2, 1, 3, int(offsets[-1]))
    return sizes + counts + offsets.tobytes() + scores.tobytes() + b"".join(text) + struct.pack("<iI", 1, 5) + bytes(5)


def blob(tensors: dict[str, np.ndarray]) -> bytes:
    """A whole blob in the layout of `e5-small-q4.bin`."""
    start = header() + struct.pack("<i", len(tensors))
    at = len(start) + sum(2 + len(name) + 21 for name in tensors)
    directory, data = b"", b""
    for name, values in tensors.items():
        packed = quantized(values) if name in MATRICES else values.astype("<f4").tobytes()
        directory += struct.pack(f"<H{len(name)}sBIQQ", len(name), name.encode(), int(name in MATRICES), values.size,
                                 at + len(data), len(packed))  # fmt: skip
        data += packed
    return start + directory + data


@pytest.fixture(scope="module")
def tensors() -> dict[str, np.ndarray]:
    random = np.random.default_rng(5)
    return {name: random.normal(size=shape).astype(np.float32) for name, shape in (MATRICES | VECTORS).items()}


@pytest.fixture(scope="module")
def folder(tensors: dict[str, np.ndarray], tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("e5")
    (place / "e5.bin").write_bytes(blob(tensors))
    expand(place / "e5.bin", place / "model")
    return place / "model"


def test_weights_come_back_to_the_precision_of_four_bits(folder: Path, tensors: dict[str, np.ndarray]) -> None:
    stored = load_file(folder / "model.safetensors")
    assert np.allclose(stored["encoder.layer.0.output.dense.weight"], tensors["l0.fo.w"], atol=0.35)
    assert np.corrcoef(stored["embeddings.word_embeddings.weight"].ravel(), tensors["emb.word"].ravel())[0, 1] > 0.99
    assert np.array_equal(stored["embeddings.position_embeddings.weight"], tensors["emb.pos"])
    assert np.array_equal(stored["encoder.layer.0.attention.output.LayerNorm.bias"], tensors["l0.aln.b"])
    assert stored["encoder.layer.0.intermediate.dense.weight"].shape == (INNER, HIDDEN)


def test_text_is_normalised_and_cut_into_pieces_as_xlm_r_does(folder: Path) -> None:
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    assert tokenizer.encode("公积金提取").tokens == ["<s>", "▁公积金", "提取", "</s>"]
    assert tokenizer.encode("  公积金\n\u3000提取\u200b ").tokens == ["<s>", "▁公积金", "▁", "提取", "</s>"]
    assert tokenizer.encode("３～5").tokens == ["<s>", "▁", "3", "～", "5", "</s>"]
    assert tokenizer.encode("猫").ids == [0, 4, 3, 2]


def test_the_settings_are_those_of_e5(folder: Path) -> None:
    def read(name: str) -> dict[str, object]:
        return json.loads((folder / name).read_text())  # type: ignore[no-any-return]

    assert read("1_Pooling/config.json")["pooling_mode"] == "mean"
    assert read("config_sentence_transformers.json")["prompts"] == {
        "query": "query: ", "passage": "passage: ", "document": "passage: "
    }  # fmt: skip
    assert [module["path"] for module in read("modules.json")] == ["", "1_Pooling", "2_Normalize"]  # type: ignore[index]
    config = read("config.json")
    assert (config["hidden_size"], config["num_attention_heads"], config["vocab_size"]) == (HIDDEN, HEADS, WORDS)
    assert config["layer_norm_eps"] == 1e-12


@pytest.mark.parametrize("kept", [0, 3, 20, 60, 150, 400, 800, 2000, -1])
def test_a_truncated_blob_is_refused_and_writes_nothing(
    tensors: dict[str, np.ndarray], tmp_path: Path, kept: int
) -> None:
    (tmp_path / "e5.bin").write_bytes(blob(tensors)[:kept])
    with pytest.raises(RetrievalError, match=r"e5\.bin is broken"):
        expand(tmp_path / "e5.bin", tmp_path / "model")
    assert not (tmp_path / "model").exists()


@pytest.mark.parametrize(
    ("at", "value"),
    [(0, b"E5S2"), (4, b"\2"), (8, b"\0\0\0\0"), (8, b"\xff\xff\xff\x7f"), (12, b"\xff\xff\xff\x7f"), (40, b"\x10"),
     (44, b"\xff\xff\xff\xff"), (44, b"\xff\xff\xff\x7f"), (48, b"\x99"), (64, b"\xff" * 8), (172, b"\xff")],
)  # fmt: skip
def test_a_hostile_header_is_refused(tensors: dict[str, np.ndarray], tmp_path: Path, at: int, value: bytes) -> None:
    whole = blob(tensors)
    (tmp_path / "e5.bin").write_bytes(whole[:at] + value + whole[at + len(value) :])
    with pytest.raises(RetrievalError):
        expand(tmp_path / "e5.bin", tmp_path / "model")


def test_a_missing_tensor_is_refused(tensors: dict[str, np.ndarray], tmp_path: Path) -> None:
    (tmp_path / "e5.bin").write_bytes(blob({name: t for name, t in tensors.items() if name != "l0.oln.b"}))
    with pytest.raises(RetrievalError):
        expand(tmp_path / "e5.bin", tmp_path / "model")


def test_sentence_transformers_loads_the_folder_in_single_precision(folder: Path) -> None:
    sentence_transformers = pytest.importorskip("sentence_transformers")
    model = sentence_transformers.SentenceTransformer(str(folder), device="cpu", local_files_only=True)
    vectors = model.encode(["公积金提取", "3～5"], prompt_name="query", show_progress_bar=False)
    assert vectors.shape == (2, HIDDEN)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)
    assert model.max_seq_length == POSITIONS
