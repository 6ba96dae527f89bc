"""A watched folder: what is taken, what is waited for, what is only told."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from assistant.errors import AssistantError
from assistant.knowledge.folder_watch import FolderWatch
from knowledge_base.store import Store


class Watched:
    """A folder, its watch, and what the watch uploaded."""

    def __init__(self, folder: Path, store: Store) -> None:
        self.folder, self.store = folder, store
        self.uploads: list[list[str]] = []
        self.again()

    def again(self) -> None:
        """As after a restart."""
        self.watch = FolderWatch(self.folder, self.store, self._upload)

    def put(self, name: str, words: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(words, "utf-8")
        return path

    def looks(self, times: int = 2) -> list[list[str]]:
        """What was uploaded by so many looks."""
        self.uploads.clear()
        for _ in range(times):
            self.watch.look()
        return self.uploads

    def _upload(self, files: Sequence[Path]) -> None:
        self.uploads.append([file.relative_to(self.folder).as_posix() for file in files])


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Watched]:
    (tmp_path / "watched").mkdir()
    with Store(tmp_path / "base.db") as store:
        yield Watched(tmp_path / "watched", store)


def test_new_and_changed_files_are_taken_once_they_are_at_rest(watched: Watched) -> None:
    watched.put("a.md", "一")
    watched.put("deep/b.md", "二")
    assert watched.looks(1) == []
    watched.put("deep/b.md", "二二二")  # still being copied
    assert watched.looks(1) == [["a.md"]]
    assert watched.looks(1) == [["deep/b.md"]]
    assert watched.looks(3) == []
    watched.put("a.md", "一一")
    assert watched.looks() == [["a.md"]]


def test_a_restart_takes_nothing_twice(watched: Watched) -> None:
    path = watched.put("a.md", "一")
    watched.looks()
    watched.again()
    assert watched.looks() == []
    os.utime(path, (1, 1))  # touched, not changed
    assert watched.looks() == []


def test_links_and_what_is_hidden_or_unfinished_are_passed_over(watched: Watched, tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("密", "utf-8")
    (watched.folder / "link.md").symlink_to(tmp_path / "secret.md")
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "c.md").write_text("外", "utf-8")
    (watched.folder / "linked").symlink_to(tmp_path / "outside")
    for name in (".hidden.md", ".git/a.md", "~$a.docx", "a.tmp", "a.pdf.part", "b.crdownload", "noending"):
        watched.put(name, "无")
    assert watched.looks() == []


def test_what_is_gone_is_told_and_taken_again_only_when_it_comes_back_changed(watched: Watched) -> None:
    path = watched.put("a.md", "一")
    watched.looks()
    path.unlink()
    assert watched.looks() == []
    assert [(one.path, one.state) for one in watched.watch.notices()] == [("a.md", "gone")]
    watched.put("a.md", "一")
    assert watched.looks() == []
    assert watched.watch.notices() == []
    path.unlink()
    watched.looks()
    watched.put("a.md", "新")
    assert watched.looks() == [["a.md"]]


def test_a_second_file_of_one_name_is_told_instead_of_becoming_a_version_of_the_first(watched: Watched) -> None:
    first = watched.put("a/guide.md", "一")
    watched.put("b/guide.md", "二")
    assert watched.looks() == [["a/guide.md"]]
    assert [(one.path, one.state) for one in watched.watch.notices()] == [("b/guide.md", "double")]
    first.unlink()
    watched.looks()
    assert watched.looks() == [] and len(watched.watch.notices()) == 1
    watched.put("b/guide.md", "二二")
    assert watched.looks() == [["b/guide.md"]]


def test_a_folder_that_is_away_is_not_taken_for_an_empty_one(watched: Watched) -> None:
    watched.put("a.md", "一")
    watched.looks()
    watched.folder.rename(watched.folder.with_name("away"))
    with pytest.raises(AssistantError, match="CALLDESK_WATCH_FOLDER"):
        watched.looks()
    watched.folder.with_name("away").rename(watched.folder)
    assert watched.looks() == []
    assert watched.watch.notices() == []
