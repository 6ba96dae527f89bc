import json

import pytest

import eval.baselines.plain_embedder
from retrieval.embedder import HashedEmbedder

DOCUMENTS = [
    {"docid": str(number), "title": f"办法{number}", "text": f"第{number}条 居民用水每立方米收费三元。\n" * 40}
    for number in range(4)
]


@pytest.fixture
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(eval.baselines.plain_embedder, "PlainEmbedder", lambda _model: HashedEmbedder())


def test_embeds_beside_the_plain_model_and_embeds_nothing_again(run, plain, write_rows, tmp_path, embedded) -> None:
    out = tmp_path / "out"
    run("ingest", "--documents", write_rows("d.jsonl", DOCUMENTS), "--limit", 4, "--out", out)
    report = json.loads((out / "result.json").read_text(encoding="utf-8"))
    assert report["embedded_again"] == 0
    assert report["cosine"] == pytest.approx(1.0) and report["cosine_min"] == pytest.approx(1.0)
    for rate in ("passages_per_s", "indexed_per_s", "prepared_per_s", "faster"):
        assert report[rate] > 0
    assert report["plain_float32"]["passages_per_s"] > 0
    assert report["run"]["used"] == {"embedder": "hashed"}
    assert sorted(path.name for path in out.iterdir() if path.is_dir()) == []  # its knowledge base is gone again


def test_no_more_documents_than_have_that_many_passages(run, plain, write_rows, tmp_path, embedded) -> None:
    run("ingest", "--documents", write_rows("d.jsonl", DOCUMENTS), "--limit", 1, "--json", tmp_path / "r.json")
    few = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))["n"]
    run("ingest", "--documents", write_rows("d.jsonl", DOCUMENTS), "--limit", few + 1, "--json", tmp_path / "r.json")
    assert json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))["n"] == 2 * few
