"""Text as scoring compares it: what was said, however it was written."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from opencc import OpenCC

from eval.metrics.spoken_numbers import speak_numbers

_SIGNS = str.maketrans({"℃": "摄氏度", "○": "〇"})
_THOUSANDS = re.compile(r"(?<![0-9])[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])")
_CLOCK = re.compile(r"(?<![0-9:])([0-9]{1,2}):([0-9]{2})(?![0-9:])")
_FRACTION = re.compile(r"(?<![0-9./])([0-9]+)/([0-9]+)(?![0-9./])")
_SHARE = re.compile(r"(?<![0-9])([0-9]+(?:\.[0-9]+)?)([%‰])")
_TELEPHONE = re.compile(
    r"(?<![0-9])(?:0[0-9]{2,3}[- ]?[0-9]{7,8}|1[3-9][0-9][- ]?[0-9]{4}[- ]?[0-9]{4}"
    r"|[48]00[- ]?[0-9]{3,4}[- ]?[0-9]{3,4})(?![0-9])"
)


def normalize(text: str) -> str:
    """Letters and characters alone: half width, simplified, lower case, numbers as spoken.

    Width follows Unicode NFKC (UAX #15), simplified characters OpenCC's t2s table.
    """
    plain = unicodedata.normalize("NFKC", text.translate(_SIGNS)).lower()
    spoken = speak_numbers(_spell_signs(_simplifier().convert(plain)))
    return "".join(character for character in spoken if character.isalnum())


def _spell_signs(text: str) -> str:
    """Signs inside numbers as words or without them: "13.5%", "1/3", "14:30", "1,000" and "0771-2818453"."""
    text = _THOUSANDS.sub(lambda found: found[0].replace(",", ""), text)
    text = _TELEPHONE.sub(lambda found: re.sub("[- ]", "", found[0]), text)
    text = _CLOCK.sub(lambda found: f"{found[1]}点" + (f"{found[2]}分" if found[2] != "00" else ""), text)
    text = _FRACTION.sub(r"\2分之\1", text)
    text = _SHARE.sub(lambda found: ("百" if found[2] == "%" else "千") + "分之" + found[1], text)
    return text.replace("百分之百", "百分之一百")


@cache
def _simplifier() -> OpenCC:
    return OpenCC("t2s")
