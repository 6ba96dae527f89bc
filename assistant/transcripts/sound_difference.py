"""How far two Chinese characters are apart in sound, each read as it is most of the time."""

from __future__ import annotations

import re
from functools import lru_cache

from pypinyin import Style, lazy_pinyin

from retrieval.sound import syllables

SAME, TONE, NEAR, SLIP, FAR = range(5)
"""The same syllable and tone; another tone; a near sound (zh and z, -ng and -n …); half a syllable wrong; more."""

_INITIAL = re.compile("[bpmfdtnlgkhjqxzcsrwy]?")


@lru_cache(maxsize=20_000)
def difference(one: str, other: str) -> int:
    """SAME to FAR; a slip shares its initial or its final, near sounds merged."""
    toned, other_toned = _toned(one), _toned(other)
    if toned == other_toned or one == other:
        return SAME
    if toned[:-1] == other_toned[:-1]:
        return TONE
    sound, other_sound = "".join(syllables(one)), "".join(syllables(other))
    if sound == other_sound:
        return NEAR
    (first, rest), (other_first, other_rest) = _parts(sound), _parts(other_sound)
    return SLIP if first == other_first or rest == other_rest else FAR


def _toned(character: str) -> str:
    """Pinyin and the tone's number, 5 for none."""
    return str(lazy_pinyin(character, style=Style.TONE3, neutral_tone_with_five=True)[0])


def _parts(syllable: str) -> tuple[str, str]:
    initial = _INITIAL.match(syllable)
    length = len(initial[0]) if initial else 0
    return syllable[:length], syllable[length:]
