import numpy as np

from eval.benchmarks.watched_embedder import WatchedEmbedder
from retrieval.embedder import HashedEmbedder


def test_counts_and_changes_nothing() -> None:
    plain = HashedEmbedder()
    watched = WatchedEmbedder(plain)
    assert (watched.name, watched.dimensions) == (plain.name, plain.dimensions)
    assert np.array_equal(watched.passages(["水费", "电费"]), plain.passages(["水费", "电费"]))
    assert np.array_equal(watched.query("水费"), plain.query("水费"))
    assert watched.embedded == 2


def test_a_vector_that_is_given_is_not_embedded() -> None:
    watched = WatchedEmbedder(HashedEmbedder())
    watched.given = {"水费": watched.query("电费")}
    assert np.array_equal(watched.query("水费"), HashedEmbedder().query("电费"))
    assert np.array_equal(watched.query("气费"), HashedEmbedder().query("气费"))
