"""ZIP files: what is given, what is told, and that nothing leads out of them."""

from __future__ import annotations

import io
import stat
import struct
import zipfile

import pytest

from knowledge_base.errors import DocumentUnreadable
from knowledge_base.readers.archive import Member, members
from knowledge_base.readers.limits import Limits

PLAIN = zipfile.ZIP_STORED


def packed(*entries: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, data in entries:
            archive.writestr(name, data)
    return target.getvalue()


def raw_name(name: bytes) -> bytes:
    """A ZIP of one file whose name is in the bytes given, as packers of Chinese Windows write it."""
    holder = "x" * len(name)
    return packed((holder, b"text"), method=PLAIN).replace(holder.encode(), name)


def read(data: bytes, limits: Limits | None = None) -> list[Member]:
    return list(members("资料.zip", data, limits or Limits()))


def test_members_come_in_order_without_folders_and_junk() -> None:
    found = read(
        packed(
            ("医保/", b""),
            ("医保/指南.md", "甲".encode()),
            ("__MACOSX/医保/._指南.md", b"x"),
            ("医保/.DS_Store", b"x"),
            ("Thumbs.db", b"x"),
            ("~$草稿.docx", b"x"),
            ("水费.txt", "乙".encode()),
        )
    )
    assert found == [
        Member("医保/指南.md", "指南.md", "甲".encode()),
        Member("水费.txt", "水费.txt", "乙".encode()),
    ]


@pytest.mark.parametrize(
    ("name", "encoding"), [("办事指南.md", "gbk"), ("服務中心.md", "big5"), ("办事指南.md", "utf-8")]
)
def test_names_are_decoded(name: str, encoding: str) -> None:
    assert [member.name for member in read(raw_name(name.encode(encoding)))] == [name]


def test_files_of_one_name_keep_their_folders_apart() -> None:
    found = read(packed(("水务/办事指南.md", b"1"), ("医保/办事指南.md", b"2"), ("医保/其他.md", b"3")))
    assert [member.name for member in found] == ["水务 办事指南.md", "医保 办事指南.md", "其他.md"]


@pytest.mark.parametrize(
    "name",
    [
        b"../../etc/passwd.md",
        b"/etc/cron.d/x.md",
        b"a/../../x.md",
        b"..\\..\\x.md",
        b"C:\\Windows\\x.md",
        b"c:x.md",
        b"\\\\server\\x.md",
        b"a.md\x00.exe",
        b"a\nb.md",
    ],
)
def test_names_that_lead_out_are_told_and_never_given(name: bytes) -> None:
    (member,) = read(raw_name(name))
    assert member.data is None
    assert "leads out of the ZIP" in member.problem
    assert "\x00" not in member.path + member.name
    assert "/" not in member.name


def test_links_are_not_followed() -> None:
    link = zipfile.ZipInfo("链接.md")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    (member,) = read(packed((link, b"/etc/passwd")))
    assert member.data is None
    assert "link" in member.problem


def test_the_same_bytes_are_told_once_across_one_upload() -> None:
    seen: dict[str, str] = {}
    first = list(members("a.zip", packed(("甲.md", b"1"), ("乙.md", b"1")), Limits(), seen))
    second = list(members("b.zip", packed(("丙.md", b"1"), ("丁.md", b"2")), Limits(), seen))
    assert [(m.name, m.problem) for m in first + second] == [
        ("甲.md", ""),
        ("乙.md", "乙.md is the same as 甲.md. It is taken in once."),
        ("丙.md", "丙.md is the same as 甲.md. It is taken in once."),
        ("丁.md", ""),
    ]


def test_what_cannot_be_unpacked_is_told_and_stops_no_other() -> None:
    data = packed(("内层.zip", b"x"), ("锁.md", b"locked"), ("坏.md", b"broken"), ("好.md", b"good"), method=PLAIN)
    place = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 1)
    data = data[: place + 8] + struct.pack("<H", 0x801) + data[place + 10 :]
    data = data.replace(b"broken", b"BROKEN")
    problems = {member.name: member.problem for member in read(data)}
    assert "archive inside" in problems["内层.zip"]
    assert "locked by a password" in problems["锁.md"]
    assert "damaged" in problems["坏.md"]
    assert problems["好.md"] == ""


def test_a_large_member_is_told() -> None:
    (member,) = read(packed(("大.md", b"12345")), Limits(max_bytes=4))
    assert member.data is None
    assert "larger than" in member.problem and "CALLDESK_MAX_DOCUMENT_MB" in member.problem


@pytest.mark.parametrize(
    ("data", "limits", "says"),
    [
        (b"text", Limits(), "no ZIP file"),
        (b"PK\x03\x04 and nothing", Limits(), "damaged ZIP"),
        (packed(("零.md", bytes(30 << 20))), Limits(), "unpacks to far more"),
        (packed(("甲.md", bytes(2000)), method=PLAIN), Limits(max_archive_bytes=2500), None),
        (
            packed(("甲.md", bytes(2000))),
            Limits(max_archive_bytes=1500),
            r"unpacks to more .* CALLDESK_MAX_ARCHIVE_MB\.",
        ),
        (
            packed(("甲.md", bytes(2000)), method=PLAIN),
            Limits(max_archive_bytes=1500),
            r"larger than .* CALLDESK_MAX_ARCHIVE_MB\.",
        ),
        (
            packed(*((f"{n}.md", b"") for n in range(4))),
            Limits(max_members=3),
            r"more than 3 files.* CALLDESK_MAX_ARCHIVE_FILES\.",
        ),
        (b"PK\x01\x02" * 100_001, Limits(), "holds more than 100000 files"),
    ],
)
def test_bombs_are_refused_before_they_are_unpacked(data: bytes, limits: Limits, says: str | None) -> None:
    if says is None:
        assert read(data, limits)
        return
    with pytest.raises(DocumentUnreadable, match=says) as failure:
        read(data, limits)
    assert str(failure.value).startswith("资料.zip ")


def test_a_size_that_lies_unpacks_to_no_more() -> None:
    data = packed(("甲.md", bytes(1 << 20)))
    lying = data.replace(struct.pack("<I", 1 << 20), struct.pack("<I", 10))
    (member,) = read(lying)
    assert member.data is None
    assert "damaged" in member.problem
