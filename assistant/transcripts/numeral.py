"""A spoken numeral read as figures."""

from __future__ import annotations

import re
from functools import lru_cache

import cn2an

DIGITS = "0-9零〇一二三四五六七八九幺"
NUMERALS = DIGITS + "两十百千万亿"
_FIGURES = str.maketrans("零〇一二三四五六七八九幺两", "0012345678912")
_REPEATED = re.compile(f"([两三四])个([{DIGITS}])")
_ABOUT = re.compile("[一二三四五六七八九两][一二三四五六七八九]")


def digits(spoken: str) -> str:
    """A row of digits as figures, whatever parts them; "三个零" is three zeros."""
    row = _REPEATED.sub(lambda found: found[2] * int(found[1].translate(_FIGURES)), spoken)
    return re.sub("[^0-9]", "", row.translate(_FIGURES))


@lru_cache(maxsize=4096)
def amount(spoken: str) -> str:
    """As people write it ("五千万" is "5000万"), decimals after 点 too; "" where it is no number, or rough (三四百)."""
    if spoken.isascii():
        return spoken
    if not re.search("[十百千万亿点]", spoken):
        row = digits(spoken)
        return row if len(row) == 1 or len(spoken) > 2 or re.search("[零〇幺0-9]", spoken) else ""
    if _ABOUT.search(spoken.partition("点")[0]):
        return ""
    billions, large, rest = spoken.rpartition("亿")
    whole = f"{amount(billions)}亿" if large else ""
    if large and not rest:
        return whole
    if rest.endswith("万") and (thousands := amount(rest[:-1])):
        return f"{whole}{thousands}万"
    return _figures(spoken)


def _figures(spoken: str) -> str:
    try:
        return str(cn2an.cn2an(spoken, "smart"))
    except (ValueError, KeyError):  # no numeral; KeyError for some of figures and characters mixed, such as 一亿2
        return ""
