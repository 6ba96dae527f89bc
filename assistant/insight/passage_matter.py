"""What each clause of a passage is about, apart from its figures: the ground on which two passages can be compared."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from assistant.answers.clauses import Clause, clauses
from assistant.answers.figures import Figure, figures

SHORTEST = 6
"""Characters without figures below which a clause does not say what it is about."""

_NUMERAL = "[0-9０-９零〇一二两三四五六七八九十百千万亿半]"
NUMBER = re.compile(
    rf"(?:百分之)?{_NUMERAL}(?:[.．,:：]?{_NUMERAL})*\s*"
    r"(?:个?(?:工作日|小时|月|星期|百分点)|周岁|分钟|平方米|公里|[%％‰元角日天年月时分周岁倍折成米])?底?"
)
"""A figure with its unit as it is written."""

_ORDINAL = re.compile(
    rf"第\s*{_NUMERAL}+\s*[条款项章节编号级期届次批]|[前本上]\s*{_NUMERAL}+\s*[条款项]|[（(]{_NUMERAL}+[)）]"
)
_ARTICLE = re.compile(rf"第\s*{_NUMERAL}+\s*条")
_FORMAL = re.compile(
    "施行|废止|修[正订改]|通过|批准|公布|印发|文号|电话|热线|联系|地址|网址|邮编|新闻|扫一扫"
    r"|[年月]\s*\d{1,2}\s*日\W*(?:\[.*)?$|〔\d+〕|\[\d{4}\]"
)
_PENALTY = re.compile(
    "(?:情节|造成|逾期|拒不|再次|拒绝)[^，；。]{0,14}的|[并可]*处以?[^，；。]*(?:罚款|拘留)|由[^，；。]{0,30}责令[^，；。]*|责令[^，；。]*"
    "|违反[^，；。]{0,30}(?:规定|之一的?)|给予警告|有下列[^，；。]*|(?:没有)?违法所得[^，；。]*|[^，；。]*货值金额[^，；。]*"
)
_PERMITS = re.compile(
    "不得|不能|不可以?|不准|不予|不再|不收|禁止|严禁|无[需须]|不用|不必|不?需要?|没有|[未免]|可以?|应当?|必须"
)


@dataclass(frozen=True, slots=True)
class Matter:
    """A clause `text[start:end]` of a passage: its subject in pairs of characters, its figures, what it allows.

    `permits` are its words of duty, leave and denial in order; `articles` those of a law that it names.
    """

    text: str
    start: int
    end: int
    subject: frozenset[str]
    figures: frozenset[Figure]
    permits: tuple[str, ...]
    articles: frozenset[str]


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


def _matter(clause: Clause) -> Matter | None:
    plain = _ORDINAL.sub(" ", clause.text)
    bare = NUMBER.sub("", _PENALTY.sub("", plain))
    subject = re.sub(r"[\W_]+", "", _PERMITS.sub("", bare))
    if len(subject) < SHORTEST or clause.text.rstrip().endswith(("：", ":")) or _FORMAL.search(clause.text):
        return None
    permits = tuple(_PERMITS.findall(plain))
    articles = frozenset("".join(found.split()) for found in _ARTICLE.findall(clause.text))
    return Matter(clause.text, clause.start, clause.end, pairs(subject), figures(plain), permits, articles)
