"""Errors of this project as words for the person at the panel; every other error stays an error."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import gradio as gr

from ui.texts import Texts

FOLDERS = ("assistant", "asr", "knowledge_base", "retrieval")


def is_ours(error: Exception) -> bool:
    """Whether its message is a sentence for people: so it is for the errors of the lower folders."""
    return type(error).__module__.partition(".")[0] in FOLDERS


@contextmanager
def spoken(say: Texts) -> Iterator[None]:
    """Shows our own errors in the panel instead of a traceback."""
    try:
        yield
    except Exception as error:
        if not is_ours(error):
            raise
        raise gr.Error(say("failed", reason=str(error)), print_exception=False, title=say("failed.title")) from error
