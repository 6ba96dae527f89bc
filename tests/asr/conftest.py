"""Models of a few hundred numbers in the forms that sherpa-onnx runs: they hear one tone as one character.

The names of metadata, inputs and outputs are those that the loaders of sherpa-onnx 2 ask for (`sherpa-onnx/csrc`).
"""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import onnx
import pytest

helper, FLOAT, INT32, INT64 = onnx.helper, onnx.TensorProto.FLOAT, onnx.TensorProto.INT32, onnx.TensorProto.INT64

CHARACTERS = ("你", "好", "吗")
TONES = {"你": 300.0, "好": 1000.0, "吗": 3000.0}
BANDS = (10, 27, 53)
"""The mel bands, of 80 from 20 to 7600 Hz, that the tones lie in."""

MELS, STACK = 80, 7
WIDTH = MELS * STACK
FAR = -1000.0

Make = Callable[..., Path]


@pytest.fixture(scope="session")
def tones() -> Callable[..., np.ndarray]:
    """`tones("你好", pause_ms=…)`: each character's tone, then a pause after each; " " is half a second of silence."""

    def play(text: str, tone_ms: int = 320, pause_ms: int = 160) -> np.ndarray:
        pieces = []
        for character in text:
            if character == " ":
                pieces.append(np.zeros(8_000, np.float32))
                continue
            at = np.arange(16 * tone_ms) / 16_000
            pieces += [0.3 * np.sin(2 * np.pi * TONES[character] * at), np.zeros(16 * pause_ms)]
        return np.concatenate(pieces).astype(np.float32)

    return play


@pytest.fixture(scope="session")
def sherpa_model() -> Make:
    """`sherpa_model(folder, kind)` writes the files of one kind of model there."""
    makers = {maker.__name__: maker for maker in (transducer, paraformer, sense_voice, offline_paraformer)}

    def make(folder: Path, kind: str) -> Path:
        folder.mkdir(parents=True, exist_ok=True)
        makers[kind](folder)
        return folder

    return make


def value(name: str, kind: int, *shape: int | str) -> object:
    return helper.make_tensor_value_info(name, kind, shape)


def save(
    path: Path,
    nodes: Sequence[object],
    inputs: Sequence[object],
    outputs: Sequence[object],
    constants: dict[str, np.ndarray],
    **metadata: object,
) -> None:
    """One ONNX file; opset 13 and IR 8 are old enough for every runtime."""
    tensors = [onnx.numpy_helper.from_array(array, name) for name, array in constants.items()]
    graph = helper.make_graph(nodes, path.stem, inputs, outputs, tensors)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    helper.set_model_props(model, {key: str(text) for key, text in metadata.items()})
    onnx.save(model, path)


def vocabulary(folder: Path, *symbols: str) -> int:
    lines = [f"{symbol} {number}" for number, symbol in enumerate(symbols)]
    (folder / "tokens.txt").write_text("\n".join(lines) + "\n", "utf-8")
    return len(symbols)


def listening(width: int, size: int, offset: int, blank: float) -> dict[str, np.ndarray]:
    """Weights that give each character its band's energy, the blank (0) a constant, and the rest nothing."""
    weight, bias = np.zeros((width, size), np.float32), np.full(size, FAR, np.float32)
    bias[0] = blank
    for number, band in enumerate(BANDS, 1):
        weight[offset + band, number], bias[number] = 1.0, 0.0
    return {"weight": weight, "bias": bias}


def axis(*numbers: int) -> np.ndarray:
    return np.array(numbers, np.int64)


