"""Pulling: sources in order, all or nothing, once even when asked twice at the same time."""

import errno
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from time import sleep

import pytest

from assistant.errors import ModelUnavailable
from assistant.models.model_catalogue import Model, Origin
from assistant.models.model_download import pull, pull_model
from assistant.models.model_progress import Progress
from assistant.models.model_source import TransferCut


class Scripted:
    """A source that gives one file, after running what the test wants to happen."""

    total = 10

    def __init__(self, label: str, before: Callable[[], None] = lambda: None) -> None:
        self.label = label
        self.before = before
        self.calls = 0

    def fetch(self, folder: Path, progress: Progress) -> Path:
        self.calls += 1
        progress.at(self.total)
        (folder / "weights").write_text(self.label)
        self.before()
        return folder


class Noted(Progress):
    """Keeps the lines meant for the person."""

    def __init__(self) -> None:
        super().__init__(quiet=True)
        self.notes: list[str] = []

    def note(self, sentence: str) -> None:
        self.notes.append(sentence)


def fail(error: Exception) -> Callable[[], None]:
    def raiser() -> None:
        raise error

    return raiser


def model(*sources: Scripted) -> Model:
    return Model("tiny", "tests", "MIT", 10, ("weights",), tuple(map(Origin, sources)))


def left(models: Path) -> list[str]:
    """What is in the models folder apart from locks."""
    return sorted(
        str(path.relative_to(models)) for path in models.rglob("*") if path.is_file() and path.suffix != ".lock"
    )


def test_the_first_source_that_works_is_used_and_the_other_named_in_one_line(tmp_path: Path) -> None:
    progress = Noted()
    away = Scripted("the hub", fail(ModelUnavailable("the hub cannot be reached")))
    folder = pull_model(model(away, Scripted("the index")), tmp_path, progress)
    assert folder == tmp_path / "tiny"
    assert (folder / "weights").read_text() == "the index"
    assert progress.notes == ["tiny: the hub cannot be reached; trying the index."]
    assert left(tmp_path) == ["tiny/weights"]


def test_a_present_model_is_not_fetched_again(tmp_path: Path) -> None:
    source = Scripted("the hub")
    for _ in range(2):
        pull_model(model(source), tmp_path, Noted())
    assert source.calls == 1


def test_two_pulls_at_once_fetch_once(tmp_path: Path) -> None:
    source = Scripted("the hub", lambda: sleep(0.2))
    start = Barrier(4)

    def one() -> Path:
        start.wait()
        return pull_model(model(source), tmp_path, Noted())

    with ThreadPoolExecutor(4) as pool:
        folders = {job.result() for job in [pool.submit(one) for _ in range(4)]}
    assert folders == {tmp_path / "tiny"}
    assert source.calls == 1


def test_when_no_source_works_all_are_named_and_nothing_stays(tmp_path: Path) -> None:
    sources = [Scripted(label, fail(ModelUnavailable(f"{label} is away."))) for label in ("the hub", "the index")]
    with pytest.raises(ModelUnavailable) as caught:
        pull_model(model(*sources), tmp_path, Noted())
    assert str(caught.value).startswith("tiny cannot be had: the hub is away; the index is away. When")
    assert "calldesk models pull tiny" in str(caught.value)
    assert "\n" not in str(caught.value)
    assert left(tmp_path) == []


def test_a_cut_transfer_keeps_what_came_and_never_shows_a_model(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match="the next pull goes on from there"):
        pull_model(model(Scripted("the hub", fail(TransferCut("it broke off")))), tmp_path, Noted())
    assert left(tmp_path) == [".partial/tiny/0/weights"]


def test_a_full_disk_is_said_and_cleared(tmp_path: Path) -> None:
    full = Scripted("the hub", fail(OSError(errno.ENOSPC, "No space left on device")))
    with pytest.raises(ModelUnavailable, match="disk became full while pulling tiny: make room"):
        pull_model(model(full, Scripted("the index")), tmp_path, Noted())
    assert left(tmp_path) == []


def test_a_source_that_needs_more_room_than_there_is_is_not_begun(tmp_path: Path) -> None:
    large, small = Scripted("the hub"), Scripted("the index")
    large.total = 10**15
    pull_model(model(large, small), tmp_path, Noted())
    assert (large.calls, small.calls) == (0, 1)


def test_an_interrupted_pull_leaves_no_model_and_the_next_one_succeeds(tmp_path: Path) -> None:
    def stop(*_: Path) -> None:
        raise KeyboardInterrupt

    stopped = Model("tiny", "tests", "MIT", 10, ("weights",), (Origin(Scripted("the hub"), stop),))
    with pytest.raises(KeyboardInterrupt):
        pull_model(stopped, tmp_path, Noted())
    assert not (tmp_path / "tiny").exists()
    assert (pull_model(model(Scripted("the hub")), tmp_path, Noted()) / "weights").exists()


def test_an_incomplete_folder_put_there_by_hand_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "tiny").mkdir()
    (tmp_path / "tiny" / "mine").touch()
    with pytest.raises(ModelUnavailable, match="incomplete: delete it"):
        pull_model(model(Scripted("the hub")), tmp_path, Noted())
    assert left(tmp_path) == ["tiny/mine"]


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ModelUnavailable, match="cannot be written to"):
        pull_model(model(Scripted("the hub")), tmp_path / "file", Noted())


def test_an_unknown_name_lists_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match="choose one of whisper-base, "):
        pull("../../etc", tmp_path)
