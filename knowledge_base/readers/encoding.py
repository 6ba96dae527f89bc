"""Bytes as text: UTF-8, UTF-16, GB18030 and Big5, told apart by which of them gives common characters."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from itertools import chain, islice

from knowledge_base.errors import DocumentUnreadable
from knowledge_base.told import Told

_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_WIDE = re.compile("[^\x00-\x7f]")
_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_NAMES = {"gb18030": "GB18030", "big5hkscs": "Big5"}
_DECLARED = {"gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "big5": "big5hkscs", "big5hkscs": "big5hkscs"}
_LOOKED_AT = 20_000
_FEWEST_COMMON = 0.6


def _common() -> frozenset[str]:
    """The characters in daily use by GB 2312 (level 1, rows 16 to 55) and Big5 (level 1), with the signs of GB 2312."""
    simplified = chain(
        ((high, low) for high in (0xA1, 0xA3) for low in range(0xA1, 0xFF)),
        ((high, low) for high in range(0xB0, 0xD8) for low in range(0xA1, 0xFF)),
    )
    traditional = ((high, low) for high in range(0xA4, 0xC7) for low in chain(range(0x40, 0x7F), range(0xA1, 0xFF)))
    found = [bytes(pair).decode("gb2312", "ignore") for pair in simplified]
    found += [bytes(pair).decode("big5", "ignore") for pair in traditional]
    return frozenset(found) - {""}


_COMMON = _common()


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file, and for what was no UTF a sentence that says as what it was read."""

    text: str
    notes: tuple[str, ...] = ()


def decode(data: bytes, declared: str = "") -> Decoded:
    """By its mark, else as UTF-8, else as what the file declares or as what reads best; always strictly.

    What is declared counts where it reads as well as text should. Raises DocumentUnreadable for anything else.
    """
    mark = next((name for sign, name in _MARKS.items() if data.startswith(sign)), "utf-8")
    text = _strictly(data, mark)
    if text is not None:
        return Decoded(text)
    wanted = _DECLARED.get(declared.strip().lower().replace("-", "").replace("_", ""))
    read = {name: text for name in _NAMES if (text := _strictly(data, name)) is not None}
    scores = {name: _share_of_common(text) for name, text in read.items()}
    best = (
        wanted if scores.get(wanted or "", 0) >= _FEWEST_COMMON else max(scores, key=scores.__getitem__, default=None)
    )
    if best is None or scores[best] < _FEWEST_COMMON:
        raise DocumentUnreadable("is not text in UTF-8, GB18030 or Big5. Save it as UTF-8 and add it again.")
    if best == wanted:
        return Decoded(read[best])
    guess: dict[str, object] = {"encoding": _NAMES[best], "declared": declared.strip()[:20]}
    if declared:
        note = Told("It was read as {encoding}, although it says {declared}: check that the text is right.", **guess)
    else:
        note = Told("It was read as {encoding}: check that the text is right.", **guess)
    return Decoded(read[best], (note,))


def _strictly(data: bytes, encoding: str) -> str | None:
    """None for what is not in that encoding, or is no text."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    controls = sum(1 for _ in _CONTROLS.finditer(text))
    return text if controls * 1000 <= len(text) else None


def _share_of_common(text: str) -> float:
    """How much of what is not ASCII are characters in daily use, 0 to 1: the wrong encoding gives rare ones."""
    wide = [found[0] for found in islice(_WIDE.finditer(text), _LOOKED_AT)]
    return sum(character in _COMMON for character in wide) / len(wide) if wide else 1.0
