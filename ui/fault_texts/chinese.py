"""A told sentence in Chinese, with what is told in its places."""

from __future__ import annotations

import re
from collections.abc import Mapping

from assistant.errors import filled
from ui.fault_texts.desk_texts import DESK_FAULTS
from ui.fault_texts.document_texts import DOCUMENT_FAULTS
from ui.fault_texts.evaluation_texts import EVALUATION_FAULTS
from ui.fault_texts.hearing_texts import HEARING_FAULTS
from ui.fault_texts.knowledge_texts import KNOWLEDGE_FAULTS
from ui.fault_texts.phrase_texts import PHRASES

CHINESE: dict[str, str] = {
    **HEARING_FAULTS,
    **DOCUMENT_FAULTS,
    **KNOWLEDGE_FAULTS,
    **DESK_FAULTS,
    **EVALUATION_FAULTS,
}
"""Every sentence that is told, under the English one; both have the same places."""

_SEVERAL = re.compile(r"(?:\{part\d+\} ?)*")


def in_chinese(words: str) -> str:
    """Words that are not told, or whose sentence is not known here, stay as they are."""
    sentence = getattr(words, "sentence", None)
    values: Mapping[str, object] = getattr(words, "values", {})
    if sentence is None:
        return words
    if _SEVERAL.fullmatch(sentence):
        pattern = sentence.replace(" ", "")
    elif (known := CHINESE.get(sentence)) is not None:
        pattern = known
    else:
        return str(words)
    return filled(pattern, {place: _value(place, value) for place, value in values.items()})


def _value(place: str, value: object) -> object:
    if not isinstance(value, str):
        return value
    return PHRASES.get(place, {}).get(value) or in_chinese(value)
