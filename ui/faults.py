"""Errors of this project as words for the person at the panel; every other error stays an error."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import gradio as gr

from assistant.errors import SPOKEN
from ui.texts import Texts


@contextmanager
def spoken(say: Texts) -> Iterator[None]:
    """Shows our own errors in the panel instead of a traceback."""
    try:
        yield
    except SPOKEN as error:
        raise gr.Error(say.told(error.said), print_exception=False) from error
