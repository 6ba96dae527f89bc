"""Who the request is about besides the caller: companies, bus lines, vehicles, staff numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from asr.transcript import FinalTranscript
from assistant.ticket import FieldValue
from assistant.tickets.gazetteer import COMPANY, Gazetteer
from assistant.tickets.quote import Quote
from assistant.tickets.spoken_number import spoken_digits, whole_number

_N = r"[0-9零〇幺洞一二两三四五六七八九十百]"
_LINE = re.compile(rf"(?<![一半])(?P<number>{_N}{{1,4}})路(?:公交车?|车)")
_BADGE = re.compile(
    r"(?P<kind>车牌[尾委位伟]号|车牌号码?|车牌|工号牌?|警号|车号|自编号)(?:上|是|写的|为|的|号|，|：|\s)*"
    r"(?P<plate>[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]?[A-Za-z]?)"
    rf"(?P<number>{_N}{{3,6}}|[A-Za-z0-9]{{3,6}})"
)
_KINDS = {"工号牌": "工号", "车牌委号": "车牌尾号", "车牌位号": "车牌尾号", "车牌伟号": "车牌尾号"}
_NO_NAME = "的在了我你他她们是不有那这叫找被把给跟和个家会让能以后说都就没去来过"
_COMPANY = re.compile(
    rf"(?:叫|是|找|被|把|给|跟|和|在|投诉|举报|反映|表扬|，|^)(?P<name>[^\W{_NO_NAME}]{{2,8}}?"
    r"(?:有限公司|公司|集团|物业|银行|超市|酒店|饭店|餐厅|火锅店|健身房|培训机构|教育机构|培训中心|房产中介|工厂|商场))"
)
_VAGUE = re.compile(
    r"(?:物业|一家|某|哪|什么|施工|建筑|装修|装饰|出租|出租汽车|公交|旅游|供热|供水|快递|租车|网约|保险|开发"
    r"|贷款|本地|外地|银行|水务|热力)(?:公司|集团|物业)?"
)


def parties(finals: Sequence[FinalTranscript], gazetteer: Gazetteer) -> FieldValue | None:
    """The names in the order they were first said, joined by "、"; None if there are none."""
    named: dict[str, Quote] = {}
    for final in finals:
        if final.channel != "caller":
            continue
        for name, quote in sorted(_named(final, gazetteer), key=lambda n: n[1].start):
            named.setdefault(name, quote)
    kept = [n for n in named if not any(n != other and n in other for other in named)]
    if not kept:
        return None
    return FieldValue("、".join(kept), tuple(named[name].evidence() for name in kept), 0.9)


def _named(final: FinalTranscript, gazetteer: Gazetteer) -> Iterator[tuple[str, Quote]]:
    text = final.text
    known = [m for m in gazetteer.mentions(text) if m.kind == COMPANY]
    for mention in known:
        yield mention.name, Quote(final, mention.start, mention.end)
    for match in _LINE.finditer(text):
        if number := whole_number(match["number"]):
            yield f"{number}路公交", Quote(final, match.start(), match.end())
    for match in _BADGE.finditer(text):
        number = "".join(d.digit for d in spoken_digits(match["number"]) if d.firm)
        latin = match["number"] if match["number"].isascii() else number
        kind = _KINDS.get(match["kind"], match["kind"])
        yield f"{kind}{match['plate']}{latin}", Quote(final, match.start(), match.end())
    for match in _COMPANY.finditer(text):
        start, end = match.span("name")
        if not _VAGUE.fullmatch(match["name"]) and all(end <= m.start or start >= m.end for m in known):
            yield match["name"], Quote(final, start, end)
