import hashlib
import json
from pathlib import Path

import pytest
from pydantic import SecretStr

from assistant.settings import Settings
from eval.errors import EvalError
from eval.runs.result import Result
from eval.runs.run import Run

RESULT = Result({"cer": 0.25, "n": 1}, [])


def test_the_report_says_what_it_was_made_with(settings: Settings, tmp_path: Path) -> None:
    model = settings.models / "whisper-base" / "model.bin"
    model.parent.mkdir(parents=True)
    model.write_bytes(b"weights")
    manifest = tmp_path / "m.jsonl"
    manifest.write_bytes(b"rows")
    run = Run.begin(settings, [manifest], tmp_path / "r.json")
    run.end("Hearing", RESULT, {"recognizer": "scripted"})
    record = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))["run"]
    assert record["models"] == {"whisper-base/model.bin": hashlib.sha256(b"weights").hexdigest()}
    assert record["inputs"] == [{"file": "m.jsonl", "sha256": hashlib.sha256(b"rows").hexdigest()}]
    assert record["used"] == {"recognizer": "scripted"}
    assert record["settings"]["engine"] == "auto"
    assert record["machine"]["cores"] >= 1
    assert record["duration_s"] >= 0
    assert {"commit", "started"} < set(record)
    assert {"python", "jiwer"} <= set(record["versions"])


def test_secrets_and_addresses_are_left_out(tmp_path: Path) -> None:
    settings = Settings(
        home=tmp_path, llm_api_key=SecretStr("sesame"), llm_base_url="http://user:sesame@example.org/v1"
    )
    assert "sesame" not in json.dumps(Run.begin(settings, [], None).record({}))


def test_a_result_without_a_place_is_refused_before_the_run(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(EvalError, match="no folder"):
        Run.begin(settings, [], tmp_path / "none" / "r.json")


def test_without_a_file_the_table_is_all(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    Run.begin(settings, [], None).end("Hearing", RESULT, {})
    assert "0.2500" in capsys.readouterr().out
