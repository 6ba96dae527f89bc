import hashlib

import pytest

from eval.benchmarks.mixed_documents import LONGEST, PASSAGES, MixedDocuments
from eval.errors import EvalError
from knowledge_base.document import Document, Section
from knowledge_base.splitter import split


def document(text: str, doc_id: str = "a") -> Document:
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Document(doc_id, f"{doc_id}办法", "a.txt", "text", text, (Section((), 0, len(text)),), digest)


@pytest.fixture
def mixed() -> MixedDocuments:
    text = "".join(f"第{number}条规定居民用水收费{'和停水通知' * (number % 9)}。" for number in range(40))
    return MixedDocuments([document(text), document("短。", "b")])


def test_each_section_becomes_one_passage_of_whole_lines(mixed) -> None:
    for number in range(20):
        made = mixed.document(number)
        spans = split(made)
        assert len(spans) == PASSAGES
        lines = [line for span in spans for line in made.text[span.start : span.end].split("\n")]
        assert all(line.endswith("。") and line.startswith("第") for line in lines)
        assert all(200 <= span.end - span.start <= LONGEST for span in spans)


def test_a_number_gives_the_same_document_and_another_number_another(mixed) -> None:
    assert mixed.document(3) == mixed.document(3)
    assert mixed.document(3).sha256 != mixed.document(4).sha256
    assert (mixed.document(0).title, mixed.document(1).title) == ("a办法", "b办法")


def test_documents_without_sentences_are_refused() -> None:
    with pytest.raises(EvalError, match="no sentences"):
        MixedDocuments([document("短。")])
