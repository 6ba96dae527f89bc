"""The figures of a text with their units: numbers, dates, amounts, shares, times of day and telephone numbers.

Written and spoken forms of a figure are equal: 三百二十元 is 320元, 八点半 is 8:30, 百分之五 is 5%.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import NamedTuple

import cn2an

_SCALES = {"百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
_SPOKEN = re.compile(r"[零〇一二两三四五六七八九十幺][零〇一二两三四五六七八九十百千万亿幺]*")
_SPOKEN_DIGITS = str.maketrans("〇零一幺二两三四五六七八九", "0011223456789")
_LEAST_DIGITS = 3
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
# Set phrases in which a numeral counts nothing.
SET_PHRASE = re.compile(
    "一次性|一般|一定|一律|一样|一旦|一些|一下|一起|一并|一致|一直|一切|统一|唯一|任一|同一|单一|之一|其一|进一步|一点|万一"
    "|一方面|一站式|一户一表|一体|一卡通|一网|一带|一寸|一种|一位|一名|一张|一份|一项|一家|一经|一同|一半|每一|哪一|某一|一人"
    "|一个(?!月|工作日|小时|星期|季度|百分点)|十分(?!钟|之)|千万别|第三方|三方|二维码|四季|两者|两种"
)
_SHARE = re.compile(r"([百千万])分之\s*(\d+(?:\.\d+)?)")
_SHARES = {"百": "%", "千": "‰", "万": "‱"}
_SPOKEN_DECIMAL = re.compile(r"(?<=\d)点(?=\d+(?:[元块万倍米吨度折%]|公里|立方|平方))")
_CLOCK = re.compile(r"(?<!\d)(\d{1,2})\s*[:时点]\s*([0-5]\d)(?:\s*分(?!钟))?(?!\d)")
_PHONE = re.compile(r"(?<!\d)(?:0\d{2,3}[-—–\s]?\d{7,8}|1\d{10}|[48]00[-—–\s]?\d{3,4}[-—–\s]?\d{3,4})(?!\d)")
_NUMBER = re.compile(
    r"(\d+(?:\.\d+)?)\s*([百千万亿]*)\s*"
    r"(个?工作日|个?百分点|个?小时|个?星期|个?月|周岁|分钟|平方米|立方米|公里|分贝|[元块角天日号年时点岁周分%℃度倍折成人次户米吨级档])?"
)
_UNITS = {
    "块": "元", "天": "日", "号": "日", "点": "时", "小时": "时", "星期": "周", "周岁": "岁", "分": "分钟", "度": "℃",
}  # fmt: skip


class Figure(NamedTuple):
    """`value` is a decimal number, "H:MM" or the digits of a telephone number; `unit` may be empty."""

    value: str
    unit: str


def figures(text: str) -> frozenset[Figure]:
    """Every figure that a text states; numerals inside set phrases (一次性, 统一) are none."""
    plain = in_digits(text)
    found = {Figure(re.sub(r"\D", "", match[0]), "phone") for match in _PHONE.finditer(plain)}
    plain = _PHONE.sub(" ", plain)
    found |= {Figure(_number(match[2]), _SHARES[match[1]]) for match in _SHARE.finditer(plain)}
    plain = _SHARE.sub(" ", plain)
    found |= {Figure(f"{int(match[1])}:{match[2]}", "clock") for match in _CLOCK.finditer(plain)}
    plain = _CLOCK.sub(" ", plain)
    found |= {Figure(_number(match[1], match[2]), _unit(match[3])) for match in _NUMBER.finditer(plain)}
    return frozenset(found)


def supported(stated: frozenset[Figure], source: frozenset[Figure]) -> bool:
    """Whether every stated figure stands in the source, with the same unit where both have one."""
    return all(any(_same(one, other) for other in source) for one in stated)


def in_digits(text: str) -> str:
    """The text in half width, its spoken numbers in Arabic digits, set phrases with numerals blanked."""
    plain = _THOUSANDS.sub("", text).replace("，", "、")
    plain = SET_PHRASE.sub(lambda phrase: "〃" * len(phrase[0]), unicodedata.normalize("NFKC", plain))
    plain = plain.replace("半年", "6个月").replace("点半", "点30分")
    return _SPOKEN_DECIMAL.sub(".", _SPOKEN.sub(_arabic, plain))


def _arabic(spoken: re.Match[str]) -> str:
    said = spoken[0]
    digits = said.translate(_SPOKEN_DIGITS)
    if digits.isdecimal() and (len(digits) >= _LEAST_DIGITS or len(digits) == 1):
        return digits
    try:
        return str(cn2an.cn2an(said.replace("〇", "零"), "smart"))
    except ValueError:  # no number, such as 三五 or 十百
        return said


def _number(digits: str, scales: str = "") -> str:
    value = Decimal(digits)
    for scale in scales:
        value *= _SCALES[scale]
    return f"{value.normalize():f}"


def _unit(name: str | None) -> str:
    bare = (name or "").removeprefix("个")
    return _UNITS.get(bare, bare)


def _same(one: Figure, other: Figure) -> bool:
    return one.value == other.value and (one.unit == other.unit or not one.unit or not other.unit)
