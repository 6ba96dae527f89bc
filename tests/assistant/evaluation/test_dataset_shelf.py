"""Data sets are known by what they hold, come in whole, and never over another."""

import zipfile
from pathlib import Path

import pytest

from assistant.errors import AssistantError
from assistant.evaluation.dataset_shelf import SAMPLE_NAME, DatasetShelf, safe_name

CONTENTS: dict[str, tuple[dict[str, str], int]] = {
    "calls": ({"a.json": "{}", "a.flac": "x", "b.json": "{}", "b.flac": "x", "c.json": "{}"}, 2),
    "retrieval": ({"documents.jsonl": "{}\n", "questions.jsonl": "{}\n\n{}"}, 2),
    "categories": ({"train-1.jsonl": "{}\n", "train-2.jsonl": "{}\n", "test.jsonl": "{}\n{}\n{}\n"}, 3),
    "asr": ({"manifest.jsonl": "{}\n", "audio/a.wav": "x"}, 1),
}


@pytest.fixture
def shelf(tmp_path: Path) -> DatasetShelf:
    return DatasetShelf(tmp_path / "datasets", 1_000_000)


def packed(path: Path, files: dict[str, str], top: str = "") -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in files.items():
            archive.writestr(top + name, text)
    return path


@pytest.mark.parametrize("top", ["", "my set/"])
@pytest.mark.parametrize("kind", CONTENTS)
def test_a_zip_becomes_a_data_set_of_its_kind(shelf: DatasetShelf, tmp_path: Path, kind: str, top: str) -> None:
    files, items = CONTENTS[kind]
    added = shelf.add(packed(tmp_path / "up.zip", files, top), "Gold set 一.zip")
    assert (added.name, added.kind, added.items) == ("Gold-set-一", kind, items)
    assert added.bytes == sum(len(text) for text in files.values())
    assert [dataset.name for dataset in shelf.datasets()] == [SAMPLE_NAME, "Gold-set-一"]
    assert shelf.dataset("Gold-set-一") == added


def test_a_second_one_of_a_name_gets_a_number(shelf: DatasetShelf, tmp_path: Path) -> None:
    archive = packed(tmp_path / "up.zip", CONTENTS["asr"][0])
    names = [shelf.add(archive, name).name for name in ("gold.zip", "gold.zip", "gold.ZIP", f"{SAMPLE_NAME}.zip")]
    assert names == ["gold", "gold-2", "gold-3", f"{SAMPLE_NAME}-2"]


@pytest.mark.parametrize("files", [{"readme.txt": "x"}, {"manifest.jsonl": "\n"}, {"a.json": "{}"}, {}])
def test_what_is_no_data_set_is_said_and_leaves_nothing(
    shelf: DatasetShelf, tmp_path: Path, files: dict[str, str]
) -> None:
    with pytest.raises(AssistantError, match="must hold one of these"):
        shelf.add(packed(tmp_path / "up.zip", files), "up.zip")
    assert list((tmp_path / "datasets").iterdir()) == []


def test_a_refused_zip_leaves_nothing(shelf: DatasetShelf, tmp_path: Path) -> None:
    with pytest.raises(AssistantError, match="lead out"):
        shelf.add(packed(tmp_path / "up.zip", CONTENTS["asr"][0] | {"../x": ""}), "up.zip")
    assert list((tmp_path / "datasets").iterdir()) == []


def test_the_sample_calls_are_there_and_stay(shelf: DatasetShelf) -> None:
    (sample,) = shelf.datasets()
    assert (sample.name, sample.kind) == (SAMPLE_NAME, "calls")
    assert sample.items > 10
    with pytest.raises(AssistantError, match="stay"):
        shelf.remove(SAMPLE_NAME)


def test_a_data_set_is_removed_by_its_listed_name_only(shelf: DatasetShelf, tmp_path: Path) -> None:
    shelf.add(packed(tmp_path / "up.zip", CONTENTS["asr"][0]), "gold.zip")
    for name in ("..", "../datasets", "gold/audio", ""):
        with pytest.raises(AssistantError, match="no such data set"):
            shelf.remove(name)
    shelf.remove("gold")
    assert not (tmp_path / "datasets" / "gold").exists()


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("gold.zip", "gold"),
        ("../../etc/passwd.zip", "passwd"),
        ("..\\..\\x.ZIP", "x"),
        ("<b>$(rm)</b>.zip", "b"),
        ("...zip", "dataset"),
        ("", "dataset"),
        ("评测 集.zip", "评测-集"),
        ("a" * 200, "a" * 60),
    ],
)
def test_names_become_harmless(name: str, safe: str) -> None:
    assert safe_name(name) == safe
