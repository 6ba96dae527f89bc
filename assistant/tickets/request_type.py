"""What kind of request it is, by what the caller says they want and how they say it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from asr.transcript import FinalTranscript
from assistant.ticket import FieldValue
from assistant.tickets.phrase_finder import PhraseFinder
from assistant.tickets.quote import Quote

_NAMED = {"咨询": "consultation", "投诉": "complaint", "求助": "help", "举报": "report"} | {
    "建议": "suggestion",
    "表扬": "praise",
}
_WISHES = ("我要", "我想", "想要", "要", "想", "来", "我来", "打电话", "我想要", "我这里要")
_ANNOUNCED = {wish + name: kind for name, kind in _NAMED.items() for wish in _WISHES} | {
    "提个建议": "suggestion",
    "提一个建议": "suggestion",
    "提点建议": "suggestion",
    "提个意见": "suggestion",
    "想反映一下": "complaint",
    "我要反映": "complaint",
    "我想反映": "complaint",
    "想问一下": "consultation",
    "我想问问": "consultation",
    "想了解一下": "consultation",
    "请问一下": "consultation",
    "快派人": "help",
    "请你们帮忙": "help",
    "帮忙查一下": "help",
    "能不能帮忙": "help",
}
_CUES: tuple[tuple[str, float, re.Pattern[str]], ...] = (
    (
        "consultation",
        1.0,
        re.compile(
            r"怎么(?:办理|申请|领|交|报|算|查|转|提取|预约|办)|多少钱|[什哪][么些]材料|要带什么|什么条件|几天能"
            r"|想问|请问|咨询"
        ),
    ),
    ("consultation", 0.4, re.compile(r"吗|怎么|多少|什么时候|可不可以|能不能|要不要|多久|哪里")),
    (
        "complaint",
        1.0,
        re.compile(
            r"投诉|乱收费|不讲理|态度(?:很|特别|太|恶劣|差)|扰民|太吵|吵得|噪音|没人管|不管|推来推去|骗|故意|绕道"
            r"|不肯退|不退|拖着|不给|多收|敷衍|睡不着|臭|拖欠"
        ),
    ),
    (
        "help",
        1.0,
        re.compile(
            r"帮忙|帮我|救|派人|快来|抢修|修一下|漏水|停水|停电|漏气|没水|没电|井盖|掉下来|塌|被困|堵了|坏了|走失"
            r"|不亮|怎么还没|危险|求助"
        ),
    ),
    ("report", 1.0, re.compile(r"举报|保密|匿名|偷排|违法|无证|黑车|非法|私自|造假|假冒|超标|骗保")),
    (
        "suggestion",
        1.0,
        re.compile(r"建议|希望(?:能|可以|你们)?(?:增|加|开|设|改|延|调)|最好能|能不能增|采纳|意见"),
    ),
    (
        "praise",
        1.0,
        re.compile(r"表扬|感谢信|点赞|好人|特别耐心|很热情|服务(?:很|特别|真|太)好|锦旗|夸"),
    ),
)
_RECORDED = re.compile(r"(?:您的|登记|记录|转|这个|这条|提交)[^，。,.]{0,6}?(咨询|投诉|求助|举报|建议|表扬)")
_SPOKEN = PhraseFinder(_ANNOUNCED)
_DECLINED = re.compile(r"(?:不是|不想|不要|没有)[要来想]?$")


def request_type(finals: Sequence[FinalTranscript]) -> FieldValue | None:
    """The type with the strongest cues; what is announced early counts most. None before any cue."""
    scores: dict[str, float] = {}
    quotes: dict[str, tuple[float, Quote]] = {}
    turn = 0
    for final in finals:
        early = max(0.4, 1.0 - 0.15 * turn)
        for kind, weight, start, end in _cues(final):
            scores[kind] = scores.get(kind, 0.0) + weight * early
            if weight * early > quotes.get(kind, (0.0, None))[0]:
                quotes[kind] = (weight * early, Quote(final, start, end))
        turn += final.channel == "caller"
    if not scores:
        return None
    best = max(scores, key=lambda kind: scores[kind])
    confidence = scores[best] / (sum(scores.values()) + 0.5)
    return FieldValue(best, (quotes[best][1].evidence(),), round(confidence, 2))


def _cues(final: FinalTranscript) -> list[tuple[str, float, int, int]]:
    """Kind, weight and characters of every cue in one final."""
    text = final.text
    if final.channel == "operator":
        return [(_NAMED[m[1]], 2.0, m.start(), m.end()) for m in _RECORDED.finditer(text)]
    found = [
        (_ANNOUNCED[f.phrase], 3.0 * f.sure, f.start, f.end)
        for f in _SPOKEN.find(text)
        if not _DECLINED.search(text[: f.start])
    ]
    for kind, weight, pattern in _CUES:
        found += [(kind, weight, m.start(), m.end()) for m in list(pattern.finditer(text))[:2]]
    return found
