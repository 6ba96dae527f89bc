"""Numbers written in one way: as they are spoken, chosen by the value alone and never by how it was written."""

from __future__ import annotations

import re

import cn2an

_NUMERALS = "〇零一二两三四五六七八九幺"
_UNITS = "十百千万亿"
_TO_FIGURES = str.maketrans(_NUMERALS, "0012234567891")
_TO_NUMERALS = str.maketrans("0123456789", "零一二三四五六七八九")

_NUMBER = re.compile(
    rf"[0-9]+(?:[{_UNITS}]+[0-9]+)*(?:\.(?P<decimals>[0-9]+)|[{_UNITS}]*)"
    rf"|[{_NUMERALS}十][{_NUMERALS}{_UNITS}]*(?:点(?P<spoken_decimals>[{_NUMERALS}]+)(?![十百千]))?"
)
_YEAR = re.compile(r"(?:1[89]|20)(?!00)[0-9]{2}")
_TELEPHONE = re.compile(r"(?:1[3-9][0-9]|[48]00)[0-9]{7,8}")
_LONGEST_READ_AS_AMOUNT = 4
_MOST_SIGNIFICANT_FIGURES = 8
_LONGEST_AMOUNT = 32  # characters; no spoken number is longer


def speak_numbers(text: str) -> str:
    """Every number in simplified Chinese text as spoken: "500万" and "五百万" both become "五百万".

    Figures alone do not tell an amount from a row of digits, so both are read from the value: years,
    telephone numbers, codes with a leading zero and long unround numbers digit by digit, the rest as an
    amount. What is no number, such as "三四百", keeps its words.
    """
    return _NUMBER.sub(_speak, text)


def _speak(found: re.Match[str]) -> str:
    decimals = found["decimals"] or found["spoken_decimals"]
    whole = found[0] if decimals is None else found[0][: -len(decimals) - 1]
    spoken = _whole(whole)
    return spoken if decimals is None else f"{spoken}点{_digits(decimals)}"


def _whole(written: str) -> str:
    figures = _figures(written)
    return _digits(written) if figures is None else _read(figures)


def _figures(written: str) -> str | None:
    """The value in figures, leading zeros kept; None where the characters name no single number."""
    if any(unit in written for unit in _UNITS):
        if len(written) > _LONGEST_AMOUNT:
            return None
        try:
            return str(cn2an.cn2an(written, "smart"))
        except (ValueError, KeyError):  # KeyError: "十二三", spoken for "twelve or thirteen"
            return None
    figures = written.translate(_TO_FIGURES)
    spelled_pair = len(written) == 2 and not written.isascii() and not set(written) & set("〇零幺")
    return None if spelled_pair else figures  # "四六" of "四六级" or "七八个" is not forty-six, seventy-eight


def _read(figures: str) -> str:
    if _is_row_of_digits(figures):
        return _digits(figures)
    return str(cn2an.an2cn(figures, "low"))


def _is_row_of_digits(figures: str) -> bool:
    if figures.startswith("0") or _YEAR.fullmatch(figures) or _TELEPHONE.fullmatch(figures):
        return True
    if len(figures.rstrip("0")) > _MOST_SIGNIFICANT_FIGURES or len(figures) > 13:
        return True
    return len(figures) > _LONGEST_READ_AS_AMOUNT and not figures.endswith("00")


def _digits(written: str) -> str:
    return written.translate(_TO_FIGURES).translate(_TO_NUMERALS)
