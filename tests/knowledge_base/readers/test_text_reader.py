"""Paragraphs of plain text."""

import pytest

from knowledge_base.errors import DocumentUnreadable
from knowledge_base.readers.limits import Limits
from knowledge_base.readers.text_reader import read_text


def test_the_guessed_encoding_is_noted() -> None:
    assert read_text("居住证免费".encode()).notes == ()
    assert "GB18030" in read_text("居住证免费".encode("gbk")).notes[0]


def test_a_text_beyond_the_limit_is_refused() -> None:
    with pytest.raises(DocumentUnreadable, match="more than 9 characters"):
        read_text(b"1234567890", Limits(max_characters=9))


def test_lines_broken_at_a_width_are_joined() -> None:
    sentence = "用户应当按照合同约定的期限缴纳水费并且遵守供水单位公布的各项用水规则" * 3
    wrapped = "\n".join(sentence[i : i + 32] for i in range(0, len(sentence), 32)) + "。\n另外一段。"
    assert [block.text for block in read_text(wrapped.encode()).blocks] == [sentence + "。", "另外一段。"]


def test_short_lines_stay_apart() -> None:
    lines = ["联系电话 0599-8861201", "联系地址 解放北路52号", "办公时间 周一至周五上午"]
    assert [block.text for block in read_text("\n".join(lines).encode()).blocks] == lines
