"""Cells of a sheet as people see them, by their number formats (ECMA-376 part 1, section 18.8.31)."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal

_CURRENCY = re.compile(r"\[\$([^\]-]*)[^\]]*\]")
_BRACKETS = re.compile(r"\[[^\]]*\]")
_PADDING = re.compile(r"[_*].")
_LITERAL = re.compile(r'"([^"]*)"|\\(.)')
_DIGITS = re.compile(r"[#0?][#0?,]*(?:\.([#0?]+))?")
_MOST_DECIMALS = 10


def cell_text(value: object, number_format: str) -> str:
    """What a cell shows; dates and times as ISO 8601, an error such as #N/A as nothing."""
    if value is None or (
        isinstance(value, str) and re.fullmatch(r"#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!)", value)
    ):
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        return _number(value, number_format)
    if isinstance(value, datetime):
        return _moment(value, number_format)
    if isinstance(value, date | time):
        return value.isoformat("minutes") if isinstance(value, time) else value.isoformat()
    if isinstance(value, timedelta):
        minutes = round(value.total_seconds() / 60)
        return f"{minutes // 60}:{minutes % 60:02}"
    return str(value)


def _moment(value: datetime, number_format: str) -> str:
    shown = _LITERAL.sub("", number_format).lower()
    if not ("h" in shown or value.time() != time()):
        return value.date().isoformat() if "d" in shown or "y" not in shown else f"{value:%Y-%m}"
    return value.isoformat(" ", "minutes")


def _number(value: float, number_format: str) -> str:
    """By the digits, thousands and signs around them of the format's part for this sign."""
    parts = number_format.split(";")
    own_negative = value < 0 and len(parts) > 1 and bool(parts[1])
    pattern = _PADDING.sub("", _CURRENCY.sub(r'"\1"', parts[1] if own_negative else parts[0]))
    literals = [found[1] or found[2] or "" for found in _LITERAL.finditer(pattern)]
    bare = _LITERAL.sub("\0", _BRACKETS.sub("", pattern))
    digits = _DIGITS.search(bare)
    if digits is None or "/" in bare or "E" in bare.upper():
        return _plain(value)
    text = _rounded(abs(value) if own_negative else value, digits[0], len(digits[1] or ""), bare.count("%"))
    whole = bare[: digits.start()] + text + bare[digits.end() :]
    for literal in literals:
        whole = whole.replace("\0", literal, 1)
    return whole.strip()


def _rounded(value: float, digits: str, decimals: int, percents: int) -> str:
    exact = Decimal(str(value)) * 100**percents
    rounded = exact.quantize(Decimal(1).scaleb(-min(decimals, _MOST_DECIMALS)), ROUND_HALF_UP)
    width = len(digits.split(".")[0].replace("#", "").replace("?", "").replace(",", ""))
    sign, rounded = ("-", -rounded) if rounded < 0 else ("", rounded)
    whole, _, fraction = f"{rounded:{',' if ',' in digits else ''}f}".partition(".")
    optional = len(digits.partition(".")[2]) - len(digits.partition(".")[2].rstrip("#?"))
    kept = fraction.rstrip("0").ljust(len(fraction) - optional, "0") if optional else fraction
    return sign + whole.zfill(width) + (f".{kept}" if kept else "")


def _plain(value: float) -> str:
    """Without a format: up to 11 digits behind the point, no exponent."""
    return f"{Decimal(str(round(value, 10))):f}".rstrip("0").rstrip(".") if value % 1 else f"{value:.0f}"
