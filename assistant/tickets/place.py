"""The place a request is about, put together from the names and details said in different sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from asr.transcript import FinalTranscript
from assistant.ticket import FieldValue
from assistant.tickets.gazetteer import LEVELS, Gazetteer, Mention
from assistant.tickets.quote import Quote

_N = r"[0-9零一二三四五六七八九十百两]{1,4}"
_NAMED = (
    r"[^\W的在了我你他她们是不有那这到和从往与]{1,6}?"
    r"(?:小区|花园|家园|广场|公园|大厦|市场|街道|社区|大道|路(?!口)|街|巷|村|镇|中学|小学|幼儿园|医院)"
)
_DETAIL = re.compile(
    rf"(?:[的，,\s]{{0,2}}(?:的?工地|[东南西北正后大侧前]{{1,2}}门|门口|对面|旁边|附近|路口|交叉口|十字路口|"
    rf"{_N}(?:号楼|栋|幢|单元|号院|号|室|楼|期)|(?:地下)?(?:车库|停车场)|电梯|楼道|小区|人行道|公交站|地铁站|收费站|"
    rf"往?[东南西北]边?(?:走|方向)?(?:大概|大约)?{_N}多?米|{_N}号窗口|"
    rf"(?:便民|就业|社区|政务|社保|医保|公积金|营业|办事|服务|卡){{0,4}}(?:服务)?(?:所|大厅|中心|专窗|窗口|网点|服务站)))+"
)
_INSIDE = re.compile(rf"[的，,\s]{{0,2}}{_NAMED}")
_SEAM = re.compile(r"[的，,、\s]{0,2}(?:上的?|里的?|和)?")
_UNKNOWN = re.compile(rf"(?:在|住|位于|地址是|到|区|县|镇)(?P<name>(?!哪|家|一个){_NAMED})")
_FROM, _TO = re.compile(r"从[^，。,.]{0,3}$"), re.compile(r"^[^。.]{0,6}?(?:到|去|至|往)[^，。,.]{0,3}$")
_ASKED = re.compile(r"哪个区|哪里|哪儿|位置|地址|地点|什么地方|哪条|哪个小区|哪一段|路段|从哪|住在")
_LIVES = re.compile(r"(?:在|住|住在|位于|我们|到)$")
_HERE = re.compile(r"我[们家]*(?:就|是|都)?[在住]")
_YES = re.compile(r"^(?:嗯|啊|哦)?(?:对|是的|是啊|没错|就是)")


@dataclass(frozen=True, slots=True)
class _Spot:
    """One stretch of a sentence that names a place, with its names from the whole to the part."""

    quote: Quote
    value: str
    levels: dict[int, str]
    sure: float
    weight: float


def place(finals: Sequence[FinalTranscript], gazetteer: Gazetteer) -> FieldValue | None:
    """The best located spot, with the district (and road) that other sentences add; None if none is said."""
    spots = list(_spots(finals, gazetteer))
    if not spots:
        return None
    base = max(spots, key=lambda spot: spot.weight)
    value, quotes, levels = base.value, [base.quote], dict(base.levels)
    for level in range(max(levels, default=0)):
        others = {spot.levels[level]: spot for spot in spots if level in spot.levels}
        if level in levels or len(others) != 1:
            continue
        (name, spot), *_ = others.items()
        above = "".join(levels[upper] for upper in sorted(levels) if upper < level)
        if value.startswith(above) and name not in value:
            value = above + name + value[len(above) :]
            levels[level] = name
            quotes.insert(0, spot.quote)
    return FieldValue(value, tuple(quote.evidence() for quote in quotes), base.sure)


def _spots(finals: Sequence[FinalTranscript], gazetteer: Gazetteer) -> Iterator[_Spot]:
    asked = False
    for final, following in zip_longest(finals, finals[1:]):
        if final.channel == "operator":
            asked = bool(_ASKED.search(final.text))
            if not following or following.channel != "caller" or not _YES.match(following.text):
                continue
        found = list(_in_sentence(final, gazetteer, asked))
        bonus = 2.0 if asked and final.channel == "caller" else 0.0
        yield from (replace(spot, weight=spot.weight + bonus) for spot in found)
        if final.channel == "caller" and (found or len(final.text) > 6):
            asked = False


def _in_sentence(final: FinalTranscript, gazetteer: Gazetteer, asked: bool) -> Iterator[_Spot]:
    text = final.text
    expected = asked or _HERE.search(text) is not None
    mentions = [m for m in gazetteer.mentions(text, expected) if m.kind in LEVELS]
    groups: list[list[Mention]] = []
    for mention in mentions:
        if groups and _follows(text, groups[-1][-1], mention):
            groups[-1].append(mention)
        else:
            groups.append([mention])
    spots = [_spot(final, group) for group in groups]
    yield from [_joined(final, *spots)] if len(spots) == 2 and _is_way(text, *spots) else spots
    if not spots and (match := _UNKNOWN.search(text)):
        detail = _DETAIL.match(text, match.end("name"))
        quote = Quote(final, match.start("name"), detail.end() if detail else match.end("name"))
        yield _Spot(quote, quote.text, {3: match["name"]}, 0.6, 1.0)


def _follows(text: str, one: Mention, other: Mention) -> bool:
    between = min(_detail_end(text, one), other.start)
    return bool(_SEAM.fullmatch(text, between, other.start)) and LEVELS[one.kind] <= LEVELS[other.kind]


def _detail_end(text: str, mention: Mention) -> int:
    """Where the gate, house number or the like after a name ends; in a district also an unknown name."""
    inside = _INSIDE.match(text, mention.end) if LEVELS[mention.kind] < 2 else None
    end = inside.end() if inside else mention.end
    detail = _DETAIL.match(text, end)
    return detail.end() if detail else end


def _spot(final: FinalTranscript, group: list[Mention]) -> _Spot:
    text = final.text
    value = ""
    for mention, following in zip(group, [*group[1:], None], strict=True):
        end = _detail_end(text, mention)
        end = min(end, following.start) if following else end
        value += mention.name + text[mention.end : end].strip("的，, ").replace("，", "").replace("的", "")
    quote = Quote(final, group[0].start, end)
    levels = {LEVELS[m.kind]: m.name for m in group}
    located = 0.4 if _LIVES.search(text[: group[0].start]) else 0.0
    detail = 0.5 if end > group[-1].end else 0.0
    weight = 0.6 * len(levels) + 0.5 * max(levels) + located + detail
    return _Spot(quote, value, levels, min(m.sure for m in group), weight)


def _is_way(text: str, one: _Spot, other: _Spot) -> bool:
    between = text[one.quote.end : other.quote.start]
    return bool(_FROM.search(text[: one.quote.start]) and _TO.match(between))


def _joined(final: FinalTranscript, one: _Spot, other: _Spot) -> _Spot:
    """From one place to another."""
    quote = Quote(final, one.quote.start, other.quote.end)
    return _Spot(quote, f"{one.value}至{other.value}", {}, min(one.sure, other.sure), 3.0)
