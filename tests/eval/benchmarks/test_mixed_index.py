import numpy as np
import pytest

from eval.benchmarks.benchmark_base import open_base
from eval.benchmarks.mixed_index import MixedIndex, NoisyEmbedder
from knowledge_base.document import Document, Section
from knowledge_base.indexer import Searchable
from knowledge_base.store import Store
from retrieval.embedder import HashedEmbedder
from retrieval.ranking import read_ranking
from retrieval.search_index import FIELDS

LINES = ("居民用水每立方米收费三元。", "停水应当提前一天通知。")


@pytest.fixture
def store(tmp_path):
    with Store(tmp_path / "base.db") as store:
        yield store


def test_tokens_are_those_of_the_text_but_for_sounds_across_lines(tmp_path, store) -> None:
    passages = [Searchable("供水办法", (), LINES[0]), Searchable("供水办法", (), "\n".join(LINES))]
    embedder = HashedEmbedder()
    ready = MixedIndex(tmp_path, store, NoisyEmbedder(embedder.passages(LINES), embedder)).prepare(passages)
    for passage, tokens in zip(passages, ready.tokens, strict=True):
        whole = {field: make(f"{passage.title}\n{passage.text}").split() for field, make in FIELDS.items()}
        assert tokens["words"].split() == whole["words"]
        assert set(tokens["sound"].split()) < set(whole["sound"])
    assert ready.whole["sound"].split() == [gram for part in ready.tokens for gram in part["sound"].split()]


def test_what_was_added_is_in_every_index(tmp_path) -> None:
    embedder = HashedEmbedder()
    noisy = NoisyEmbedder(embedder.passages(LINES), embedder)
    documents = [
        Document(name, "供水办法", name, "text", text, (Section((), 0, len(text)),), name)
        for name, text in zip("ab", LINES, strict=True)
    ]
    with open_base(tmp_path, noisy, read_ranking(tmp_path), MixedIndex) as base:
        base.library.add_documents(documents)
        sizes = (base.index.passages.size(), base.index.documents.size(), base.index.dense.size())
    assert sizes == (2, 2, 2)


def test_vectors_are_near_real_ones_and_the_same_each_time() -> None:
    rng = np.random.default_rng(1)
    real = rng.standard_normal((50, 384)).astype(np.float32)
    real /= np.linalg.norm(real, axis=1, keepdims=True)
    noisy = NoisyEmbedder(real, HashedEmbedder())
    vectors = noisy.passages(["甲"] * 40)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    nearest = (vectors @ real.T).max(axis=1)
    assert nearest.min() > 0.96 and nearest.max() < 0.985
    assert (noisy.passages(["甲"] * 40) == vectors).all()
    assert not np.allclose(noisy.passages(["乙"] * 40), vectors)
