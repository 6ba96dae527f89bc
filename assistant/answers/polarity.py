"""Whether two texts say yes and no, and at least and at most, of the same things."""

from __future__ import annotations

import re
from collections import defaultdict

from assistant.answers.figures import in_digits

Polarities = dict[str, set[bool]]

# Words with a negating character that negate nothing, or are bounds.
_FIXED = re.compile(
    "不超过|不少于|不低于|不高于|不足|不满|未满|不同|不论|不管|无论|不动产|不仅|不但|不过|未来|无障碍|免疫|不限于|是否|不服"
    "|不断|不便|未成年|无业|无偿|(.)不\\1|有没有|可不可以|不良|不慎"
)
_NEGATION = re.compile(
    "不得|不能|不可以|不可|不准|不许|不予|不会|不用|不必|不需要|不需|不要|不再|无需|无须|毋需|禁止|严禁|没有|尚未|停止|拒绝|免[收交缴除]?"
    "|[不未无没勿非禁]"
)
_DENIAL = re.compile("不得|不能|不可以?|不准|不许|不予|不用|不必|不需要?|无[需须]|毋需|禁止|严禁|[不免](?=[收交缴])")
_PART = re.compile(r"[^，,。；;！!？?、\n]+")
_CLAUSE = re.compile(r"[^，,。；;！!？?\n]+")
_REACH = 5
_LIKE = 2
_SCOPE_ENDS = re.compile(r"[^\w]|的|可以|应当|必须|也|才")
_AT_MOST = re.compile(
    r"(?:不超过|不高于|最多|最高|最长|最大|至多|不足|不满|未满|(?<!不)(?:少于|低于|小于))[^\d，。；]{0,4}(\d+(?:\.\d+)?)"
    r"|(\d+(?:\.\d+)?)[^\d，、。；]{0,4}(?:以下|以内|之内)"
)
_AT_LEAST = re.compile(
    r"(?:不少于|不低于|最少|最低|最短|最小|至少|超过|高于|多于|大于|(?<![不未])满)[^\d，。；]{0,4}(\d+(?:\.\d+)?)"
    r"|(\d+(?:\.\d+)?)[^\d，、。；]{0,4}(?:以上|起步)"
)


def same_sense(stated: str, source: str) -> bool:
    """Whether a statement keeps the source's negations and bounds, as far as their words can show.

    A pair of characters within reach of a negation is denied, elsewhere affirmed. What one text only denies
    and the other only affirms is a contradiction, in all of the source or in the part of it that a part of
    the statement is most like; so is a negation where the source has none at all.
    """
    if _is_negative(stated) and not _is_negative(source):
        return False
    if _contradict(_polarities(stated), _polarities(source)):
        return False
    parts = [_polarities(part) for part in _PART.findall(source)]
    if any(_contradicts_likest(_polarities(part), parts) for part in _PART.findall(stated)):
        return False
    return _bounds_agree(_bounds(stated), _bounds(source))


def opposed(one: str, other: str) -> bool:
    """Whether one denies what the other says in the same words, or bounds from above what it bounds from below."""
    return _denies(one, other) or _denies(other, one) or not _bounds_agree(_bounds(one), _bounds(other))


def _denies(one: str, other: str) -> bool:
    """Whether the words right behind a denial in one stand in the other, with no denial before them there."""
    said = _blanked(other)
    for negation in _DENIAL.finditer(plain := _blanked(one)):
        words = plain[negation.end() : negation.end() + _LIKE]
        before = [part[: part.rindex(words)] for part in _CLAUSE.findall(said) if len(words) == _LIKE and words in part]
        if before and not any(map(_NEGATION.search, before)):
            return True
    return False


def _contradicts_likest(stated: Polarities, parts: list[Polarities]) -> bool:
    """Whether every part that shares most with the statement says the opposite."""
    shared = [len(stated.keys() & part.keys()) for part in parts]
    most = max(shared, default=0)
    likest = [part for part, count in zip(parts, shared, strict=True) if count == most]
    return most >= _LIKE and all(_contradict(stated, part) for part in likest)


def _contradict(stated: Polarities, source: Polarities) -> bool:
    return any(
        len(stated[pair]) == len(source[pair]) == 1 and stated[pair] != source[pair]
        for pair in stated.keys() & source.keys()
    )


def _is_negative(text: str) -> bool:
    return bool(_NEGATION.search(_FIXED.sub("〃", text)))


def _blanked(text: str) -> str:
    """With marks for the words that negate nothing."""
    return _FIXED.sub(lambda fixed: "〃" * len(fixed[0]), text)


def _polarities(text: str) -> Polarities:
    """For every two neighbouring characters, whether they are affirmed (True), denied (False) or both."""
    plain = _blanked(text)
    denied: set[int] = set()
    negating: set[int] = set()
    for negation in _NEGATION.finditer(plain):
        negating.update(range(*negation.span()))
        scope = _SCOPE_ENDS.search(plain, negation.end(), negation.end() + _REACH)
        denied.update(range(negation.end(), scope.start() if scope else negation.end() + _REACH))
    found: dict[str, set[bool]] = defaultdict(set)
    for at in range(len(plain) - 1):
        pair = plain[at : at + 2]
        if at not in negating and at + 1 not in negating and pair.isalpha():
            found[pair].add(not (at in denied and at + 1 in denied))
    return found


def _bounds(text: str) -> dict[str, set[str]]:
    plain = in_digits(text)
    found: dict[str, set[str]] = defaultdict(set)
    for name, pattern in (("most", _AT_MOST), ("least", _AT_LEAST)):
        # 不超过 holds 超过: what bounds from above is taken out before the other is looked for.
        for match in pattern.finditer(plain if name == "most" else _AT_MOST.sub("〃", plain)):
            found[match[1] or match[2]].add(name)
    return found


def _bounds_agree(stated: dict[str, set[str]], source: dict[str, set[str]]) -> bool:
    return all(not source.get(value) or names & source[value] for value, names in stated.items())
