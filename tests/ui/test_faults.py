"""Errors of ours as words in the panel's language."""

from __future__ import annotations

import gradio as gr
import pytest

from assistant.errors import AssistantError, DeskFull
from knowledge_base.errors import KnowledgeError
from ui.faults import spoken
from ui.texts import Texts

LOST = KnowledgeError("No document has the id {doc_id}. The list of documents shows all ids.", doc_id="1f")
FULL = DeskFull("No further call can be heard now: end one, or try again in a while.")


@pytest.mark.parametrize(
    ("error", "chinese"),
    [
        (LOST, "没有编号为 1f 的文件，可能已被移除。请刷新列表。"),
        (FULL, "现在不能再听写更多通话。请先结束一通，或稍后再试。"),
        (AssistantError(Texts("zh")("day.wrong")), Texts("zh")("day.wrong")),
        (AssistantError("Nobody knows {this}.", this="{that}"), "Nobody knows {that}."),
    ],
)
def test_an_error_is_told_in_the_panels_language(error: AssistantError, chinese: str) -> None:
    for language, words in (("zh", chinese), ("en", str(error))):
        with pytest.raises(gr.Error) as shown, spoken(Texts(language)):  # type: ignore[arg-type]
            raise error
        assert shown.value.message == words


def test_other_errors_stay_errors() -> None:
    with pytest.raises(ZeroDivisionError), spoken(Texts("zh")):
        raise ZeroDivisionError