def transducer(folder: Path) -> None:
    """A streaming LSTM transducer (icefall): one frame of four is heard, the same character never twice in a row."""
    size, chunk = vocabulary(folder, "<blk>", *CHARACTERS), 32
    node = helper.make_node
    save(
        folder / "encoder.onnx",
        [
            node("Slice", ["x", "from", "to", "dim", "by"], ["some"]),
            node("MatMul", ["some", "weight"], ["heard"]),
            node("Add", ["heard", "bias"], ["encoder_out"]),
            node("Identity", ["h"], ["new_h"]),
            node("Identity", ["c"], ["new_c"]),
        ],
        [value("x", FLOAT, "N", chunk, MELS), value("h", FLOAT, 1, "N", 1), value("c", FLOAT, 1, "N", 1)],
        [
            value("encoder_out", FLOAT, "N", chunk // 4, size),
            value("new_h", FLOAT, 1, "N", 1),
            value("new_c", FLOAT, 1, "N", 1),
        ],
        {**listening(MELS, size, 0, 0.0), "from": axis(0), "to": axis(chunk), "dim": axis(1), "by": axis(4)},
        model_type="lstm",
        **dict.fromkeys(("T", "decode_chunk_len"), chunk),
        **dict.fromkeys(("num_encoder_layers", "rnn_hidden_size", "d_model"), 1),
    )
    again = np.diag([0.0] + [FAR] * (size - 1)).astype(np.float32)
    save(
        folder / "decoder.onnx",
        [
            node("Slice", ["y", "from", "to", "dim"], ["last"]),
            node("Squeeze", ["last", "dim"], ["one"]),
            node("Gather", ["again", "one"], ["decoder_out"]),
        ],
        [value("y", INT64, "N", 2)],
        [value("decoder_out", FLOAT, "N", size)],
        {"again": again, "from": axis(1), "to": axis(2), "dim": axis(1)},
        vocab_size=size,
        context_size=2,
    )
    save(
        folder / "joiner.onnx",
        [node("Add", ["encoder_out", "decoder_out"], ["logit"])],
        [value("encoder_out", FLOAT, "N", size), value("decoder_out", FLOAT, "N", size)],
        [value("logit", FLOAT, "N", size)],
        {},
        joiner_dim=size,
    )


SPEECH = [value("speech", FLOAT, 1, "T", WIDTH), value("speech_lengths", INT32, 1)]


def stacked(size: int, **more: object) -> dict[str, object]:
    """Metadata of the models of FunASR, which hear seven frames as one."""
    zeros, ones = (",".join([number] * WIDTH) for number in "01")
    scale = {"neg_mean": zeros, "inv_stddev": ones}
    return {"vocab_size": size, "lfr_window_size": STACK, "lfr_window_shift": 6, **scale, **more}


def sense_voice(folder: Path) -> None:
    """SenseVoice: four marks, then a CTC output a frame; a louder mark is written where text is to be normalised."""
    size = vocabulary(folder, "<blk>", *CHARACTERS, "<|zh|>", "<|NEUTRAL|>", "<|Speech|>", "<|withitn|>")
    marks = np.full((1, 4, size), FAR, np.float32)
    for number in range(4):
        marks[0, number, 4 + number] = 0.0
    node = helper.make_node
    save(
        folder / "model.int8.onnx",
        [
            node("MatMul", ["x", "weight"], ["heard"]),
            node("Add", ["heard", "bias"], ["frames"]),
            node("Concat", ["marks", "frames"], ["logits"], axis=1),
        ],
        [
            value("x", FLOAT, 1, "T", WIDTH),
            value("x_length", INT32, 1),
            value("language", INT32, 1),
            value("text_norm", INT32, 1),
        ],
        [value("logits", FLOAT, 1, "T4", size)],
        {**listening(WIDTH, size, 3 * MELS, 12.0), "marks": marks},
        **stacked(
            size,
            model_type="sense_voice_ctc",
            comment="tones",
            normalize_samples=0,
            **{"with_itn": 14, "without_itn": 15},
            **{f"lang_{name}": 0 for name in ("auto", "zh", "en", "ja", "ko", "yue")},
        ),
    )


def offline_paraformer(folder: Path) -> None:
    """Paraformer: the character of the loudest tone, then the end."""
    size = vocabulary(folder, "<blank>", *CHARACTERS, "</s>")
    end = np.full((1, 1, size), FAR, np.float32)
    end[0, 0, -1] = 0.0
    node = helper.make_node
    save(
        folder / "model.onnx",
        [
            node("MatMul", ["speech", "weight"], ["heard"]),
            node("Add", ["heard", "bias"], ["frames"]),
            node("ReduceMax", ["frames"], ["loudest"], axes=[1], keepdims=1),
            node("Concat", ["loudest", "end"], ["logits"], axis=1),
            node("Identity", ["two"], ["token_num"]),
        ],
        SPEECH,
        [value("logits", FLOAT, 1, 2, size), value("token_num", INT64, 1)],
        {**listening(WIDTH, size, 3 * MELS, -500.0), "end": end, "two": axis(2)},
        **stacked(size, model_type="paraformer"),
    )


def paraformer(folder: Path) -> None:
    """Streaming Paraformer without decoder blocks: every third of a second of sound is one character."""
    size = vocabulary(folder, "<blank>", *CHARACTERS)
    node = helper.make_node
    loud = np.zeros((WIDTH, 1), np.float32)
    loud[[3 * MELS + band for band in BANDS]] = 1.0
    save(
        folder / "encoder.int8.onnx",
        [
            node("Identity", ["speech"], ["enc"]),
            node("Identity", ["speech_lengths"], ["enc_len"]),
            node("MatMul", ["speech", "loud"], ["energy"]),
            node("Greater", ["energy", "least"], ["sounds"]),
            node("Cast", ["sounds"], ["one"], to=FLOAT),
            node("Mul", ["one", "part"], ["parts"]),
            node("Squeeze", ["parts", "dim"], ["alpha"]),
        ],
        SPEECH,
        [value("enc", FLOAT, 1, "T", WIDTH), value("enc_len", INT32, 1), value("alpha", FLOAT, 1, "T")],
        {"loud": loud, "least": np.float32([0.0]), "part": np.float32([0.25]), "dim": axis(2)},
        **stacked(
            size, model_type="paraformer", encoder_output_size=WIDTH, decoder_num_blocks=0, decoder_kernel_size=2
        ),
    )
    save(
        folder / "decoder.int8.onnx",
        [
            node("MatMul", ["acoustic_embeds", "weight"], ["heard"]),
            node("Add", ["heard", "bias"], ["logits"]),
            node("ArgMax", ["logits"], ["sample_ids"], axis=2, keepdims=0),
        ],
        [
            value("enc", FLOAT, 1, "T", WIDTH),
            value("enc_len", INT32, 1),
            value("acoustic_embeds", FLOAT, 1, "L", WIDTH),
            value("acoustic_embeds_len", INT32, 1),
        ],
        [value("logits", FLOAT, 1, "L", size), value("sample_ids", INT64, 1, "L")],
        listening(WIDTH, size, 3 * MELS, -500.0),
        model_type="paraformer",
    )
