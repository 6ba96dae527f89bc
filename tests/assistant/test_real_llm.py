"""A real model behind a real llama.cpp server: what is drafted is checked or refused, and the deadline holds.

CALLDESK_TEST_GGUF names the model file of a chat model.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from assistant.answers.drafted_answer import draft_answer
from assistant.errors import LlmUnavailable
from assistant.llm import Llm, open_llm
from knowledge_base.document import Passage
from retrieval.hit import Hit

pytestmark = pytest.mark.llm

TEXT = (
    "居住证丢失补领每张收费15元，损坏换领每张收费10元，首次申领免费。自受理之日起10个工作日内发证。"
    "咨询电话0599-8861201。"
)
HIT = Hit(Passage(1, "permit", "居住证办理指南", ("收费标准",), None, 20, 20 + len(TEXT), TEXT), 1.0, {"words": 1})


@pytest.fixture(scope="module")
def llm() -> Iterator[Llm]:
    """The model of CALLDESK_TEST_GGUF, served on a free port of this machine."""
    model = os.environ.get("CALLDESK_TEST_GGUF", "")
    if not model:
        pytest.skip("CALLDESK_TEST_GGUF names no GGUF file")
    assert Path(model).is_file(), "CALLDESK_TEST_GGUF names a file that does not exist"
    xllamacpp = pytest.importorskip("xllamacpp", reason="the extra is missing: pip install 'calldesk[llamacpp]'")
    params = xllamacpp.CommonParams()
    params.model.path = model
    params.n_ctx = 4096
    params.n_parallel = 1
    params.port = 0
    server = xllamacpp.Server(params)
    opened = open_llm(f"{server.listening_address}/v1", "test", SecretStr(""))
    assert opened is not None
    yield opened
    del server


@pytest.mark.parametrize("query", ["居住证丢了补领要多少钱？", "咨询电话是多少？"])
def test_a_draft_streams_with_checked_citations_or_is_refused(llm: Llm, query: str) -> None:
    answers = list(draft_answer(llm, query, [HIT], deadline_s=120))
    assert [answer.complete for answer in answers] == [False] * (len(answers) - 1) + [True] * bool(answers)
    for answer in answers:
        assert answer.sentences and answer.origin == "drafted"
        for sentence in answer.sentences:
            assert sentence.citations
            for citation in sentence.citations:
                assert TEXT[citation.start - 20 : citation.end - 20] == citation.quote


def test_the_model_writes_in_several_pieces(llm: Llm) -> None:
    pieces = list(llm.stream("用一句话回答。", "一年有几个月？", deadline_s=120))
    assert len(pieces) > 1 and "".join(pieces).strip()


def test_the_deadline_holds(llm: Llm) -> None:
    with pytest.raises(LlmUnavailable, match="deadline"):
        list(llm.stream("回答要详细。", "从一数到五百，每个数字写一行。", deadline_s=0.3))
