"""Every setting, read once: environment `CALLDESK_*` first, then `calldesk.toml`, then the defaults."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from asr.engine_choice import ENGINE_NAME
from assistant.errors import AssistantError
from assistant.lines.line_limits import LineLimits
from assistant.lines.rtp_ports import even_ports
from knowledge_base.readers.limits import MEGABYTE, Limits

SAMPLE = Path(__file__).resolve().parent.parent / "knowledge_base" / "sample"


class Settings(BaseSettings):
    """Frozen; `calldesk.toml` is looked for in the working directory."""

    model_config = SettingsConfigDict(env_prefix="CALLDESK_", toml_file="calldesk.toml", frozen=True, extra="forbid")

    home: Path = Field(default=Path(".calldesk"), description="Folder of the database, indexes, models and recordings.")
    host: str = Field(default="127.0.0.1", description="Address the panel listens on.")
    port: int = Field(default=7860, ge=1, le=65535, description="Port the panel listens on.")
    engine: str = Field(
        default="auto",
        pattern=f"^{ENGINE_NAME}$",
        description="Recogniser: auto takes the best that is there; else by name, and by model as in vosk:vosk-ko.",
    )
    max_speech_models: int = Field(
        default=4,
        ge=1,
        le=64,
        description="Most models of speech in memory, the site's own and those that calls choose.",
    )
    unsure: float = Field(default=0.5, ge=0, le=1, description="Confidence below which words are shown as doubtful.")
    embedding: str = Field(
        default="int8",
        pattern="^(int8|float32)$",
        description="Precision of the sentence model: int8 is about 2.5 times as fast.",
    )
    reranker: str = Field(
        default="",
        pattern=r"^(\w[\w.-]*)?$",
        description="Cross-encoder that orders the best passages anew: its folder under models; empty: none.",
    )
    threads: int = Field(default=2, ge=1, le=64, description="CPU threads for recognition.")
    categories: Path = Field(default=SAMPLE / "categories.jsonl", description="The category tree, one leaf a line.")
    departments: Path = Field(default=SAMPLE / "departments.jsonl", description="Departments and duties.")
    gazetteer: Path = Field(
        default=SAMPLE / "gazetteer.jsonl", description="Names of the city: places, companies, lines."
    )
    examples: Path = Field(default=SAMPLE / "examples.jsonl", description="Labelled example requests.")
    llm_base_url: str = Field(default="", description="OpenAI-compatible address; empty: no LLM.")
    llm_model: str = Field(default="", description="Model name sent to that address.")
    llm_api_key: SecretStr = Field(default=SecretStr(""), description="Key for it, where one is needed.")
    llm_deadline_s: float = Field(
        default=8.0, gt=0, le=120, description="Seconds after which a drafted answer is given up."
    )
    max_calls: int = Field(default=0, ge=0, description="Most calls heard at a time; 0: as the machine can.")
    max_lines: int = Field(default=512, ge=1, le=10_000, description="Most connections of telephone lines at a time.")
    line_silent_s: float = Field(default=60, gt=0, description="Seconds without audio that end a telephone line.")
    line_max_minutes: float = Field(default=240, gt=0, description="Longest call over a telephone line.")
    line_burst_s: float = Field(default=30, ge=1, description="Seconds of audio that may come ahead of the clock.")
    line_resume_s: float = Field(default=30, gt=0, le=600, description="Seconds in which a lost line may come back.")
    line_message_kb: int = Field(default=1024, ge=1, description="Largest message of a telephone line.")
    audiosocket_port: int = Field(default=0, ge=0, le=65535, description="Port for Asterisk's AudioSocket; 0: off.")
    rtp_host: str = Field(default="127.0.0.1", description="Address that mirrored RTP is sent to; 0.0.0.0: any here.")
    rtp_ports: str = Field(
        default="20000-20999",
        pattern=r"^\d{1,5}-\d{1,5}$",
        description="UDP ports for mirrored RTP, of which each call takes two even ones.",
    )
    max_audio_minutes: int = Field(default=180, ge=1, description="Longest recording that is replayed.")
    max_document_mb: int = Field(default=50, ge=1, description="Largest document that is taken in.")
    watch_folder: Path | None = Field(default=None, description="Folder whose new and changed files are taken in.")
    max_document_pages: int = Field(default=2000, ge=1, description="Most pages or slides of one document.")
    max_document_rows: int = Field(default=100_000, ge=1, description="Most table rows of one document.")
    max_document_characters: int = Field(default=10_000_000, ge=1, description="Longest text of one document.")
    max_document_seconds: int = Field(default=600, ge=1, description="Longest time one document may take to read.")
    max_unpacked_mb: int = Field(default=100, ge=1, description="Most that an Office file may unpack to.")
    max_archive_mb: int = Field(default=500, ge=1, description="Largest ZIP of documents, packed or not.")
    max_archive_files: int = Field(default=2000, ge=1, description="Most files in one ZIP of documents.")
    max_dataset_mb: int = Field(default=2000, ge=1, description="Largest data set for benchmarks, packed or not.")

    second_person: bool = Field(
        default=True, description="Whether entries are published by another person than those who wrote them."
    )

    @field_validator("rtp_ports")
    @classmethod
    def _has_ports(cls, ports: str) -> str:
        even_ports(ports)
        return ports

    @property
    def database(self) -> Path:
        """The one SQLite file."""
        return self.home / "calldesk.db"

    @property
    def limits(self) -> Limits:
        """How large documents and ZIP files of them may be."""
        return Limits(
            max_bytes=self.max_document_mb * MEGABYTE,
            max_archive_bytes=self.max_archive_mb * MEGABYTE,
            max_unpacked_bytes=self.max_unpacked_mb * MEGABYTE,
            max_members=self.max_archive_files,
            max_pages=self.max_document_pages,
            max_rows=self.max_document_rows,
            max_characters=self.max_document_characters,
            max_seconds=self.max_document_seconds,
        )

    @property
    def line_limits(self) -> LineLimits:
        """How much, how fast and how long telephone lines may send."""
        return LineLimits(
            silent_s=self.line_silent_s,
            max_minutes=self.line_max_minutes,
            burst_s=self.line_burst_s,
            resume_s=self.line_resume_s,
            message_bytes=self.line_message_kb * 1024,
            max_lines=self.max_lines,
        )

    @property
    def models(self) -> Path:
        """The folder of pulled models, one folder each."""
        return self.home / "models"

    @property
    def sample_loaded(self) -> Path:
        """Exists once the sample knowledge was loaded: what an admin removes of it does not come back."""
        return self.home / "sample-loaded"

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Environment before file; no `.env` and no secret folder."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


def read_settings() -> Settings:
    """The settings of this process; raises AssistantError naming each one that is wrong."""
    try:
        return Settings()
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise AssistantError("Settings are wrong ({wrong}). Mend CALLDESK_* or calldesk.toml.", wrong=wrong) from error
    except ValueError as error:  # TOML or UTF-8 that cannot be read; the text may hold a key
        raise AssistantError("calldesk.toml cannot be read: mend it, it must be TOML in UTF-8.") from error
