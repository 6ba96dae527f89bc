"""Digits as people say them on the telephone: 幺三八, 两个零, 138, and the characters that sound like them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import cn2an

_FIRM = {d: d for d in "0123456789"} | dict(zip("零一二三四五六七八九", "0123456789", strict=True))
_FIRM |= {"〇": "0", "○": "0", "洞": "0", "幺": "1", "两": "2", "拐": "7"}
_FIRM |= {chr(ord(d) + 0xFEE0): d for d in "0123456789"}
# What a recogniser writes for a digit inside a number; trusted only between firm digits.
_DOUBTFUL = {
    "0": "林灵铃另令领凌",
    "1": "要妖腰邀夭遥摇药医衣伊依以亿易意艺已宜移",
    "2": "而儿尔耳",
    "3": "山删伞散",
    "4": "是事死似式市师十时",
    "5": "我无午舞物吴武屋",
    "6": "流留刘溜柳陆",
    "7": "期其起气妻器齐",
    "8": "吧巴把爸罢",
    "9": "就酒久旧救玖",
}
_SOFT = {character: digit for digit, listed in _DOUBTFUL.items() for character in listed}
_REPEATED = re.compile(r"([两二三四五六2-6])个([零一二三四五六七八九幺0-9])")
_JOINT = re.compile(r"[\s,，、.。\-—嗯呃啊哦…]*")
_NUMBER = re.compile(r"[0-9零〇一二两三四五六七八九十百千万]+")


@dataclass(frozen=True, slots=True)
class SpokenDigit:
    """One digit said at `start` to `end` of a text; not `firm` if only the sound says so.

    `joined` is whether nothing but a pause stands between it and the digit before.
    """

    digit: str
    start: int
    end: int
    firm: bool
    joined: bool


@lru_cache(maxsize=4096)
def spoken_digits(text: str) -> tuple[SpokenDigit, ...]:
    """Every digit in order, said singly or as "四个零"; doubtful ones only next to other digits."""
    found: list[SpokenDigit] = []
    end = 0
    at = 0
    while at < len(text):
        digits, length, firm = _digit_at(text, at)
        if digits:
            joined = bool(found) and _JOINT.fullmatch(text, end, at) is not None
            found.append(SpokenDigit(digits[0], at, at + length, firm, joined))
            found.extend(SpokenDigit(d, at, at + length, firm, True) for d in digits[1:])
            end = at + length
        at += length
    return tuple(digit for i, digit in enumerate(found) if digit.firm or _has_neighbor(found, i))


def whole_number(text: str) -> str:
    """A spoken count or line number in Arabic digits ("二十六" is "26"); "" if it is none."""
    said = text.replace("幺", "一").replace("洞", "零").replace("两", "二")
    if not _NUMBER.fullmatch(said):
        return ""
    if all(character in _FIRM for character in said):
        return "".join(_FIRM[character] for character in said)
    try:
        return str(int(cn2an.cn2an(said, "smart")))
    except ValueError:  # not a number after all, such as 十十
        return ""


def _digit_at(text: str, at: int) -> tuple[str, int, bool]:
    """The digits that begin here, how many characters they take, and whether they are firm."""
    if repeated := _REPEATED.match(text, at):
        return _FIRM[repeated[2]] * int(_FIRM[repeated[1]]), repeated.end() - at, True
    character = text[at]
    if character in _FIRM:
        return _FIRM[character], 1, True
    return _SOFT.get(character, ""), 1, False


def _has_neighbor(found: list[SpokenDigit], i: int) -> bool:
    """Whether a doubtful digit touches another one, before or after."""
    return found[i].joined or (i + 1 < len(found) and found[i + 1].joined)
