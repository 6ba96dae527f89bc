"""Encodings, and paragraphs of plain text."""

import pytest

from knowledge_base.errors import DocumentUnreadable
from knowledge_base.readers.text_reader import decode, read_text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_encodings(encoding: str) -> None:
    assert decode("居住证办理：免费".encode(encoding)) == "居住证办理：免费"


def test_what_is_no_text_is_refused() -> None:
    with pytest.raises(DocumentUnreadable):
        decode(b"\x00\x01\x02\x03")


def test_lines_broken_at_a_width_are_joined() -> None:
    sentence = "用户应当按照合同约定的期限缴纳水费并且遵守供水单位公布的各项用水规则" * 3
    wrapped = "\n".join(sentence[i : i + 32] for i in range(0, len(sentence), 32)) + "。\n另外一段。"
    assert [block.text for block in read_text(wrapped.encode()).blocks] == [sentence + "。", "另外一段。"]


def test_short_lines_stay_apart() -> None:
    lines = ["联系电话 0599-8861201", "联系地址 解放北路52号", "办公时间 周一至周五上午"]
    assert [block.text for block in read_text("\n".join(lines).encode()).blocks] == lines
