"""Texts as unit vectors, by hashing and by the real model."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from retrieval.embedder import HashedEmbedder, SentenceEmbedder
from retrieval.errors import EmbedderUnavailable

MODEL = "multilingual-e5-small"
TEXTS = ["失业保险金每月一千八百二十四元", "住房公积金可以提取付房租", "小区噪音向城管反映"]


def test_hashed_vectors_are_of_length_one_and_of_the_promised_shape() -> None:
    embedder = HashedEmbedder()

    vectors = embedder.passages(TEXTS)

    assert vectors.shape == (3, embedder.dimensions)
    assert vectors.dtype == embedder.query("公积金").dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1.0)
    assert embedder.passages([]).shape == (0, embedder.dimensions)


def test_hashed_vectors_of_shared_words_lie_nearer() -> None:
    embedder = HashedEmbedder()

    nearness = embedder.passages(TEXTS) @ embedder.query("公积金怎么提取")

    assert nearness.argmax() == 1


def test_hashed_vectors_are_the_same_in_every_process() -> None:
    code = (
        "from retrieval.embedder import HashedEmbedder\n"
        "print(HashedEmbedder().query('公积金怎么提取').nonzero()[0].tolist())"
    )
    root = Path(__file__).resolve().parents[2]

    other = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)

    assert other.stdout.strip() == str(HashedEmbedder().query("公积金怎么提取").nonzero()[0].tolist())


@pytest.mark.parametrize("text", ["", "😀", "，", "\x00", "\ud800", "啊" * 10_000])
def test_hashing_takes_any_text(text: str) -> None:
    assert np.isfinite(HashedEmbedder().query(text)).all()


def test_a_missing_model_is_named_with_its_command(tmp_path: Path) -> None:
    with pytest.raises(EmbedderUnavailable, match=f"{MODEL} is missing: run `calldesk models pull {MODEL}`"):
        SentenceEmbedder(tmp_path / MODEL, 1)


def test_a_missing_package_is_named_with_its_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)

    with pytest.raises(EmbedderUnavailable, match="run `pip install sentence-transformers`"):
        SentenceEmbedder(tmp_path, 1)


def test_an_empty_model_folder_says_to_pull_it_again(tmp_path: Path) -> None:
    (tmp_path / MODEL).mkdir()

    with pytest.raises(EmbedderUnavailable, match=f"cannot be loaded: run `calldesk models pull {MODEL}`"):
        SentenceEmbedder(tmp_path / MODEL, 1)


@pytest.fixture(scope="module")
def loaded() -> dict[Path, SentenceEmbedder]:
    return {}


@pytest.fixture
def e5(models: Callable[..., Path], loaded: dict[Path, SentenceEmbedder]) -> SentenceEmbedder:
    """The real model, loaded once for this file."""
    folder = models(MODEL) / MODEL
    if folder not in loaded:
        loaded[folder] = SentenceEmbedder(folder, 2)
    return loaded[folder]


@pytest.mark.models
def test_a_model_cut_off_while_it_was_pulled_says_to_pull_it_again(tmp_path: Path, models: Callable[..., Path]) -> None:
    whole, cut = models(MODEL) / MODEL, tmp_path / MODEL
    cut.mkdir()
    for file in whole.iterdir():
        (cut / file.name).symlink_to(file)
    (cut / "model.safetensors").unlink()
    with (whole / "model.safetensors").open("rb") as weights:
        (cut / "model.safetensors").write_bytes(weights.read(100_000))

    with pytest.raises(EmbedderUnavailable, match="cannot be loaded: run `calldesk models pull"):
        SentenceEmbedder(cut, 1)


@pytest.mark.models
def test_a_real_query_is_near_the_passage_that_answers_it(e5: SentenceEmbedder) -> None:
    passages = e5.passages(TEXTS)

    assert passages.shape == (3, e5.dimensions)
    assert passages.dtype == np.float32
    assert np.linalg.norm(passages, axis=1) == pytest.approx(1.0, abs=1e-5)
    questions = ["丢了工作一个月能拿多少钱", "租房子能不能用公积金", "楼下太吵了找谁管"]
    nearness = np.stack([e5.query(question) for question in questions]) @ passages.T
    assert nearness.argmax(axis=1).tolist() == [0, 1, 2]
    assert e5.name == MODEL


@pytest.mark.models
def test_real_vectors_do_not_depend_on_their_neighbours(e5: SentenceEmbedder) -> None:
    alone = e5.passages([TEXTS[2]])[0]

    assert float(alone @ e5.passages([TEXTS[0] * 20, TEXTS[2]])[1]) > 0.999


@pytest.mark.models
def test_a_query_is_prompted_as_one(e5: SentenceEmbedder) -> None:
    assert not np.allclose(e5.query(TEXTS[0]), e5.passages([TEXTS[0]])[0], atol=1e-3)


@pytest.mark.models
@pytest.mark.parametrize("text", ["", "\x00", "😀" * 50, "公积金\ud800提取", "啊" * 2_000])
def test_the_real_model_takes_any_text(e5: SentenceEmbedder, text: str) -> None:
    vector = e5.query(text)

    assert vector.shape == (e5.dimensions,)
    assert np.isfinite(vector).all()


@pytest.mark.models
def test_no_texts_give_no_rows(e5: SentenceEmbedder) -> None:
    assert e5.passages([]).shape == (0, e5.dimensions)
