"""What each clause of a passage is about, apart from its figures: the ground on which two passages can be compared."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from assistant.answers.clauses import Clause, clauses
from assistant.answers.figures import SET_PHRASE, Figure, figures

SHORTEST = 6
"""Characters without figures below which a clause does not say what it is about."""

SHORT = 9
"""Pairs of characters below which only its title says what a clause is about."""

_NUMERAL = "[0-9０-９零〇一二两三四五六七八九十百千万亿半]"
NUMBER = re.compile(
    rf"(?:百分之)?{_NUMERAL}(?:[.．,:：]?{_NUMERAL})*\s*"
    r"(?:个?(?:工作日|小时|月|星期|百分点)|周岁|分钟|平方米|公里|[%％‰元角日天年月时分周岁倍折成米])?底?"
)
"""A figure with its unit as it is written."""

_ORDINAL = re.compile(
    rf"第\s*{_NUMERAL}+\s*[条款项章节编号级期届次批]|[前本上]\s*{_NUMERAL}+\s*[条款项]|[（(]{_NUMERAL}+[)）]"
)
_NUMBERED = re.compile(rf"\s*第\s*{_NUMERAL}+\s*条\s")
_ARTICLE = re.compile(rf"第\s*{_NUMERAL}+\s*条(?:\s*第\s*{_NUMERAL}+\s*[款项])*")
_FORMAL = re.compile(
    r"施行|废止|印发|文号|(?:电话|热线)\D{0,4}\d|联系|地址|地点|网址|邮编|新闻|扫一扫"
    rf"|{_NUMERAL}\s*月\s*{_NUMERAL}+\s*日[^，。；]*(?:通过|批准|公布|修[正订改])"
    r"|[年月]\s*\d{1,2}\s*日\W*(?:\[.*)?$|〔\d+〕|\[\d{4}\]"
)
_REPORT = re.compile("据悉|据了解|据介绍|记者|截至|昨[日天]|近日|增援|新增")
"""Words of news: what was so on a day is no rule, and is other on another day."""

_DATE = re.compile(
    rf"(?:{_NUMERAL}{{2,4}}\s*年\s*)?{_NUMERAL}+\s*月\s*{_NUMERAL}+\s*[日号]|{_NUMERAL}{{4}}\s*年(?:\s*{_NUMERAL}+\s*月)?"
)
_NAMES = frozenset("楼室号房层栋座窗路环线级类种期版届批")
"""What a number before them names and does not measure: 27号, 3楼, 二级."""

_TIMES = {"日", "工作日", "月", "年", "周", "时", "分钟"}
_PERMITS = re.compile(
    "(?:不得|不能|不)?(?:超过|少于|多于|[低高]于)|最[多少高低长短大小]为?|至[多少]|不足"
    "|不得|不能|不可以?|不准|不予|不再|不收|禁止|严禁|无[需须]|不用|不必|不?需要?|没有|[未免]|可以?|应当?|必须"
)
"""Words of duty, leave and denial, and of bounds."""

_HOURS = re.compile("上午|下午|(?:受理|办公|工作|服务|营业|开放|接听|窗口)时间|周[一二三四五六日]")
_BORDER = re.compile("[，,。；;：:！？\n]")
_ADVERB = re.compile("[内前后起]?[，,]")
_FUNCTION = re.compile(
    "任何|所有|有关|相关|通过|进行|办理|属于|[按依]照|根据|包括|[的之其及和与或者自从由将把被在于到至向对为是后前内中上下时起日并也但则以按等要应可已还均都须得该本就再每第各当即]"
)
_PENALTY = re.compile(
    "(?:情节|造成|逾期|拒不|再次|拒绝)[^，；。]{0,14}的|[并可]*处以?[^，；。]*(?:罚款|拘留)|由[^，；。]{0,30}责令[^，；。]*|责令[^，；。]*"
    "|违反[^，；。]{0,30}(?:规定|之一的?)|给予警告|有下列[^，；。]*|(?:没有)?违法所得[^，；。]*|[^，；。]*货值金额[^，；。]*"
)


@dataclass(frozen=True, slots=True)
class Matter:
    """A clause `text[start:end]` of a passage, and its subject in pairs of characters.

    `bare` is its text without figures, marks and words of duty, leave and denial; `articles` are those of a law that
    it names.
    """

    text: str
    start: int
    end: int
    subject: frozenset[str]
    articles: frozenset[str]
    bare: str


@dataclass(frozen=True, slots=True)
class Slot:
    """A figure where it stands, `text[start:end]` of a clause.

    `kind` is what it measures: lengths of time are one kind, so that 30 days and 15 working days are at odds; a number
    without a unit is measured by the character behind it. `role` is what the part of the sentence says of it, in pairs
    of characters.
    """

    start: int
    end: int
    kind: str
    value: frozenset[Figure]
    role: frozenset[str]


@lru_cache(maxsize=16384)
def matters(text: str) -> tuple[Matter, ...]:
    """The clauses of a passage that say what they are about.

    Left out are dates and names that a document ends or begins with, ways to reach somebody, and what an offence
    costs, as that clause leaves the offence unsaid.
    """
    return tuple(found for clause in clauses(text) if not clause.whole_list and (found := _matter(clause)))


@lru_cache(maxsize=16384)
def pairs(text: str) -> frozenset[str]:
    """Every two neighbouring characters, punctuation and spaces left out."""
    plain = re.sub(r"[\W_]+", "", text)
    return frozenset(plain[i : i + 2] for i in range(len(plain) - 1))


def dice(one: frozenset[str], other: frozenset[str]) -> float:
    """What two sets share, 0..1 (Dice 1945)."""
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


def overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """What the smaller of two sets has in common with the other, 0..1."""
    return len(one & other) / min(len(one), len(other)) if one and other else 0.0


def plain_figures(text: str) -> frozenset[Figure]:
    """The figures of a text, numbers of articles and lists left out."""
    return figures(_ORDINAL.sub(" ", text))


@lru_cache(maxsize=16384)
def slots(text: str) -> tuple[Slot, ...]:
    """The figures of a clause that measure something, in order: no articles, houses, grades and telephone numbers."""
    plain = SET_PHRASE.sub(_blank, _ORDINAL.sub(_blank, text))
    dates = [found.span() for found in _DATE.finditer(plain)]
    spans = dates + [found.span() for found in NUMBER.finditer(_DATE.sub(_blank, plain))]
    return tuple(slot for span in sorted(spans) if (slot := _slot(plain, span, span in dates)))


def forget() -> None:
    """Lets go of what was kept while passages were compared: some 23 KB of each."""
    for kept in (matters, pairs, slots):
        kept.cache_clear()


def needs_title(matter: Matter) -> bool:
    """Whether only the title can say what a clause is about: "办结时限：5日", or the hours of a counter."""
    return len(matter.subject) < SHORT or bool(_HOURS.search(matter.text))


def own_words(mine: Matter, yours: Matter, title: str) -> str:
    """The longest run of words, such as a name or a condition, that the second clause and its title do not have."""
    known = yours.subject | pairs(yours.text) | pairs(title)
    kept = [False] * len(mine.bare)
    for at in range(len(mine.bare) - 1):
        if mine.bare[at : at + 2] in known:
            kept[at] = kept[at + 1] = True
    left = "".join(" " if shared else letter for letter, shared in zip(mine.bare, kept, strict=True))
    return max(_FUNCTION.sub(" ", left).split(), key=len, default="")


def _slot(plain: str, span: tuple[int, int], is_date: bool) -> Slot | None:
    start, end = span
    value = figures(plain[start:end])
    unit = min((figure.unit for figure in value), default="phone")
    after = plain[end : end + 1]
    if unit == "phone" or (not unit and after in _NAMES):
        return None
    kind = "date" if is_date else "time" if unit in _TIMES else unit or f"#{after}"
    return Slot(start, end, kind, value, pairs(_bare(_part(plain, start, end))))


def _part(plain: str, start: int, end: int) -> str:
    """What stands around a figure up to the next marks, and the next part too where "within three days," opens it."""
    first = max((found.end() for found in _BORDER.finditer(plain, 0, start)), default=0)
    opens = _ADVERB.match(plain, end)
    last = _BORDER.search(plain, opens.end() if opens else end)
    return plain[first : last.start() if last else len(plain)]


def _bare(plain: str) -> str:
    """Without figures, and words of duty, leave and denial."""
    return re.sub(r"[\W_]+", "", _PERMITS.sub("", NUMBER.sub("", plain)))


def _blank(found: re.Match[str]) -> str:
    return "〃" * len(found[0])


def _matter(clause: Clause) -> Matter | None:
    plain = _ORDINAL.sub(" ", clause.text)
    bare = _bare(_PENALTY.sub("", plain))
    unfit = _FORMAL.search(clause.text) or _REPORT.search(clause.text)
    if len(bare) < SHORTEST or clause.text.rstrip().endswith(("：", ":")) or unfit:
        return None
    articles = frozenset("".join(found.split()) for found in _ARTICLE.findall(_NUMBERED.sub("", clause.text, 1)))
    return Matter(clause.text, clause.start, clause.end, pairs(bare), articles, bare)
