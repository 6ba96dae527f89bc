"""When it happened, in the caller's own words: 昨天晚上十点, 从上周三开始, 八月十五号."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from asr.transcript import FinalTranscript
from assistant.ticket import FieldValue
from assistant.tickets.quote import Quote

_N = r"[0-9零〇一二三四五六七八九十两]{1,3}"
_YEAR = r"(?:今年|去年|前年|明年|[0-9零〇一二三四五六七八九]{2,4}年)"
_DAY = (
    rf"(?:{_YEAR}?{_N}月份?(?:底|初|中旬|上旬|下旬)?(?:{_N}[号日])?|{_N}号(?!楼|线|院|门|窗|店|桥|公交)"
    r"|大?前天|昨天|今天|昨晚|今早|今晚|前几天|这几天|这两天|最近|近期|刚才|刚刚|现在"
    rf"|(?:上个?|这个?|本|下个?)(?:月(?:{_N}[号日]|底|初)?|(?:周|星期|礼拜)[一二三四五六日天末]?)"
    r"|(?:周|星期|礼拜)[一二三四五六日天]"
    rf"|{_YEAR}(?:年?初|年?底|[春夏秋冬]天|上半年|下半年)?|年初|年底|国庆|春节|过年)"
)
_PART = r"(?:大?早上|清晨|上午|中午|下午|傍晚|晚上|夜里|半夜|凌晨|深夜|夜间|早|晚)"
_CLOCK = rf"{_N}(?:点半?(?:{_N}分|一刻|钟)?多?|[:：]\d\d)"
_BARE_CLOCK = rf"(?<![快早晚有差多大小好慢])(?!一点(?![半多钟左])){_CLOCK}"  # 快一点 is no time
_SPAN = (
    rf"(?:{_DAY}[的，, ]?(?:{_PART})?(?:{_CLOCK})?|{_PART}(?:{_CLOCK})?|每[天晚](?:{_PART})?(?:{_CLOCK})?"
    rf"|{_BARE_CLOCK})(?:左右|前后)?"
)
_PHRASE = re.compile(
    rf"(?:从|自)?{_SPAN}(?:(?:一直)?[到至](?:{_SPAN}|现在))?(?:开始|以[来后]|之后|起)?"
    rf"|(?:已经|都)(?:过去)?(?:好几|几|半|{_N})个?(?:多?月|天|年|星期|礼拜|周|小时)多?了?"
)
_ASKED = re.compile(r"什么时候|什么时间|几点|哪天|哪一天|多久了|几号|何时|时间是|从什么")
_FUTURE = re.compile(r"多久|多长时间|能不能|什么时候|几天|截止|之前|以前|前要|才能|可以吗")
_LEAST = 0.5
_WEAK = re.compile(r"^(?:现在|最近|近期|刚才|刚刚|今年|去年|这几天|明年)$")
_SPECIFIC = (re.compile(_DAY), re.compile(_PART), re.compile(_CLOCK), re.compile("从|到|开始|以来|已经|都"))


def time_phrase(finals: Sequence[FinalTranscript]) -> FieldValue | None:
    """The most definite time the caller named, the first of equals; None if they named none."""
    found = sorted(_phrases(finals), key=lambda scored: -scored[0])
    if not found or found[0][0] < _LEAST:
        return None
    score, quote = found[0]
    return FieldValue(quote.text.rstrip("的，, "), (quote.evidence(),), min(1.0, 0.5 + score / 6))


def _phrases(finals: Sequence[FinalTranscript]) -> Iterator[tuple[float, Quote]]:
    asked = False
    for final in finals:
        if final.channel == "operator":
            asked = bool(_ASKED.search(final.text))
            continue
        for match in _PHRASE.finditer(final.text):
            quote = Quote(final, match.start(), match.end())
            yield _definite(quote.text, _sentence(final.text, match)) + 2 * asked, quote


def _definite(phrase: str, sentence: str) -> float:
    """How likely and how well a phrase says when it was: parts named, less what is asked for or to come."""
    parts = sum(bool(part.search(phrase)) for part in _SPECIFIC)
    return parts - 0.7 * bool(_WEAK.match(phrase)) - 1.5 * bool(_FUTURE.search(sentence))


def _sentence(text: str, match: re.Match[str]) -> str:
    start = max(text.rfind(mark, 0, match.start()) for mark in "，。？！,?! ") + 1
    ends = [end for mark in "，。？！,?! " if (end := text.find(mark, match.end())) >= 0]
    return text[start : min(ends, default=len(text))]
