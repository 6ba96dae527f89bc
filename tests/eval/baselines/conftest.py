"""A small knowledge base that is searched by hashed vectors."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.settings import Settings
from assistant.wiring import Knowledge, open_knowledge
from eval.data.question_set import read_documents
from retrieval.embedder import HashedEmbedder
from retrieval.searcher import Searcher

TEXTS = {
    "water": "居民用水每立方米收费三元。停水应当提前一天通知。",
    "wages": "用人单位拖欠工资的，劳动者可以向劳动监察大队投诉。",
    "permit": "居住证丢失的，可以向公安派出所申请补领，工本费二十元。",
    "noise": "夜间施工噪声扰民的，可以拨打热线向生态环境局投诉。",
}


@pytest.fixture
def embedder() -> HashedEmbedder:
    return HashedEmbedder()


@pytest.fixture
def knowledge(settings: Settings, embedder: HashedEmbedder) -> Iterator[Knowledge]:
    """Empty."""
    knowledge = open_knowledge(settings, settings.home, embedder)
    with knowledge.store:
        yield knowledge


@pytest.fixture
def searcher(knowledge: Knowledge, write_rows, tmp_path: Path) -> Searcher:
    rows = [{"docid": name, "text": text} for name, text in TEXTS.items()]
    knowledge.desk.add_documents(list(read_documents(write_rows("documents.jsonl", rows)).items))
    return knowledge.searcher
