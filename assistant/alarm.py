"""Words of the caller that the operator must see at once: gas, fire, injury, self-harm, violence, hazard."""

from __future__ import annotations

import re

from asr.transcript import FinalTranscript
from assistant.events import Alert
from assistant.tickets.phrase_finder import PhraseFinder

_PHRASES = {
    "gas": (
        "煤气味 燃气味 人气味 天然气味 天然气味道 煤气味道 燃气味道 燃气泄漏 煤气泄漏 天然气泄漏 "
        "煤气漏 燃气漏 天然气漏 漏煤气 漏燃气 漏天然气 煤气中毒 一氧化碳中毒 漏气了 闻到煤气 "
        "闻到燃气 闻到天然气 煤气管漏 燃气管漏 燃气管道破 燃气管被挖 燃气管道被挖"
    ),
    "fire": ("着火 着火了 起火 起火了 失火 火灾 冒烟 冒浓烟 冒黑烟 烧起来 烧起来了 爆炸 烟很大"),
    "injury": (
        "受伤 伤得 流血 流了好多血 出血 晕倒 昏倒 昏迷 昏过去 晕过去 骨折 "
        "摔伤 烫伤 烧伤 砸伤 砸到人 撞伤 撞到人 触电 溺水 落水 掉水里 中暑 喘不上气 "
        "不省人事 没有呼吸 叫不醒 抽搐 出人命 倒下了 倒在地上 掉下去 掉进去 被困 困在电梯 "
        "电梯困人 食物中毒 上吐下泻 头破"
    ),
    "self_harm": (
        "自杀 轻生 不想活 不想活了 活不下去 活不下去了 活着没意思 跳楼 跳河 跳江 割腕 结束生命 死了算了 喝农药 寻短见"
    ),
    "violence": (
        "打人 被打 打我 打架 动手打 殴打 家暴 砍人 持刀 拿刀 拿着刀 拿着棍子 要杀 抢劫 绑架 虐待 砸门 性骚扰 斗殴"
    ),
    "hazard": (
        "井盖没了 井盖缺失 井盖丢了 井盖不见 井盖掉 井盖被偷 井盖松动 没有井盖 没井盖 "
        "井盖坏 井盖破 井盖塌 电线掉 电线断 电线垂 电线落 电线脱落 高压线掉 漏电 路面塌陷 "
        "地面塌陷 塌陷 塌方 要塌 塌了 墙倒 外墙脱落 瓷砖掉 高空坠物 高空抛物 山体滑坡 "
        "滑坡 树倒 树断 电梯坠落 护栏断 广告牌掉 广告牌要掉 决堤 爆管 化学品泄漏"
    ),
}
_KINDS = {phrase: kind for kind, listed in _PHRASES.items() for phrase in listed.split()}
# Half-wrong syllables are forgiven where that makes few false alarms: 不像话了 is no 不想活了.
_FORGIVEN = [p for p, kind in _KINDS.items() if kind in ("gas", "hazard") and not p.startswith("没")]
_FINDERS = (PhraseFinder(_FORGIVEN, near_from=4), PhraseFinder(_KINDS.keys() - set(_FORGIVEN)))
_DENIED_BEFORE = re.compile(
    r"(?:没有?|没人|没谁|不是|不会|不算|未|别|不用|以免|免得|避免|防止|预防|万一|差点)[^，。,.！!？?\s]{0,4}$"
)
_DENIED_AFTER = re.compile(r"^[^，。,.！!？?\s]{0,3}(?:没有发生|是没有|倒没有|已经(?:灭|修好|处理好))")
_FEARED = re.compile(r"(?:怕|担心)[^，。,.！!？?\s]{0,4}$")
_ASKED = re.compile(
    r"怎么(?:赔|报销?|算|申请|认定|办理|防|拿)|多少钱|保险|认定|补[贴助]|津贴|赔偿|如果|要是|标准|规定|政策|材料|证明"
    r"|预案|演练|知识|培训"
)
_PAUSE = re.compile(r"[，。,.！!？?；;\s]")
_FEAR_COUNTS = frozenset({"gas", "violence"})


def alerts(final: FinalTranscript) -> tuple[Alert, ...]:
    """At most one alert of each kind, for a caller's final; the operator's words raise none.

    What is denied ("没有受伤") and what is only asked about ("工伤受伤怎么赔") raises none, except
    for words of self-harm, where a false alert costs less than a missed one.
    """
    if final.channel != "caller":
        return ()
    raised: dict[str, Alert] = {}
    for found in sorted((f for finder in _FINDERS for f in finder.find(final.text)), key=lambda f: f.start):
        kind = _KINDS[found.phrase]
        if _is_alarming(final.text, found.start, found.end, kind):
            quote = final.text[found.start : found.end]
            raised.setdefault(kind, Alert(kind, quote, final.utterance))
    return tuple(raised.values())


def _is_alarming(text: str, start: int, end: int, kind: str) -> bool:
    if kind == "self_harm":
        return True
    before = text[:start]
    if _DENIED_BEFORE.search(before) or _DENIED_AFTER.match(text[end:]):
        return False
    if kind not in _FEAR_COUNTS and _FEARED.search(before):
        return False
    return not _ASKED.search(_around(text, start, end))


def _around(text: str, start: int, end: int) -> str:
    """The clause that the words stand in, at most twelve characters to either side."""
    before = _PAUSE.split(text[max(0, start - 12) : start])[-1]
    return f"{before} {_PAUSE.split(text[end : end + 12])[0]}"
