"""The caller's telephone number, from digits said in one go, in pieces, or read back by the operator."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from asr.transcript import FinalTranscript
from assistant.ticket import FieldValue
from assistant.tickets.quote import Quote
from assistant.tickets.spoken_number import SpokenDigit, spoken_digits

_MOBILE = re.compile(r"1[3-9]\d{9}")
_LANDLINE = re.compile(r"0[1-9]\d{1,2}[2-9]\d{6,7}|[2-9]\d{6,7}")
_ASKED = re.compile(r"电话|手机|号码|联系方式|座机|怎么联系|联系您")
_OWN = re.compile(r"电话|手机|座机|联系方式|打给我|我的号|号码")
_OTHERS = re.compile(r"(?:公司|单位|对方|他们?|她|司机|商家|客服|老板|中介|物业|房东)的?(?:电话|手机|号码)")
_OTHER_NUMBER = re.compile(r"车牌|订单|身份证|单号|卡号|工号|编号|账号|证号|尾号")
_DECLINED = re.compile(r"不留|不用留|别留")
_GAP = re.compile(r"[\s，,。.、嗯呃啊哦]*|.{0,6}(?:后面|然后|接着|再是|后四位)是?")
_MOST_DOUBTFUL = 2
_NOTE = re.compile(r"^.{0,8}$")


@dataclass(frozen=True, slots=True)
class _Digit:
    final: FinalTranscript
    said: SpokenDigit


@dataclass(frozen=True, slots=True)
class _Number:
    digits: str
    quotes: tuple[Quote, ...]
    wanted: bool
    confidence: float


def caller_phone(finals: Sequence[FinalTranscript]) -> FieldValue | None:
    """Digits of a complete mobile number or landline, the last one if it was corrected; else None."""
    said = _numbers(finals, "caller")
    read_back = _numbers(finals, "operator")
    if not said:
        return _from_read_back(finals, read_back)
    best = max(reversed(said), key=lambda n: n.wanted)
    confirmed = [n for n in read_back if n.digits == best.digits]
    quotes = best.quotes + (confirmed[-1].quotes if confirmed else ())
    confidence = 1.0 if confirmed else best.confidence * (1.0 if best.wanted else 0.7)
    return FieldValue(best.digits, tuple(q.evidence() for q in quotes), confidence)


def _from_read_back(finals: Sequence[FinalTranscript], read_back: list[_Number]) -> FieldValue | None:
    """A number only the operator got whole, if it is nearly what the caller said."""
    heard = "".join(d.said.digit for run in _runs(finals, "caller") if len(run) >= 3 for d in run)
    for number in reversed(read_back):
        blocks = SequenceMatcher(None, number.digits, heard, autojunk=False).get_matching_blocks()
        if sum(b.size for b in blocks if b.size >= 3) >= 0.7 * len(number.digits):
            return FieldValue(number.digits, tuple(q.evidence() for q in number.quotes), 0.7)
    return None


def _numbers(finals: Sequence[FinalTranscript], channel: str) -> list[_Number]:
    found = []
    for run in _runs(finals, channel):
        digits = _complete(run)
        if not digits:
            continue
        wanted = _wanted(finals, digits[0])
        text = "".join(d.said.digit for d in digits)
        if wanted is None or not (_MOBILE.fullmatch(text) or wanted or text[0] == "0"):
            continue
        firm = all(d.said.firm for d in digits)
        found.append(_Number(text, _quotes(digits), wanted, 0.95 if firm else 0.6))
    return found


def _runs(finals: Sequence[FinalTranscript], channel: str) -> list[list[_Digit]]:
    """Digits that belong together, over pauses and over utterances that only digits and nods part."""
    runs: list[list[_Digit]] = []
    broken = True
    for final in finals:
        if final.channel != channel:
            broken = broken or not _is_nod(final.text)
            continue
        digits = spoken_digits(final.text)
        for i, said in enumerate(digits):
            lead = not i and not broken and _GAP.fullmatch(final.text, 0, said.start)
            if final.text[: said.start].endswith("姓"):  # 我姓吴 is no five
                runs.append([])
            elif runs and (said.joined or lead):
                runs[-1].append(_Digit(final, said))
            else:
                runs.append([_Digit(final, said)])
        tail = digits[-1].end if digits else 0
        broken = not digits or _GAP.fullmatch(final.text, tail) is None
    return runs


def _is_nod(text: str) -> bool:
    """Whether the other side only nods or says digits after the speaker."""
    return bool(_NOTE.match(text)) or len(spoken_digits(text)) >= len(text) // 2


def _complete(run: list[_Digit]) -> list[_Digit]:
    """The digits of the whole number in a run, without doubtful ones at its ends if it can be; else none."""
    for digits in (_stripped(run), run, *_windows(run)):
        text = "".join(d.said.digit for d in digits)
        doubtful = sum(not d.said.firm for d in digits)
        if doubtful <= _MOST_DOUBTFUL and _MOBILE.fullmatch(text):
            return digits
        if not doubtful and _LANDLINE.fullmatch(text) and not any(d.said.digit == "1" and not d.said.firm for d in run):
            return digits
    return []


def _stripped(run: list[_Digit]) -> list[_Digit]:
    firm = [i for i, digit in enumerate(run) if digit.said.firm]
    return run[firm[0] : firm[-1] + 1] if firm else []


def _windows(run: list[_Digit]) -> list[list[_Digit]]:
    """Stretches of eleven, last first: a number said twice, or with doubtful digits at its ends."""
    fits = []
    for start in range(len(run) - 11, -1, -1):
        window, outside = run[start : start + 11], run[:start] + run[start + 11 :]
        number, rest = ("".join(d.said.digit for d in part) for part in (window, outside))
        again = rest.replace(number, "") == ""
        if (again or not any(d.said.firm for d in outside)) and _MOBILE.fullmatch(number):
            fits.append(window)
    return fits


def _wanted(finals: Sequence[FinalTranscript], first: _Digit) -> bool | None:
    """Whether a telephone number was asked for or announced; None if it is another's or another number."""
    before = first.final.text[: first.said.start][-14:]
    if _OTHERS.search(before) or _OTHER_NUMBER.search(before):
        return None
    if _OWN.search(before):
        return True
    at = next(i for i, final in enumerate(finals) if final is first.final)
    others = [f.text for f in finals[:at] if f.channel != first.final.channel][-2:]
    return any(_ASKED.search(text) and not _DECLINED.search(text) for text in others)


def _quotes(digits: list[_Digit]) -> tuple[Quote, ...]:
    ends: dict[int, Quote] = {}
    for digit in digits:
        begin = ends.get(id(digit.final))
        start = begin.start if begin else digit.said.start
        ends[id(digit.final)] = Quote(digit.final, start, digit.said.end)
    return tuple(ends.values())
