import hashlib
import json
from pathlib import Path

from pydantic import SecretStr

from assistant.settings import Settings
from eval.runs import provenance


def test_the_record_says_what_the_run_was_made_with(runs, tmp_path: Path) -> None:
    model = runs.settings.models / "whisper-base" / "model.bin"
    model.parent.mkdir(parents=True)
    model.write_bytes(b"weights")
    manifest = tmp_path / "m.jsonl"
    manifest.write_bytes(b"rows")
    record = runs.begin(inputs=[manifest, manifest], options={"fast": True}).record({"recognizer": "scripted"})
    assert record["models"] == {"whisper-base/model.bin": hashlib.sha256(b"weights").hexdigest()}
    assert record["inputs"] == [{"file": "m.jsonl", "sha256": hashlib.sha256(b"rows").hexdigest()}]
    assert record["used"] == {"recognizer": "scripted"}
    assert record["options"] == {"fast": True}
    assert record["settings"]["engine"] == "auto"
    assert record["machine"]["cores"] >= 1 and record["machine"]["memory_mb"] > 100
    assert record["duration_s"] >= 0 and record["continued"] is False
    assert {"commit", "started", "kind"} < set(record)
    assert {"python", "jiwer", "ir_measures", "scipy"} <= set(record["versions"])


def test_secrets_and_addresses_are_left_out(runs, tmp_path: Path) -> None:
    runs.settings = Settings(
        home=tmp_path, llm_api_key=SecretStr("sesame"), llm_base_url="http://user:sesame@example.org/v1"
    )
    run = runs.begin()
    kept = json.dumps(run.record({})) + (run.folder / "run.json").read_text(encoding="utf-8")
    assert "sesame" not in kept and "example.org" not in kept


def test_models_that_are_linked_are_read_and_no_models_are_none(tmp_path: Path) -> None:
    (tmp_path / "elsewhere" / "deep").mkdir(parents=True)
    (tmp_path / "elsewhere" / "deep" / "w.bin").write_bytes(b"w")
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "vosk").symlink_to(tmp_path / "elsewhere")
    assert provenance.models(tmp_path / "models") == {"vosk/deep/w.bin": hashlib.sha256(b"w").hexdigest()}
    assert provenance.models(tmp_path / "none") == {}


def test_sources_are_one_digest_that_every_module_decides(tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "eval").mkdir()
    module = tmp_path / "eval" / "a.py"
    module.write_text("1", encoding="utf-8")
    monkeypatch.setattr(provenance, "_ROOT", tmp_path)
    first = provenance.sources()
    assert first == provenance.sources()
    module.write_text("2", encoding="utf-8")
    changed = provenance.sources()
    module.rename(tmp_path / "eval" / "b.py")
    renamed = provenance.sources()
    (tmp_path / "retrieval").mkdir()
    (tmp_path / "retrieval" / "ranking.json").write_text("{}", encoding="utf-8")
    assert len({first, changed, renamed, provenance.sources()}) == 4


def test_without_a_repository_there_is_no_commit(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(provenance, "_ROOT", tmp_path)
    assert provenance.commit() == ""
