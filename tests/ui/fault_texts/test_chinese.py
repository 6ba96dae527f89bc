"""Told sentences in the reader's language."""

from __future__ import annotations

import errno
import os
import re

import pytest

import asr.told
from asr.errors import AudioUnreadable
from assistant.errors import Told
from knowledge_base.errors import DocumentUnreadable
from knowledge_base.told import together
from ui.fault_texts.chinese import in_chinese
from ui.texts import Texts

EMPTY = "{name} is empty. Save it again and add it then."


def test_a_known_sentence_is_told_in_chinese() -> None:
    assert Texts("zh").told(Told(EMPTY, name="a.pdf")) == "a.pdf 是空文件。请重新保存后再上传。"
    assert Texts("en").told(Told(EMPTY, name="a.pdf")) == "a.pdf is empty. Save it again and add it then."


@pytest.mark.parametrize("words", ["", "Old words.", Told("{name} is new here.", name="a.pdf")])
def test_what_is_not_known_stays_english(words: str) -> None:
    assert in_chinese(words) == words


def test_values_are_no_sentences_with_places() -> None:
    assert in_chinese(Told(EMPTY, name="{name}{0}")) == "{name}{0} 是空文件。请重新保存后再上传。"


def test_what_is_told_inside_is_told_in_chinese_too() -> None:
    kind = Told(
        "is {kind}, not what its ending says. Give it its right ending, or save it again in the right format.",
        kind="a PDF",
    )
    whole = Told("{name} {problem}", name="a PDF", problem=kind)
    assert in_chinese(whole) == "a PDF 实际上是 PDF 文件，与扩展名不符。请改正扩展名，或按正确格式重新保存。"


def test_a_phrase_counts_only_in_its_place() -> None:
    said = in_chinese(Told("This entry is {state}. Open the list anew to see what can be done with it.", state="draft"))
    assert said.startswith("此条目是草稿。")
    assert in_chinese(Told(EMPTY, name="draft")).startswith("draft ")


def test_the_systems_reasons_are_told_in_chinese() -> None:
    full = os.strerror(errno.ENOSPC)
    said = in_chinese(Told("The ZIP cannot be unpacked ({reason}). Free some space and try again.", reason=full))
    assert said == "无法解压 ZIP（磁盘已满）。请腾出空间后重试。"


@pytest.mark.parametrize("code", [errno.EHOSTDOWN, errno.EHOSTUNREACH, errno.ETIMEDOUT, errno.ESTALE, errno.ELOOP])
def test_why_a_network_folder_is_lost_is_told_in_chinese(code: int) -> None:
    watched = Told(
        "{name} in the watched folder cannot be read ({reason}). Allow it.", name="甲", reason=os.strerror(code)
    )
    assert not re.search("[A-Za-z]", in_chinese(watched))


def test_several_sentences_stand_together() -> None:
    both = together([Told("The hidden sheet {sheet} was left out.", sheet="草稿"), "Old."])
    assert in_chinese(both) == "隐藏的工作表 草稿 未读入。Old."


def test_errors_of_every_folder_are_known() -> None:
    heard = AudioUnreadable("{name} holds no sound: export the recording again.", name="a.flac")
    read = DocumentUnreadable("{name} has no text. Check that it is the right file.", name="a.md")
    assert in_chinese(heard.said) == "a.flac 中没有声音。请重新导出录音。"
    assert in_chinese(read.said) == "a.md 中没有文字。请确认文件是否正确。"


@pytest.mark.parametrize("root", [DocumentUnreadable, AudioUnreadable])
@pytest.mark.parametrize("kind", [Told, asr.told.Told])
def test_what_another_folder_told_is_handed_on_and_told_in_chinese(root: type[Exception], kind: type[str]) -> None:
    told = kind("{name} holds no sound: export the recording again.", name="a.flac")  # type: ignore[call-arg]
    error = root(told)
    assert error.said is told  # type: ignore[attr-defined]
    assert in_chinese(error.said) == "a.flac 中没有声音。请重新导出录音。"  # type: ignore[attr-defined]
