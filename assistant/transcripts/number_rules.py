"""Where people write figures for what was spoken, kind by kind, and how they write it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from assistant.transcripts.numeral import DIGITS, NUMERALS, amount, digits

SAYING = re.compile(
    "三心二意|一五一十|七上八下|五花八门|四面八方|十全十美|千方百计|一百个放心|三十六计|三七二十一|十有八九|十之八九|八九不离十|乱七八糟"
    "|不三不四|丢三落四|接二连三|三三两两|一来二去|一清二楚|一干二净|一心一意|独一无二|一毛不拔|十月怀胎|一日三餐|二十四节气|万一"
    "|双十[一二]|(?:五一|十一|六一|三八|八一|七夕)(?=劳动|国庆|长?假|黄金|期间|儿童|妇女|建军|节|[之以]?[前后])"
    "|第[一二三四五六七八九](?!十|百)|[两三四五六七八九十]点(?=建议|要求|意见|问题|内容|原因|希望|疑问)"
)
"""Numerals that count nothing, or are no figures in writing."""

_SMALL = "(?:[二三四五]?十[一二三四五六七八九]?|[一二三四五六七八九两]|[0-9]{1,2})"
_MONTH = "(?:十[一二]?|[一二三四五六七八九])"
_BEGIN, _END = f"(?<![{NUMERALS}几数点])", f"(?![{NUMERALS}])"
_PAUSE = r"[,，、。\s·\-—]{0,2}"
_ROW = f"(?:[两三四]个[{DIGITS}]|[{DIGITS}])"
_PART = "早上|上午|中午|下午|傍晚|晚上|夜里|半夜|凌晨|[今明昨每]天|[今昨]晚|明早"
_TELEPHONE = re.compile(r"1[3-9]\d{9}|0[1-9]\d{1,2}[2-9]\d{6,7}|[48]00\d{7}")


class Rule(NamedTuple):
    """`write` gives what is written for what the pattern finds, "" to leave it."""

    pattern: re.Pattern[str]
    write: Callable[[re.Match[str]], str]


def _plate(found: re.Match[str]) -> str:
    rest = re.sub(f"[{DIGITS}]", lambda digit: digits(digit[0]), re.sub(r"[^\w]", "", found["rest"]))
    return found["city"] + (found["letter"] + rest).upper()


def _telephone(found: re.Match[str]) -> str:
    row = digits(found[0])
    return row if _TELEPHONE.fullmatch(row) else ""


def _row(found: re.Match[str]) -> str:
    """Room and line numbers, years, codes; not the few that only count up (一二三)."""
    row = digits(found[0])
    counts_up = row in "123456789" and len(row) < 5
    return "" if counts_up else row


def _clock(found: re.Match[str]) -> str:
    hour, minute, part = amount(found["hour"]), found["minute"] or "", found["part"] or ""
    told = found["half"] or found["unit"] or found["after"] or len(minute) > 1
    early = int(hour or 0) < 5 and not told and not (part and (hour != "1" or len(part) > 1))
    if not hour or int(hour) > 24 or early or (minute and not told):
        return ""
    figures = digits(minute) if minute[:1] in "零〇0" else amount(minute)
    if minute and not (figures and int(figures) < 60):
        return ""
    return f"{part}{hour}点{found['half'] or ''}{figures if minute else ''}{found['unit'] or ''}{found['after'] or ''}"


def _tenths(found: re.Match[str]) -> str:
    whole = amount(found["whole"])
    return f"{whole}{found['unit']}{digits(found['part'])}" if whole else ""


def _share(found: re.Match[str]) -> str:
    share = amount(found["share"])
    return f"{share}%" if share else ""


def _value(found: re.Match[str]) -> str:
    return amount(found[0])


RULES = tuple(
    Rule(re.compile(pattern), write)
    for pattern, write in (
        (
            "(?P<city>[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼])(?P<letter>[A-Za-z])"
            rf"(?P<rest>(?:{_PAUSE}[A-Za-z{DIGITS}]){{5,6}})(?![A-Za-z{DIGITS}])",
            _plate,
        ),
        (rf"(?<![{NUMERALS}点]){_ROW}(?:{_PAUSE}{_ROW}){{6,15}}{_END}", _telephone),
        (rf"(?<![{NUMERALS}])(?:[{DIGITS}]{{3,}}|幺[{DIGITS}]|[{DIGITS}]幺){_END}(?!点|分之|个[{DIGITS}])", _row),
        (rf"(?<![{NUMERALS}几数])百分之(?P<share>[{NUMERALS}]+(?:点[{DIGITS}]+)?)", _share),
        (
            rf"(?P<part>{_PART}|[早晚到至从])?{_BEGIN}(?P<hour>{_SMALL})点(?P<half>半|[一三]刻)?"
            rf"(?P<minute>[零〇]?{_SMALL})?(?P<unit>分(?!钟|之))?(?P<after>钟|整|左右|多|[之以]?[前后])?{_END}",
            _clock,
        ),
        (
            rf"{_BEGIN}[{NUMERALS}]+点[{DIGITS}]+(?:[万亿]|(?=[元倍米吨升折斤度岁克亩秒平]|(?<!一)块|块钱|公[里斤顷分]|立方"
            "|千[米克瓦]|[厘毫][米升克]|个月|个?小时|个?百分点))",
            _value,
        ),
        (
            rf"{_BEGIN}(?P<whole>[{NUMERALS}]+)(?P<unit>[块度])(?P<part>[一二三四五六七八九])(?![{NUMERALS}个块种名次点年天])",
            _tenths,
        ),
        (rf"{_BEGIN}(?<!第)[{NUMERALS}]+(?=元(?!旦|素|宵|化|件|老|首)|块钱|毛(?!病|巾|衣|笔)|角钱)", _value),
        (rf"{_BEGIN}{_MONTH}(?=月(?!{_MONTH}(?![号日{NUMERALS}])))", _value),
        (rf"{_BEGIN}{_SMALL}(?=日(?!子|常|程|报|本|益))", _value),
        (rf"{_BEGIN}(?<!第)[{NUMERALS}]+(?=号(?!召|称|令|角)|栋|幢|单元|室)", _value),
        (rf"{_BEGIN}(?:零[一二三四五六七八九]|九[零一二三四五六七]|八[零一二三四五六])(?=年(?!级|代|多|来))", _row),
        (
            rf"(?<!分之){_BEGIN}(?:[0-9一二三四五六七八九两][{DIGITS}两]*[十百千万亿]|十(?=[一二三四五六七八九]))"
            rf"[{NUMERALS}]*+(?!分之|点[{DIGITS}])",
            _value,
        ),
        (rf"{_BEGIN}十(?=[个天年元块岁楼级名位次户件斤吨度层栋张份项条倍米]|分钟|公里|小时|平方?米|周岁|厘米)", _value),
    )
)
