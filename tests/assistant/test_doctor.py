"""What the doctor says of hearing, models and packages, and when it says that the desk cannot work."""

import errno
import json
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from pydantic import SecretStr

import calldesk
from assistant import doctor
from assistant.doctor import as_json, as_text, examine, healthy
from assistant.machine_check import Check, State
from assistant.models.model_catalogue import CATALOGUE
from assistant.settings import Settings

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def equipped(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Settings of a home with files in the place of the models that an ordinary installation has."""
    for name in ("whisper-base", "vosk-small-cn", "multilingual-e5-small"):
        for need in CATALOGUE[name].needs:
            (settings.models / name / need).parent.mkdir(parents=True, exist_ok=True)
            (settings.models / name / need).write_text("x")
    monkeypatch.setattr(doctor, "check_machine", lambda _settings: [])
    return settings


def said(settings: Settings, name: str) -> Check:
    return next(check for check in examine(settings) if check.name == name)


def test_an_ordinary_installation_is_healthy_and_says_what_hears_and_why(equipped: Settings) -> None:
    checks = examine(equipped)

    assert healthy(checks)
    assert said(equipped, "hearing").said == (
        "two-pass:vosk-small-cn:whisper-base: Vosk shows the words, Whisper reads finals"
    )
    assert said(equipped, "engines for a call").said == (
        "two-pass:vosk-small-cn:whisper-base, vosk:vosk-small-cn, whisper:whisper-base"
    )
    assert said(equipped, "embedding").said == "multilingual-e5-small, int8"
    assert as_text(checks).splitlines()[-1] == "The desk can work."


def test_nothing_there_is_not_healthy_and_names_each_command(settings: Settings) -> None:
    checks = examine(settings)

    assert not healthy(checks)
    text = as_text(checks)
    for model in ("whisper-base", "multilingual-e5-small"):
        assert f"calldesk models pull {model}" in text
    assert "calldesk setup" in text
    assert text.splitlines()[-1].endswith("is missing (!!).")


def test_what_is_passed_over_is_said_with_what_mends_it(equipped: Settings) -> None:
    (equipped.models / "whisper-base" / "model.bin").unlink()

    checks = [check for check in examine(equipped) if check.name == "hearing, passed over"]

    assert [check.said.split(":")[0] for check in checks] == ["The model whisper-base is incomplete"]
    assert healthy(examine(equipped))


def test_a_model_of_sherpa_that_would_end_the_process_is_found_out(equipped: Settings) -> None:
    """Its files have the notes of a model, which is all that is looked at elsewhere."""
    folder = equipped.models / "sherpa-broken"
    folder.mkdir()
    (folder / "tokens.txt").write_text("x 0\n")
    note = lambda key: b"\x0a" + bytes([len(key)]) + key.encode() + b"\x12\x011"  # noqa: E731
    notes = [note(key) for key in ("decode_chunk_len", "T", "model_type")]
    for part in ("encoder", "decoder", "joiner"):
        (folder / f"{part}.onnx").write_bytes(b"".join(b"\x72" + bytes([len(one)]) + one for one in notes))

    check = said(equipped.model_copy(update={"engine": "sherpa"}), "hearing")
    assert (check.state, "sherpa-broken cannot be used: unpack it again" in check.mend) == ("bad", True)
    assert said(equipped, "hearing").said.startswith("two-pass:vosk-small-cn:whisper-base")
    assert "sherpa-broken cannot be used" in said(equipped, "hearing, passed over").said


def test_models_that_may_not_be_looked_at_are_said(equipped: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_self: Path) -> bool:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "is_dir", refuse)
    monkeypatch.setattr(Path, "exists", refuse)

    check = said(equipped, "models")

    assert (check.state, "Permission denied" in check.said, "CALLDESK_HOME" in check.mend) == ("bad", True, True)


def test_a_wish_that_cannot_be_met_is_said(equipped: Settings) -> None:
    wanted = equipped.model_copy(update={"reranker": "absent", "engine": "whisper:absent"})

    assert said(wanted, "reranking").state == "lacking"
    assert said(wanted, "hearing").state == "bad"
    assert "CALLDESK_ENGINE=whisper:absent" in said(wanted, "hearing").said


def test_a_language_model_is_looked_for_and_its_key_kept(equipped: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        address = {
            "llm_base_url": f"http://u:hush@127.0.0.1:{port}/v1",
            "llm_api_key": SecretStr("hush"),
            "llm_model": "m",
        }
        there = equipped.model_copy(update=address)
        assert said(there, "language model").said == f"m at 127.0.0.1:{port}"
        assert "hush" not in as_json(examine(there))
    assert said(there, "language model").state == "lacking"
    for wrong in ("not an address", "http://127.0.0.1:port/v1"):
        assert said(equipped.model_copy(update={"llm_base_url": wrong}), "language model").state == "lacking"


def test_a_missing_package_is_named(equipped: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ctranslate2", None)
    assert said(equipped, "embedding").mend == "run `pip install ctranslate2`"
    monkeypatch.setitem(sys.modules, "rapidocr", None)
    assert "with `pip install rapidocr" in said(equipped, "optional rapidocr").said


def test_programs_are_told_the_same(equipped: Settings) -> None:
    checks = examine(equipped)
    told = json.loads(as_json(checks))
    assert told["ok"] is healthy(checks)
    assert [(one["name"], one["state"]) for one in told["checks"]] == [(one.name, one.state) for one in checks]


@pytest.mark.parametrize(("state", "code"), [("ok", 0), ("lacking", 0), ("bad", 1)])
@pytest.mark.parametrize("option", [[], ["--json"]])
def test_the_command_ends_with_1_where_something_needed_is_missing(
    monkeypatch: pytest.MonkeyPatch, state: State, code: int, option: list[str]
) -> None:
    monkeypatch.setattr(doctor, "examine", lambda _settings: [Check("hearing", state, "this", "do that")])

    ran = CliRunner().invoke(calldesk.cli, ["doctor", *option])

    assert ran.exit_code == code
    assert "this" in ran.output
    assert ("do that" in ran.output) is (bool(option) or state != "ok")


def test_it_imports_nothing_that_takes_seconds() -> None:
    code = "import sys, assistant.doctor; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert not {"torch", "gradio", "sklearn", "vosk", "faster_whisper", "sherpa_onnx"} & set(loaded.split())
