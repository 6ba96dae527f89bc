"""A knowledge base out into a folder and into another base, equal on both sides."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from knowledge_base.document import Document, Section
from knowledge_base.errors import KnowledgeError
from knowledge_base.library import Library
from knowledge_base.readers.limits import Limits
from knowledge_base.store import Store
from knowledge_base.transfer.export_folder import export_folder
from knowledge_base.transfer.import_folder import ImportOutcome, import_folder
from knowledge_base.transfer.manifest import MANIFEST

MOST = Limits(max_bytes=1_000_000)
DATA_SET = Document("q/1", "问答", "questions", "text", "供热从十一月开始。", (Section(("问答",), 0, 9),), "0" * 64)


class Tags:
    """What another part adds."""

    name = "tags"

    def __init__(self, rows: list[dict[str, Any]]) -> None:
        self._rows = rows
        self.taken: list[dict[str, Any]] = []

    def rows(self) -> list[dict[str, Any]]:
        return self._rows

    def check(self, rows: list[dict[str, Any]]) -> None:
        if not all("tags" in row for row in rows):
            raise KnowledgeError("The tags make no sense.")

    def take(self, rows: list[dict[str, Any]], by: str) -> int:
        self.taken += rows
        return len(rows)


@pytest.fixture
def other(tmp_path: Path, indexer: Any) -> Iterator[Library]:
    """Another base, which is empty."""
    with Store(tmp_path / "other.db") as store:
        yield Library(store, tmp_path / "other-originals", type(indexer)())


@pytest.fixture
def fill(library: Library, tmp_path: Path) -> Callable[..., str]:
    def add(name: str, words: str) -> str:
        (tmp_path / name).write_text(f"# {name[:2]}办法\n\n第一条 {words}\n", "utf-8")
        return library.add(tmp_path / name, MOST).doc_id

    return add


@pytest.fixture
def filled(library: Library, fill: Callable[..., str]) -> Library:
    """Versions, a restored one, a repeal, a correction, a file under two names, a document without a file."""
    first = fill("停车.md", "每小时三元。本办法自2018年1月1日起施行。")
    fill("供水.md", "每立方米三元。")
    fill("停车.md", "每小时五元。本办法自2024年1月1日起施行。")
    fill("停车二.md", "每小时五元。本办法自2024年1月1日起施行。")
    library.restore(first)
    fill("废止.md", "本办法自2025年1月1日起施行，《供水办法》同时废止。")
    library.set_validity(fill("供热.md", "十一月起供热。"), date(2020, 1, 1), date(2030, 1, 1))
    library.add_document(DATA_SET)
    return library


def told(library: Library) -> list[Any]:
    """Everything that a person can see of a base."""
    shown = library.documents()
    return [
        [(one, library.versions(one.doc_id), library.document(one.doc_id)) for one in shown],
        [[p.text for p in library.passages_of(v.doc_id)] for one in shown for v in library.versions(one.doc_id)],
        [getattr(library.original(one.doc_id), "name", None) for one in shown],
    ]


def states(outcomes: Sequence[ImportOutcome]) -> list[str]:
    return [outcome.state for outcome in outcomes]


def test_an_empty_base_becomes_equal(filled: Library, other: Library, tmp_path: Path) -> None:
    tags = [{"doc_id": "q/1", "tags": ["供热"]}]
    export_folder(filled, tmp_path / "out", [Tags(tags)])
    taking = Tags([])
    imported = import_folder(other, tmp_path / "out", MOST, [taking])
    assert set(states(imported.series)) == {"added"}
    assert imported.extras == {"tags": (1, 1)}
    assert told(other) == told(filled)
    assert taking.taken == tags
    for day in (date(2019, 1, 1), date(2024, 6, 1), date.today()):
        held = [sorted(d.doc_id for d in library.documents(day)) for library in (filled, other)]
        assert held[0] == held[1]


def test_a_second_export_is_the_same_but_for_its_moment(filled: Library, other: Library, tmp_path: Path) -> None:
    export_folder(filled, tmp_path / "out")
    import_folder(other, tmp_path / "out", MOST)
    export_folder(other, tmp_path / "again")
    contents = []
    for folder in (tmp_path / "out", tmp_path / "again"):
        files = {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
        manifest = json.loads(files.pop(MANIFEST))
        del manifest["exported_at"]
        contents.append((files, manifest))
    assert contents[0] == contents[1]


def test_importing_again_changes_nothing_and_says_so(filled: Library, tmp_path: Path) -> None:
    export_folder(filled, tmp_path / "out")
    before = told(filled)
    assert set(states(import_folder(filled, tmp_path / "out", MOST).series)) == {"known"}
    assert told(filled) == before


def test_a_base_that_has_some_of_it_gets_the_rest(
    filled: Library, other: Library, tmp_path: Path, fill: Callable[..., str]
) -> None:
    export_folder(filled, tmp_path / "out")
    other.add(tmp_path / "供水.md", MOST)
    (tmp_path / "own.md").write_text("# 自有\n\n自有内容。\n", "utf-8")
    other.add(tmp_path / "own.md", MOST)
    known = other.documents()[0].doc_id
    other.set_validity(known, date(2001, 1, 1), None)
    outcomes = import_folder(other, tmp_path / "out", MOST).series
    assert sorted(states(outcomes)) == ["added"] * (len(outcomes) - 1) + ["known"]
    assert {d.source for d in other.documents()} == {d.source for d in filled.documents()} | {"own.md"}
    assert other.versions(known)[0].effective_from == date(2001, 1, 1)


def test_an_export_is_all_or_nothing(filled: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "note").touch()
    with pytest.raises(KnowledgeError, match="holds something already"):
        export_folder(filled, tmp_path / "taken")
    monkeypatch.setattr("knowledge_base.transfer.export_folder.write_manifest", full)
    with pytest.raises(KnowledgeError, match="No space left"):
        export_folder(filled, tmp_path / "out")
    assert not [path for path in tmp_path.iterdir() if path.name.startswith("out")]


def broken(manifest: dict[str, Any], folder: Path, how: str) -> None:
    """Damages an export in one way."""
    file = folder / manifest["documents"][0]["file"]
    match how:
        case "newer":
            manifest["version"] = 2
        case "stranger":
            manifest["format"] = "something else"
        case "no manifest":
            manifest.clear()
        case "unknown field":
            manifest["run"] = "rm -rf /"
        case "path":
            manifest["documents"][0]["file"] = "files/../../secret.md"
        case "absolute":
            manifest["documents"][0]["file"] = "/etc/passwd"
        case "source":
            manifest["series"][0][0]["source"] = "../../evil.md"
        case "moment":
            manifest["series"][0][0]["added_at"] = "9999-01-01T00:00:00+00:00"
        case "unnamed":
            manifest["series"][0][0]["doc_id"] = "f" * 16
        case "double":
            manifest["documents"].append(manifest["documents"][0])
        case "changed":
            file.write_text("# 改\n\n改动过的内容。\n", "utf-8")
        case "missing":
            file.unlink()
        case "link":
            file.rename(folder / "elsewhere.md")
            file.symlink_to(folder / "elsewhere.md")


@pytest.mark.parametrize(
    ("how", "says"),
    [
        ("newer", "version 2"), ("stranger", "something else"), ("no manifest", "not that of an exported"),
        ("unknown field", "run"), ("path", "file"), ("absolute", "file"), ("source", "plain file name"),
        ("moment", "future"), ("unnamed", "does not name"), ("double", "twice"), ("changed", "sum is wrong"),
        ("missing", "missing"), ("link", "link"),
    ],
)  # fmt: skip
def test_a_folder_that_was_tampered_with_is_refused_in_a_sentence_and_adds_nothing(
    filled: Library, other: Library, tmp_path: Path, how: str, says: str
) -> None:
    export_folder(filled, tmp_path / "out")
    manifest = json.loads((tmp_path / "out" / MANIFEST).read_bytes())
    broken(manifest, tmp_path / "out", how)
    (tmp_path / "out" / MANIFEST).write_text(json.dumps(manifest), "utf-8")
    with pytest.raises(KnowledgeError, match=says) as refused:
        import_folder(other, tmp_path / "out", MOST)
    assert str(refused.value).endswith(".")
    assert other.documents() == []


def test_a_series_that_cannot_be_read_is_refused_and_the_others_come_in(
    filled: Library, other: Library, tmp_path: Path
) -> None:
    export_folder(filled, tmp_path / "out")
    manifest = json.loads((tmp_path / "out" / MANIFEST).read_bytes())
    for line in manifest["series"][0]:
        line["source"] = "renamed.exe"
    (tmp_path / "out" / MANIFEST).write_text(json.dumps(manifest), "utf-8")
    outcomes = import_folder(other, tmp_path / "out", MOST).series
    assert states(outcomes).count("refused") == 1
    assert "renamed.exe" in outcomes[0].problem
    assert len(other.documents()) == len(filled.documents()) - 1


def test_what_is_no_export_is_refused(other: Library, tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="folder of an export"):
        import_folder(other, tmp_path, MOST)


def test_an_older_export_without_rows_of_a_part_still_comes_in(filled: Library, other: Library, tmp_path: Path) -> None:
    export_folder(filled, tmp_path / "out")
    taking = Tags([])
    assert import_folder(other, tmp_path / "out", MOST, [taking]).extras == {}
    assert told(other) == told(filled) and taking.taken == []


def test_rows_that_make_no_sense_add_nothing(filled: Library, other: Library, tmp_path: Path) -> None:
    export_folder(filled, tmp_path / "out", [Tags([{"doc_id": "q/1"}])])
    with pytest.raises(KnowledgeError, match="make no sense"):
        import_folder(other, tmp_path / "out", MOST, [Tags([])])
    assert other.documents() == []


def test_a_document_that_is_here_is_never_replaced(filled: Library, other: Library, tmp_path: Path) -> None:
    (tmp_path / "own.md").write_text("# 自有\n\n自有内容。\n", "utf-8")
    own = other.add(tmp_path / "own.md", MOST).doc_id
    filled.add_document(replace(DATA_SET, doc_id=own, text="冒名顶替的内容。", sections=(), sha256="1" * 64))
    export_folder(filled, tmp_path / "out")
    outcomes = import_folder(other, tmp_path / "out", MOST).series
    assert [outcome.problem[:16] for outcome in outcomes if outcome.state == "refused"] == ["Another document"]
    assert "自有内容" in other.document(own).text


def test_an_older_export_does_not_end_a_newer_version(
    library: Library, other: Library, fill: Callable[..., str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as earlier:
        earlier.setattr("knowledge_base.history.now", lambda: "2026-01-01T08:00:00+00:00")
        fill("停车.md", "每小时收费二元。")
    export_folder(library, tmp_path / "export")
    (tmp_path / "停车.md").write_text("# 停车办法\n\n第一条 每小时收费五元。\n", "utf-8")
    new = other.add(tmp_path / "停车.md", MOST).doc_id
    import_folder(other, tmp_path / "export", MOST)
    versions = other.versions(new)
    assert [version.doc_id == new for version in versions] == [False, True]
    assert versions[-1].term.state(date.today()) == "in_force"


def test_a_lost_original_is_not_exported_as_if_there_had_been_none(
    library: Library, fill: Callable[..., str], tmp_path: Path
) -> None:
    original = library.original(fill("停车.md", "每小时收费二元。"))
    assert original
    original.unlink()
    with pytest.raises(KnowledgeError, match="missing"):
        export_folder(library, tmp_path / "export")


@pytest.mark.parametrize("gone", ["before it is looked for", "before it is read"])
def test_a_removal_during_an_export_is_told_as_such(
    library: Library, fill: Callable[..., str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, gone: str
) -> None:
    doc_id, original = fill("停车.md", "每小时收费二元。"), library.original

    def removed(known: str) -> Path | None:
        found = original(known)
        library.remove(doc_id)
        return found if gone == "before it is read" else original(known)

    monkeypatch.setattr(library, "original", removed)
    with pytest.raises(KnowledgeError, match=r"停车办法 was removed during the export\. Export again\."):
        export_folder(library, tmp_path / "export")
    assert not (tmp_path / "export").exists()
