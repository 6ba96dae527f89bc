"""Title and description of a ticket, in the caller's own sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import jieba

from asr.transcript import FinalTranscript
from assistant.ticket import FieldValue
from assistant.tickets.gazetteer import Gazetteer
from assistant.tickets.quote import Quote
from assistant.tickets.spoken_number import spoken_digits

TITLE_LIMIT = 25
DESCRIPTION_LIMIT = 300
VERBS = {
    "consultation": "咨询",
    "complaint": "投诉",
    "help": "求助",
    "report": "举报",
    "suggestion": "建议",
    "praise": "表扬",
}
_CLAUSE = re.compile(r"[^，。！？；,.!?;\s]+")
_FILLER = r"喂|嗯+|呃+|哎呀?|唉|哦|啊|那个|这个嘛|就是说|就是|然后|是这样的?|你好啊?|您好啊?|是这样子的?"
_LEAD = re.compile(
    rf"^(?:{_FILLER}|请问(?:一下)?|麻烦(?:你们?|您)?|同志|先(?=问|说|咨询|了解|反映|想)|"
    r"(?:我|我们)?(?:就是)?(?:打电话)?(?:是)?(?:还)?(?:想|要|来)(?:请)?(?:先)?(?:咨询|问问?|了解|反映|投诉|举报|表扬|求助|提个?建议|提一个建议|说)(?:一下|一个|个)?(?:问题|情况|事情|事)?|"
    r"想请你们|请你们|我建议|建议|投诉|举报|表扬|咨询)+(?:一下)?"
)
_EMPTY = re.compile(
    rf"^(?:{_FILLER}|好的?|行|可以|对的?|是的?|没有?了?|不是|知道了?|明白了?|谢谢(?:你|您|你们|了)?|辛苦(?:你们|您|了)*|麻烦(?:你们|您|了|快一?点)*|再见啊?|"
    r"拜拜|没问题|太好了|那就好|不客气|小同志|我?记[下住]了|打扰了|听?清楚了|说得很清楚|那我?放心了|好好|我等(?:你们)?消息|没别的了|就这些|了|吧|啊|呢|那)+$"
)
_IDENTITY = re.compile(r"免贵|我姓|我叫|^姓|^我[信心性].{1,2}$|电话|手机号|联系方式|怎么称呼")
_SELF = re.compile(r"^(?:我们家?|我家|我|俺们?|咱们?)(?!妈|爸|父|母|爷|奶|老|孩|儿|女|丈|妻|爱)|^希望(?:能|可以|你们)?")
_ANNOUNCED = re.compile(r"问|咨询|了解|反映|投诉|举报|表扬")
_WANTED = {
    "consultation": re.compile(r"怎么|多少|什么|哪|吗$|几|能不能|可不可以|要不要|是不是|如何"),
    "suggestion": re.compile(r"建议(?!$)|最好|希望|能不能|应该"),
}
Clause = tuple[FinalTranscript, int, int]


def description(finals: Sequence[FinalTranscript], gazetteer: Gazetteer) -> FieldValue | None:
    """The caller's sentences in order, without greetings, fillers, name and number; at most 300 characters."""
    sentences: list[str] = []
    quotes: list[Quote] = []
    for final in finals:
        kept = list(_content(final))
        if not kept:
            continue
        told = [gazetteer.spelled(final.text, start, end) for _, start, end in kept]
        sentence = "，".join(told) + "。"
        if sum(map(len, sentences)) + len(sentence) > DESCRIPTION_LIMIT:
            break
        sentences.append(sentence)
        quotes.append(Quote(final, kept[0][1], kept[-1][2]))
    return FieldValue("".join(sentences), tuple(q.evidence() for q in quotes), 0.9) if quotes else None


def title(
    finals: Sequence[FinalTranscript], gazetteer: Gazetteer, kind: str = "", where: str = ""
) -> FieldValue | None:
    """At most 25 characters: what kind of request, the place if it is not in the words, and the matter."""
    clauses = [clause for final in finals for clause in _content(final)]
    if not clauses:
        return None
    main = _main(clauses[:6], kind)
    begin = next(i for i, clause in enumerate(clauses) if clause is main)
    start = main[1] + (lead.end() if (lead := _SELF.match(main[0].text[main[1] : main[2]])) else 0)
    matter = gazetteer.spelled(main[0].text, start, main[2])
    end = main[2]
    verb = VERBS.get(kind, "")
    for final, later, until in clauses[begin + 1 :]:
        more = f"{matter}，{gazetteer.spelled(final.text, later, until)}"
        if final is not main[0] or len(verb) + len(more) > TITLE_LIMIT:
            break
        matter, end = more, until
    if where and where not in matter and len(verb) + len(where) + len(matter) <= TITLE_LIMIT:
        matter = where + matter
    value = verb + _shortened(matter, TITLE_LIMIT - len(verb))
    return FieldValue(value, (Quote(main[0], start, end).evidence(),), 0.7)


def _content(final: FinalTranscript) -> Iterator[Clause]:
    """The clauses of a caller's final that tell something, without what leads up to it."""
    if final.channel != "caller":
        return
    for match in _CLAUSE.finditer(final.text):
        lead = _LEAD.match(match[0])
        start = match.start() + (lead.end() if lead else 0)
        text = final.text[start : match.end()]
        digits = sum(d.firm for d in spoken_digits(text))
        if len(text) < 2 or _EMPTY.match(text) or _IDENTITY.search(text) or digits >= max(7, len(text) // 2):
            continue
        yield final, start, match.end()


def _main(clauses: Sequence[Clause], kind: str) -> Clause:
    """The clause led up to by "I want to ask/report", else the question or proposal, else the first long one."""
    for clause in clauses:
        if _ANNOUNCED.search(_sentence(clause)[: -len(_own(clause))]):
            return clause
    early = [c for c in clauses if len(_own(c)) >= 5] or clauses
    if kind == "consultation":
        early = [c for c in early if c[0] is early[0][0]]
    wanted = _WANTED.get(kind)
    return next((c for c in early if wanted and wanted.search(_sentence(c))), early[0])


def _own(clause: Clause) -> str:
    return clause[0].text[clause[1] : clause[2]]


def _sentence(clause: Clause) -> str:
    """The clause with what leads up to it."""
    final, start, end = clause
    begins = [m.start() for m in _CLAUSE.finditer(final.text) if m.start() <= start]
    return final.text[begins[-1] : end]


def _shortened(text: str, limit: int) -> str:
    """Cut between words."""
    short = ""
    for word in jieba.cut(text):
        if len(short) + len(word) > limit:
            break
        short += word
    return short.rstrip("，的和在")
