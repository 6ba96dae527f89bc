"""From when to when a document says that it holds, and which others it says it ends.

The wording is that of Chinese statutes and official documents: 自…起施行, 有效期至…, 同时废止.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import PurePath

_DIGITS = "〇一二三四五六七八九"
_NUMERAL = "0-9０-９〇○零一二三四五六七八九十"
_DAY = f"([{_NUMERAL}]{{4}})\\s*[年./-]\\s*([{_NUMERAL}]{{1,3}})\\s*[月./-]\\s*([{_NUMERAL}]{{1,3}})\\s*[日号]?"
_HOLDS = "(?:正式)?(?:施行|实施|执行|生效|试行)"
_KIND = "条例|规定|办法|细则|规则|规范|标准|法|决定|通知|意见|公告|通告|公示|方案|措施|政策|指南|解释|文件"
_SELF = f"本[^\\W第\\d]{{0,6}}?(?:{_KIND})"
_OWN_START = re.compile(
    f"{_SELF}\\s*(?:从|自|于)\\s*{_DAY}\\s*起?\\s*{_HOLDS}(?!的)|^{_HOLDS}(?:日期|时间)\\s*[:：]\\s*{_DAY}", re.M
)
_ANY_START = re.compile(
    f"(?:从|自)\\s*{_DAY}\\s*起\\s*{_HOLDS}(?=[\\s。；;，,）)]|$)|^{_DAY}\\s*起?{_HOLDS}\\s*$", re.M
)
_ADOPTED = re.compile(f"(?:^|[（(\\s、，]|根据){_DAY}[^年]{{0,90}}?(?:通过|修正|修订|批准|公布|发布)", re.M)
_WHOLE_TERM = re.compile(f"{_SELF}\\s*自\\s*{_DAY}\\s*起?\\s*至\\s*{_DAY}\\s*止?\\s*{_HOLDS}")
_LASTING = f"(?:(?:{_HOLDS}|{_SELF})[，,、；;（(]?\\s*(?:有效|执行)期限?|^有效期限?\\s*[:：])\\s*"
_LASTS_TO = re.compile(f"{_LASTING}(?:至|到|截至|截止到?)\\s*{_DAY}", re.M)
_LASTS = re.compile(f"{_LASTING}为?\\s*([{_NUMERAL}]{{1,3}})\\s*(个月|年)", re.M)
_ENDS = re.compile(f"{_SELF}\\s*自\\s*{_DAY}\\s*起\\s*(?:停止执行|废止|失效)")
_ENDING = re.compile(f"(?:自\\s*{_DAY}\\s*起)?(?:同时|即行|予以|均)*废止")
_IN_NAME = re.compile(
    r"[\s_]*[（(\[【]?\s*((?:19|20)\d{2})(?:[-.年](\d{1,2})[-.月](\d{1,2})日?)\s*[）)\]】]?$|"
    r"[\s_]*[（(\[【]\s*(?:19|20)\d{2}\s*年?(?:修正|修订|版|本)*\s*[）)\]】]$"
)
_BEFORE_VERB = re.compile("(?:（[^）]*）|\\([^)]*\\))?[^，。]{0,20}，?$")
_BETWEEN_TITLES = re.compile("(?:（[^）]*）|\\([^)]*\\))?\\s*(?:[、，和及与]|以及).{0,40}$")
_MARKS = re.compile(r"[\s《》〈〉<>“”\"()（）]|中华人民共和国")
_HEAD = 1500
_SENTENCE = 600
_FIRST_YEAR, _LAST_YEAR = 1900, 2999


@dataclass(frozen=True, slots=True)
class Repeal:
    """Documents of that `name` (as `bare_name` gives it) end the day before `since`."""

    name: str
    since: date


@dataclass(frozen=True, slots=True)
class Validity:
    """What a document says of itself: its first and its last day, None where it says none.

    `evidence` holds the words that the days were read from, "" where there are none.
    """

    effective_from: date | None = None
    effective_until: date | None = None
    evidence: str = ""
    repeals: tuple[Repeal, ...] = ()


def read_validity(title: str, source: str, text: str) -> Validity:
    """What a document says of when it holds.

    A statute that was amended keeps the first day of its first version, so where the day of the amendment
    (in the file's name or under the title) is the later of the two, this version begins on that day.
    """
    stated, words = _stated(text)
    whole = _WHOLE_TERM.search(text)
    if stated is None and whole:
        stated, words = _first_day(whole), whole[0]
    adopted, source_words = _adopted(source, text)
    begins, evidence = stated, [words]
    if adopted and (stated is None or adopted > stated):
        begins, evidence = adopted, [source_words, words]
    until, more = _until(text, stated)
    evidence.append(more)
    repeals = tuple(_repeals(text, stated or begins)) + tuple(_ended_by_title(title, begins))
    return Validity(begins, until, "；".join(dict.fromkeys(w for w in evidence if w)), repeals)


def series_name(source: str) -> str:
    """A file's name without a day or year at its end: files that share it are versions of one document."""
    path = PurePath(source)
    return (_IN_NAME.sub("", path.stem) or path.stem) + path.suffix.lower()


def bare_name(title: str) -> str:
    """A title as it is compared: without marks, spaces, a day at its end and the name of the country."""
    return _MARKS.sub("", _IN_NAME.sub("", title.strip()))


def _stated(text: str) -> tuple[date | None, str]:
    """The latest day that the document gives for itself, else the latest that it gives without a subject."""
    for pattern in (_OWN_START, _ANY_START):
        found = [(day, match[0].strip()) for match in pattern.finditer(text) if (day := _first_day(match))]
        if found:
            return max(found)
    return None, ""


def _adopted(source: str, text: str) -> tuple[date | None, str]:
    """The latest day of adoption or amendment, in the file's name or above the first article."""
    found = []
    named = _IN_NAME.search(PurePath(source).stem)
    if named and named[1] and (day := _day(named[1], named[2], named[3])):
        found.append((day, named[0].strip(" _")))
    head = text[:_HEAD].partition("\n第一条")[0]
    found += [(day, match[0].strip(" \n　（(、，")) for match in _ADOPTED.finditer(head) if (day := _first_day(match))]
    return max(found, default=(None, ""))


def _until(text: str, begins: date | None) -> tuple[date | None, str]:
    """The last day that the document gives for itself."""
    for pattern, shift in ((_WHOLE_TERM, 0), (_LASTS_TO, 0), (_ENDS, 1)):
        match = pattern.search(text)
        day = _day(*match.groups()[-3:]) if match else None
        if match and day:
            return day - timedelta(days=shift), match[0]
    lasts = _LASTS.search(text)
    end = _later(begins, lasts[1], lasts[2]) if lasts and begins else None
    return (end - timedelta(days=1), lasts[0]) if lasts and end else (None, "")


def _repeals(text: str, since: date | None) -> Iterator[Repeal]:
    """Titles that a sentence of the text repeals: the one before the verb, and those it is joined to."""
    for ending in _ENDING.finditer(text):
        first = max(0, ending.start() - _SENTENCE)
        start = max(text.rfind(mark, first, ending.start()) for mark in "。\n；") + 1 or first
        sentence = text[start : ending.start()]
        day = _first_day(ending) or since
        at, joint = len(sentence), _BEFORE_VERB
        for left, right in reversed(_titles(sentence)):
            if day is None or not joint.match(sentence[right:at]):
                break
            yield Repeal(bare_name(sentence[left:right]), day)
            at, joint = left, _BETWEEN_TITLES


def _ended_by_title(title: str, since: date | None) -> Iterator[Repeal]:
    """What a decision on repealing names in its own title."""
    if since and "废止" in title:
        for left, right in _titles(title):
            yield Repeal(bare_name(title[left:right]), since)


def _titles(sentence: str) -> list[tuple[int, int]]:
    """Spans of the outermost 《…》; a title within a title is part of it."""
    spans, depth, start = [], 0, 0
    for at, mark in enumerate(sentence):
        if mark == "《":
            start = at if depth == 0 else start
            depth += 1
        elif mark == "》" and depth:
            depth -= 1
            if depth == 0:
                spans.append((start, at + 1))
    return spans


def _first_day(match: re.Match[str]) -> date | None:
    """The first day among a match's groups."""
    parts = [part for part in match.groups() if part]
    return _day(*parts[:3]) if len(parts) >= 3 else None


def _day(year: str, month: str, day: str) -> date | None:
    """None for a day that no calendar has, or of a year that no document in force can mean."""
    try:
        found = date(_number(year), _number(month), _number(day))
    except ValueError:
        return None
    return found if _FIRST_YEAR <= found.year <= _LAST_YEAR else None


def _number(written: str) -> int:
    """Digits of either width, Chinese digits one by one, or Chinese numbers below 100."""
    digits = "".join(str(_DIGITS.find(sign)) if sign in _DIGITS else sign for sign in re.sub("[○零]", "〇", written))
    if "十" not in digits:
        return int(digits)
    tens, _, ones = digits.partition("十")
    return int(tens or 1) * 10 + int(ones or 0)


def _later(day: date, count: str, unit: str) -> date | None:
    """The same day so many months or years later, or that month's last; None where `count` is no number."""
    try:
        months = _number(count) * (12 if unit == "年" else 1)
    except ValueError:
        return None
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
