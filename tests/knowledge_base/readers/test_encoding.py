"""Encodings told apart by what reads well."""

from __future__ import annotations

import pytest

from knowledge_base.errors import DocumentUnreadable
from knowledge_base.readers.encoding import decode

SIMPLIFIED = "居住证办理：免费，十个工作日"
TRADITIONAL = "便民服務中心：辦理居住證不收費用"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_utf_is_certain(encoding: str) -> None:
    decoded = decode(SIMPLIFIED.encode(encoding))
    assert (decoded.text, decoded.notes) == (SIMPLIFIED, ())


@pytest.mark.parametrize(
    ("text", "encoding", "name"),
    [
        (SIMPLIFIED, "gb2312", "GB18030"),
        (SIMPLIFIED, "gb18030", "GB18030"),
        (TRADITIONAL, "gbk", "GB18030"),
        (TRADITIONAL, "big5", "Big5"),
        (TRADITIONAL[:5], "big5", "Big5"),
        (SIMPLIFIED[:4], "gbk", "GB18030"),
    ],
)
def test_a_guess_is_right_and_told(text: str, encoding: str, name: str) -> None:
    decoded = decode(text.encode(encoding))
    assert decoded.text == text
    assert decoded.notes == (f"It was read as {name}: check that the text is right.",)


def test_what_is_declared_is_believed_where_it_reads_well() -> None:
    assert decode(TRADITIONAL.encode("big5"), "Big5").notes == ()
    assert decode(SIMPLIFIED.encode("gbk"), "gb2312").notes == ()
    wrong = decode(TRADITIONAL.encode("big5"), "gb2312")
    assert wrong.text == TRADITIONAL
    assert "although it says gb2312" in wrong.notes[0]


@pytest.mark.parametrize(
    "data",
    [
        bytes(range(128, 256)),
        b"\x00\x01\x02\x03",
        b"\xff\xfe\x00",
        b"\xef\xbb\xbf\xff\xff",
        "дом у реки стоит давно".encode("cp1251"),
    ],
)
def test_what_reads_like_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(DocumentUnreadable, match="Save it as UTF-8"):
        decode(data)
