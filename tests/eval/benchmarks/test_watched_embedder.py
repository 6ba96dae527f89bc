import numpy as np

from eval.benchmarks.watched_embedder import WatchedEmbedder
from retrieval.embedder import HashedEmbedder


def test_counts_and_times_and_changes_nothing() -> None:
    plain = HashedEmbedder()
    watched = WatchedEmbedder(plain)
    assert (watched.name, watched.dimensions) == (plain.name, plain.dimensions)
    assert np.array_equal(watched.passages(["水费", "电费"]), plain.passages(["水费", "电费"]))
    assert np.array_equal(watched.query("水费"), plain.query("水费"))
    assert watched.embedded == 2
    assert watched.query_ms > 0
