"""The sentence model in 8 bits against the same model in 32, and the making of it."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from retrieval import quantized_embedder
from retrieval.embedder import SentenceEmbedder, Vectors
from retrieval.errors import EmbedderUnavailable
from retrieval.quantized_embedder import BATCH, MOST_TOKENS, QuantizedEmbedder

MODEL = "multilingual-e5-small"
TEXTS = [
    "失业保险金每月一千八百二十四元",
    "住房公积金可以提取付房租",
    "小区噪音向城管反映",
    "第十二条 申请人应当自收到通知之日起十五日内提交材料；逾期不提交的，视为撤回申请。" * 8,
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Filled with a folder of its own for the model, once, as the quantized one is made beside it."""
    return {"home": tmp_path_factory.mktemp("models")}


@pytest.fixture
def e5(models: Callable[..., Path], folder: dict[str, Path]) -> QuantizedEmbedder:
    source, copy = models(MODEL) / MODEL, folder["home"] / MODEL
    if not copy.exists():
        copy.symlink_to(source)
        folder["model"] = copy
        QuantizedEmbedder(copy, 2)
    return QuantizedEmbedder(copy, 2)


@pytest.mark.models
def test_vectors_are_near_those_of_the_whole_model(e5: QuantizedEmbedder, folder: dict[str, Path]) -> None:
    exact = SentenceEmbedder(folder["model"], 2)

    vectors = e5.passages(TEXTS)

    assert vectors.shape == (len(TEXTS), e5.dimensions) == (len(TEXTS), exact.dimensions)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1.0, abs=1e-5)
    assert (vectors * exact.passages(TEXTS)).sum(axis=1).min() > 0.99
    assert float(e5.query(TEXTS[0]) @ exact.query(TEXTS[0])) > 0.99
    assert e5.name != exact.name


@pytest.mark.models
def test_a_query_is_near_the_passage_that_answers_it(e5: QuantizedEmbedder) -> None:
    questions = ["丢了工作一个月能拿多少钱", "租房子能不能用公积金", "楼下太吵了找谁管"]
    nearness = np.stack([e5.query(question) for question in questions]) @ e5.passages(TEXTS[:3]).T
    assert nearness.argmax(axis=1).tolist() == [0, 1, 2]


@pytest.mark.models
def test_rows_come_in_the_order_of_the_texts_whatever_their_lengths(e5: QuantizedEmbedder) -> None:
    many = [TEXTS[3][: 10 + 37 * (number * 7 % 11)] for number in range(20)]
    alone = np.stack([e5.passages([text])[0] for text in many])
    assert (alone * e5.passages(many)).sum(axis=1).min() > 0.999


@pytest.mark.models
def test_batches_are_small_of_like_length_and_begin_with_the_longest(
    e5: QuantizedEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    batches: list[list[int]] = []
    embed = e5._embed

    def watched(tokens: list[list[int]]) -> Vectors:
        batches.append([len(each) for each in tokens])
        return embed(tokens)

    monkeypatch.setattr(e5, "_embed", watched)
    monkeypatch.setattr(e5, "_threads", 1)
    e5.passages([TEXTS[3][: 1 + 37 * (number * 7 % 11)] for number in range(40)] + ["长" * 2_000])
    lengths = [length for batch in batches for length in batch]
    assert lengths == sorted(lengths, reverse=True)
    assert batches[0] == [MOST_TOKENS]
    assert all(len(batch) * batch[0] <= BATCH for batch in batches)
    assert len(batches[-1]) > 5


@pytest.mark.models
@pytest.mark.parametrize("text", ["", "\x00", "😀" * 50, "公积金\ud800提取", "啊" * 2_000])
def test_it_takes_any_text(e5: QuantizedEmbedder, text: str) -> None:
    vector = e5.query(text)
    assert vector.shape == (e5.dimensions,)
    assert np.isfinite(vector).all()
    assert np.isfinite(e5.passages([text])).all()


@pytest.mark.models
def test_no_texts_give_no_rows(e5: QuantizedEmbedder) -> None:
    assert e5.passages([]).shape == (0, e5.dimensions)


@pytest.mark.models
def test_it_is_made_once(e5: QuantizedEmbedder, folder: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quantized_embedder, "_quantize", lambda *_: pytest.fail("made again"))
    assert QuantizedEmbedder(folder["model"], 1).dimensions == e5.dimensions


def test_what_cannot_be_made_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / MODEL).mkdir()

    def broken(_model: Path, _plain: Path, target: Path) -> None:
        target.mkdir()
        (target / "half.bin").write_bytes(b"half")
        raise OSError("No space left on device")

    monkeypatch.setattr(quantized_embedder, "_quantize", broken)
    with pytest.raises(EmbedderUnavailable, match=f"run `calldesk models pull {MODEL}`"):
        QuantizedEmbedder(tmp_path / MODEL, 1)
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == [MODEL]


def test_a_missing_model_is_named_with_its_command(tmp_path: Path) -> None:
    with pytest.raises(EmbedderUnavailable, match=f"{MODEL} is missing: run `calldesk models pull {MODEL}`"):
        QuantizedEmbedder(tmp_path / MODEL, 1)


def test_an_empty_model_folder_says_to_pull_it_again(tmp_path: Path) -> None:
    (tmp_path / MODEL).mkdir()
    with pytest.raises(EmbedderUnavailable, match="cannot be loaded"):
        QuantizedEmbedder(tmp_path / MODEL, 1)
