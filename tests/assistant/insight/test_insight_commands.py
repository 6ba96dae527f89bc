"""The commands over a home of their own."""

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from assistant.insight.insight_commands import kb_conflicts, kb_gaps, kb_recall
from assistant.settings import Settings
from assistant.wiring import Knowledge, open_knowledge
from retrieval.embedder import HashedEmbedder


@pytest.fixture
def knowledge(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The knowledge base of the home that the commands read."""
    monkeypatch.setenv("CALLDESK_HOME", str(settings.home))
    known: Knowledge = open_knowledge(settings, settings.home, HashedEmbedder())
    yield known
    known.store.close()


def run(command: Any, *arguments: str) -> str:
    result: Result = CliRunner().invoke(command, arguments, catch_exceptions=False)
    assert result.exit_code == 0
    return result.output


def test_what_waits_is_listed(knowledge: Knowledge, add: Any, log_call: Any, tmp_path: Path) -> None:
    (rule,) = add("停车条例", "市区道路停车位每小时收费三元。")
    add("停车问答", "市区道路停车位每小时收费五元。")
    log_call("c1", ("停车", [rule], [rule]), ("我的号码13812345678婚姻登记在哪里办", [], []))
    assert "figures" in run(kb_conflicts)
    assert run(kb_conflicts, "--duplicates") == ""
    gaps = run(kb_gaps)
    assert "婚姻登记在哪里办" in gaps and "138" not in gaps
    assert run(kb_recall) == ""
    add("停车条例", "市区道路停车位每小时收费四元。")
    assert f"{rule.doc_id}  replaced" in run(kb_recall)
    assert "c1  quoted" in run(kb_recall, rule.doc_id)
