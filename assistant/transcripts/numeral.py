"""A spoken numeral read as figures."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from wetext import Normalizer

DIGITS = "0-9零〇一二三四五六七八九幺"
NUMERALS = DIGITS + "两十百千万亿"
_FIGURES = str.maketrans("零〇一二三四五六七八九幺两", "0012345678912")
_REPEATED = re.compile(f"([两三四])个([{DIGITS}])")
_ABOUT = re.compile("[一二三四五六七八九两][一二三四五六七八九]")
_WRITTEN = re.compile(r"\d+(?:\.\d+)?[万亿]?|\d+亿\d+万")


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
    written = str(_reader().normalize(spoken))
    if spoken.endswith("万"):
        written = re.sub(r"0000$", "万", written)
    return written if _WRITTEN.fullmatch(written) else ""


@cache
def _reader() -> Normalizer:
    """WeTextProcessing's grammar; it reads numerals alone, since of whole sentences it rewrites the units as well."""
    return Normalizer(lang="zh", operator="itn")
