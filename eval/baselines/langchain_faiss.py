"""LangChain's FAISS retriever with its defaults, over the same passages, embedded by the same model."""

from __future__ import annotations

from langchain_community.vectorstores import FAISS
from langchain_core.embeddings import Embeddings

from eval.errors import EvalError
from retrieval.embedder import Embedder
from retrieval.searcher import Searcher


class _Embeddings(Embeddings):
    """LangChain's side of our embedder."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One vector a text."""
        return [vector.tolist() for vector in self._embedder.passages(texts)]

    def embed_query(self, text: str) -> list[float]:
        """A question's vector."""
        vector: list[float] = self._embedder.query(text).tolist()
        return vector


class LangchainFaiss:
    """Takes the vectors from the index instead of embedding all passages again; they are the same."""

    names = ("langchain_faiss",)
    timed = True

    def __init__(self, searcher: Searcher, embedder: Embedder, depth: int) -> None:
        indexed = list(searcher.indexed())
        if not indexed:
            raise EvalError("There are no passages to search: add documents first, or give --no-baselines.")
        passages, texts, vectors = zip(*indexed, strict=True)
        store = FAISS.from_embeddings(
            [(text, vector.tolist()) for text, vector in zip(texts, vectors, strict=True)],
            _Embeddings(embedder),
            metadatas=[{"doc_id": passage.doc_id} for passage in passages],
        )
        self._retriever = store.as_retriever(search_kwargs={"k": depth})

    def doc_ids(self, query: str, limit: int) -> dict[str, list[str]]:
        """The documents of the best passages, best first."""
        found = self._retriever.invoke(query)[:limit]
        return {self.names[0]: [document.metadata["doc_id"] for document in found]}
