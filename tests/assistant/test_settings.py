from pathlib import Path

import pytest

from assistant.errors import AssistantError
from assistant.settings import Settings, read_settings


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working directory."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_defaults_need_nothing() -> None:
    settings = read_settings()
    assert (settings.host, settings.port, settings.engine) == ("127.0.0.1", 7860, "auto")
    assert settings.database == Path(".calldesk/calldesk.db")
    assert settings.models == Path(".calldesk/models")
    for sample in (settings.categories, settings.departments, settings.gazetteer, settings.examples):
        assert sample.is_file()


def test_the_environment_goes_before_the_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "calldesk.toml").write_text('port = 8001\nengine = "vosk"\nhome = "elsewhere"\n')
    monkeypatch.setenv("CALLDESK_PORT", "8002")
    settings = read_settings()
    assert (settings.port, settings.engine, settings.home) == (8002, "vosk", Path("elsewhere"))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "0"),
        ("PORT", "many"),
        ("ENGINE", "ears"),
        ("ENGINE", "whisper:../whisper"),
        ("UNSURE", "1.5"),
        ("MAX_SPEECH_MODELS", "0"),
        ("THREADS", "0"),
        ("LLM_DEADLINE_S", "-1"),
        ("MAX_AUDIO_MINUTES", "0"),
        ("MAX_DOCUMENT_MB", "0"),
    ],
)
def test_a_wrong_value_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"CALLDESK_{name}", value)
    with pytest.raises(AssistantError, match=rf"wrong \({name.lower()}: "):
        read_settings()


def test_every_wrong_value_and_every_unknown_name_of_the_file_is_named(folder: Path) -> None:
    (folder / "calldesk.toml").write_text('port = 0\nthreads = "x"\ncolour = "red"\n')
    with pytest.raises(AssistantError) as caught:
        read_settings()
    for name in ("port: ", "threads: ", "colour: "):
        assert name in str(caught.value)


@pytest.mark.parametrize("content", [b"port = \n", "home = '供水'".encode("gbk"), b"llm_api_key = sk-secret\n"])
def test_a_file_that_is_no_toml_is_a_sentence_without_its_content(folder: Path, content: bytes) -> None:
    (folder / "calldesk.toml").write_bytes(content)
    with pytest.raises(AssistantError, match=r"calldesk\.toml cannot be read") as caught:
        read_settings()
    assert "sk-secret" not in str(caught.value)


def test_the_key_is_shown_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CALLDESK_LLM_API_KEY", "sk-secret")
    settings = read_settings()
    assert settings.llm_api_key.get_secret_value() == "sk-secret"
    assert "sk-secret" not in repr(settings) + settings.model_dump_json()


def test_settings_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="frozen"):
        Settings().port = 1  # type: ignore[misc]


@pytest.mark.parametrize("engine", ["vosk:vosk-ko", "two-pass:vosk-small-cn:whisper-base", "sherpa", "two-pass"])
def test_an_engine_may_be_named_with_its_models(monkeypatch: pytest.MonkeyPatch, engine: str) -> None:
    monkeypatch.setenv("CALLDESK_ENGINE", engine)
    assert read_settings().engine == engine
