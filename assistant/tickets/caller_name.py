"""The caller's name: as they say it, as they answer when asked, or as the operator addresses them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from asr.transcript import FinalTranscript
from assistant.ticket import FieldValue
from assistant.tickets.phrase_finder import PhraseFinder
from assistant.tickets.quote import Quote
from retrieval.sound import syllables

# By frequency, so that a misheard surname becomes the commonest of its sound.
SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩邓冯曹彭曾肖萧田董潘袁蔡蒋余于杜叶程魏苏吕丁"
    "任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛庞闫雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔"
    "向常汤康易乔赖文葛洪施牛樊季殷倪翟温柯俞章鲁段伍岳齐伏梅庄辛管祝左涂谷祁舒耿牟卜路詹关苗凌费纪靳盛"
    "童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柴封聂蔺"
)
DOUBLE_SURNAMES = ("欧阳", "上官", "司马", "诸葛", "司徒", "东方", "皇甫", "尉迟", "公孙", "慕容")
_SURNAME = rf"(?:{'|'.join(DOUBLE_SURNAMES)}|[{SURNAMES}])"
_END = r"(?=[，。,.！!\s]|$|电话|手机|住|是|今年|先生|女士)"
_STATED = re.compile(
    rf"(?:(?:我|免贵|本人|^)[姓性]|免贵(?![姓性]))(?P<name>{'|'.join(DOUBLE_SURNAMES)}|[㐀-鿿])"
    rf"|(?:我|名字|(?<=[姓性].)|(?<=[姓性].[，,]))(?:叫做?|是叫)(?P<full>{_SURNAME}[㐀-鿿]{{1,2}}?){_END}"
)
_HEARD = re.compile(r"我[信心兴性幸新辛欣](?P<name>[^你您他她它了的里不是们\W])(?=[，。,.！!？?\s]|$|电话)")  # 我姓
_ANSWERED = re.compile(
    r"(?:嗯|哦|啊|那个|您好|你好|免贵|我|是|叫|[姓性兴幸信]|，|,)*"
    rf"(?P<name>{_SURNAME}(?:[㐀-鿿]{{1,2}}?)??){_END}"
)
_ASKED = re.compile(r"贵[姓信心性幸兴新]|怎么称呼|姓名|名字|您姓|姓氏|如何称呼")
_NOT_NAMES = re.compile(r"[好谢不没可的了我你是在要有]|电话|什么")
_TITLES = PhraseFinder(("先生", "女士", "小姐"), sound_from=2)
_UNSURE = 0.5
_VERY_COMMON = 30


@dataclass(frozen=True, slots=True)
class _Said:
    """A name as said; `title` is 先生 or 女士 where it was added."""

    name: str
    title: str
    quote: Quote
    confidence: float

    @property
    def surname(self) -> str:
        return self.name[: 2 if self.name.startswith(DOUBLE_SURNAMES) else 1]

    @property
    def is_known(self) -> bool:
        return self.surname in DOUBLE_SURNAMES or self.surname in SURNAMES


def caller_name(finals: Sequence[FinalTranscript]) -> FieldValue | None:
    """The full name if it was said, else the surname with 先生 or 女士 as anyone added it; None if not said."""
    addressed = [said for final in finals if final.channel == "operator" for said in _addresses(final)]
    stated = list(_own_words(finals))
    if not stated:
        sure = [said for said in addressed if said.is_known and said.confidence > _UNSURE]
        return _value(sure[-1], sure[-1].title, [sure[-1].quote], 0.7) if sure else None
    own = max(reversed(stated), key=lambda said: len(said.name) - len(said.surname))
    agreeing = [said for said in addressed if syllables(said.surname) == syllables(own.surname)]
    title = own.title or next((said.title for said in reversed(agreeing or addressed)), "")
    quotes = [own.quote, *(said.quote for said in agreeing[-1:])]
    if len(own.name) > len(own.surname):
        return _value(own, title, quotes, 0.95 if agreeing else own.confidence)
    if spelled := [said for said in (own, *agreeing[-1:]) if agreeing and said.is_known]:
        agreed = len(spelled) == 2 and own.surname == agreeing[-1].surname
        return _value(min(spelled, key=_rarity), title, quotes, 0.95 if agreed else 0.6)
    return _unconfirmed(own, title, [said for said in addressed if said.is_known])


def _unconfirmed(own: _Said, title: str, addressed: Sequence[_Said]) -> FieldValue | None:
    """A surname that the operator never repeats: theirs if they say another, as they know the caller's."""
    if addressed:
        return _value(addressed[-1], title, [own.quote, addressed[-1].quote], _UNSURE)
    if own.is_known:
        return _value(own, title, [own.quote], own.confidence)
    likely = _commonest(own)
    return _value(likely, title, [own.quote], _UNSURE) if likely else None


def _value(said: _Said, title: str, quotes: Sequence[Quote], confidence: float) -> FieldValue:
    name = said.name if len(said.name) > len(said.surname) else said.surname + title
    return FieldValue(name, tuple(quote.evidence() for quote in quotes), confidence)


def _own_words(finals: Sequence[FinalTranscript]) -> Iterator[_Said]:
    asked = False
    for final in finals:
        if final.channel == "operator":
            asked = bool(_ASKED.search(final.text)) or (asked and len(final.text) < 4)
        elif matches := list(_STATED.finditer(final.text)):
            yield from (_stated(final, match) for match in matches)
        elif match := _HEARD.search(final.text):
            said = _Said(match["name"], "", Quote(final, match.start(), match.end()), 0.6)
            yield from [said] if said.is_known or _commonest(said) else []
        elif asked and (match := _ANSWERED.match(final.text)) and not _NOT_NAMES.search(match["name"]):
            yield _Said(match["name"], "", Quote(final, match.start("name"), match.end("name")), 0.8)


def _stated(final: FinalTranscript, match: re.Match[str]) -> _Said:
    """我姓王 or 我叫王…, with the 女士 or 先生 that the caller adds within three characters."""
    end = match.end("full") if match["full"] else match.end("name")
    title = next((t for t in _TITLES.find(final.text) if end <= t.start <= end + 3), None)
    quote = Quote(final, match.start(), title.end if title else end)
    return _Said(match["full"] or match["name"], title.phrase if title else "", quote, 0.9)


def _addresses(final: FinalTranscript) -> Iterator[_Said]:
    for title in _TITLES.find(final.text):
        before = final.text[: title.start]
        name = before[-2:] if before.endswith(DOUBLE_SURNAMES) else before[-1:]
        if name:
            quote = Quote(final, title.start - len(name), title.end)
            yield _Said(name, title.phrase, quote, 0.7 if title.sure == 1 else _UNSURE)


def _rarity(said: _Said) -> int:
    """Of two spellings of one sound the commoner surname is the likelier."""
    return SURNAMES.find(said.surname) if len(said.surname) == 1 else 0


def _commonest(said: _Said) -> _Said | None:
    """A very common surname that sounds like the character heard for it."""
    sound = syllables(said.name[:1])
    return next((replace(said, name=s) for s in SURNAMES[:_VERY_COMMON] if syllables(s) == sound), None)
