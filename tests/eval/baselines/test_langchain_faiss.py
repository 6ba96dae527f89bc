import numpy as np
import pytest

from assistant.wiring import Knowledge
from eval.baselines.langchain_faiss import LangchainFaiss
from eval.errors import EvalError
from retrieval.embedder import HashedEmbedder
from retrieval.searcher import Searcher

QUERIES = ("停水几天通知", "拖欠工资向谁投诉", "补领居住证多少钱", "夜间施工噪声")


def test_it_finds_what_an_exact_search_finds(searcher: Searcher, embedder: HashedEmbedder) -> None:
    passages, _, vectors = zip(*searcher.indexed(), strict=True)
    baseline = LangchainFaiss(searcher, embedder, 3)
    for query in QUERIES:
        near = np.argsort(-(np.stack(vectors) @ embedder.query(query)), kind="stable")[:3]
        found = baseline.doc_ids(query, 3)["langchain_faiss"]
        assert found[0] == passages[near[0]].doc_id
        assert len(found) == 3


def test_no_more_than_asked_for(searcher: Searcher, embedder: HashedEmbedder) -> None:
    baseline = LangchainFaiss(searcher, embedder, 3)
    assert [len(baseline.doc_ids(QUERIES[0], limit)["langchain_faiss"]) for limit in (1, 2, 9)] == [1, 2, 3]
    assert (baseline.names, baseline.timed) == (("langchain_faiss",), True)


def test_passages_are_not_embedded_again(searcher: Searcher, embedder: HashedEmbedder, monkeypatch) -> None:
    monkeypatch.setattr(HashedEmbedder, "passages", lambda *_: pytest.fail("embedded"))
    assert LangchainFaiss(searcher, embedder, 1).doc_ids(QUERIES[1], 1) == {"langchain_faiss": ["wages"]}


def test_an_empty_knowledge_base_is_said(knowledge: Knowledge, embedder: HashedEmbedder) -> None:
    with pytest.raises(EvalError, match="no passages to search"):
        LangchainFaiss(knowledge.searcher, embedder, 5)
