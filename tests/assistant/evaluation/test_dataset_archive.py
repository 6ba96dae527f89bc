"""ZIPs that lie, reach out of their folder, or are too much."""

import io
import stat
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.errors import AssistantError
from assistant.evaluation import dataset_archive
from assistant.evaluation.dataset_archive import unpack

LIMIT = 1_000_000


def zipped(*entries: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries:
            archive.writestr(name, data)
    return out.getvalue()


def special(mode: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo("odd")
    info.external_attr = mode << 16
    return info


def lying(data: bytes) -> bytes:
    """Announces one byte for each file, in both headers."""
    for mark, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = data.index(mark) + at
        data = data[:place] + struct.pack("<L", 1) + data[place + 4 :]
    return data


def locked(data: bytes) -> bytes:
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.index(mark) + at
        data = data[:place] + b"\x01" + data[place + 1 :]
    return data


GOOD = zipped(("set/a.txt", b"a" * 5000))
HOSTILE: dict[str, tuple[bytes, str]] = {
    "no zip": (b"GIF89a", "no ZIP"),
    "empty": (b"", "no ZIP"),
    "cut off": (GOOD[:-30], "no ZIP"),
    "damaged": (GOOD[:45] + b"\xff\xff\xff" + GOOD[48:], "no ZIP"),
    "parent": (zipped(("../out", b"x")), "lead out"),
    "parent inside": (zipped(("a/../../out", b"x")), "lead out"),
    "absolute": (zipped(("/out", b"x")), "lead out"),
    "drive": (zipped(("C:out", b"x")), "lead out"),
    "backslash": (zipped(("..\\out", b"x")), "lead out"),
    "dot": (zipped(("./out", b"x")), "lead out"),
    "control": (zipped(("a\nb", b"x")), "lead out"),
    "deep": (zipped(("/".join("abcdefghijklmnop"), b"x")), "lead out"),
    "long": (zipped(("长" * 100, b"x")), "lead out"),
    "link": (zipped((special(stat.S_IFLNK | 0o777), b"/etc/passwd")), "links"),
    "device": (zipped((special(stat.S_IFCHR | 0o666), b"")), "links"),
    "bomb": (zipped(("zeros", bytes(LIMIT + 1))), "larger than 1 MB"),
    "bomb in parts": (zipped(("a", bytes(LIMIT // 2)), ("b", bytes(LIMIT // 2)), ("c", b"x")), "larger than 1 MB"),
    "lying bomb": (lying(zipped(("zeros", bytes(LIMIT + 1)))), "no ZIP|larger"),
    "password": (locked(GOOD), "password"),
    "file and folder": (zipped(("a", b"x"), ("a/b", b"x")), "twice"),
    "zip64": (GOOD[:-22] + b"PK\x06\x07" + bytes(16) + GOOD[-22:], "over 4 GB"),
    "long list": (GOOD[:-10] + struct.pack("<L", 2**31) + GOOD[-6:], "more than"),
}


@pytest.fixture
def attempt(tmp_path: Path) -> Callable[[bytes], Path]:
    """Unpacks bytes into a folder of their own, with a neighbour that must stay alone."""
    folder = tmp_path / "below" / "folder"
    folder.mkdir(parents=True)

    def unpacked(data: bytes) -> Path:
        (tmp_path / "set.zip").write_bytes(data)
        unpack(tmp_path / "set.zip", folder, LIMIT)
        return folder

    return unpacked


@pytest.mark.parametrize(("data", "said"), HOSTILE.values(), ids=HOSTILE)
def test_what_is_not_good_is_refused_and_nothing_gets_out(
    attempt: Callable[[bytes], Path], tmp_path: Path, data: bytes, said: str
) -> None:
    with pytest.raises(AssistantError, match=said):
        attempt(data)
    assert {path.name for path in tmp_path.iterdir()} == {"below", "set.zip"}
    assert [path.name for path in (tmp_path / "below").iterdir()] == ["folder"]


def test_one_name_twice_is_refused(attempt: Callable[[bytes], Path]) -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        data = zipped(("a", b"x"), ("a", b"y"))
    with pytest.raises(AssistantError, match="twice"):
        attempt(data)


def test_too_many_files_are_refused(attempt: Callable[[bytes], Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dataset_archive, "MAX_FILES", 2)
    with pytest.raises(AssistantError, match="more than 2 files"):
        attempt(zipped(("a", b""), ("b", b""), ("c", b"")))


def test_what_is_good_is_unpacked_without_a_macs_leavings(attempt: Callable[[bytes], Path]) -> None:
    folder = attempt(zipped(("set/", b""), ("set/a.txt", b"words"), ("__MACOSX/set/._a", b"x"), ("set/.DS_Store", b"")))
    assert [path.relative_to(folder).as_posix() for path in folder.rglob("*")] == ["set", "set/a.txt"]
    assert (folder / "set" / "a.txt").read_bytes() == b"words"


@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
def test_names_of_a_mac_and_of_a_chinese_windows_are_read(attempt: Callable[[bytes], Path], encoding: str) -> None:
    name, unmarked = "通话录音.txt".encode(encoding), zipped(("x" * len("通话录音.txt".encode(encoding)), b"1"))
    folder = attempt(unmarked.replace(b"x" * len(name), name))
    assert [path.name for path in folder.iterdir()] == ["通话录音.txt"]
