"""Holds back what a recogniser invents on silence, noise and music."""

from __future__ import annotations

import re
import zlib

from asr.utterances.reading import Reading

_MARKS = re.compile(r"[\W_]+")
_LOOP = re.compile(r"(.{1,12}?)\1{3,}")
_NUMBER = re.compile(r"[0-9零〇一二三四五六七八九十百千万幺两\W]+")

_PHANTOMS = (
    "谢谢观看", "谢谢收看", "感谢观看", "感谢收看", "请不吝点赞", "订阅转发", "打赏支持", "明镜与点点",
    "字幕志愿者", "字幕by", "字幕组", "字幕提供", "由amara", "优优独播剧场", "下期再见", "下集再见",
    "普通话的句子", "电话是幺三八零零零零幺二三四", "本字幕", "词曲", "作词作曲",
)  # fmt: skip
"""Closing lines of the video subtitles that Whisper was trained on; none is said to a hotline."""

_RECITED = ("请问有什么可以帮", "市民服务热线")
"""Words of the prompt that Whisper is given: on music and in heavy noise it says them itself."""

MIN_CONFIDENCE = 0.28
GLANCE_CONFIDENCE = 0.15
RECITED_SILENCE = 0.25
"""Probability of silence above which the prompt's words are not the operator's greeting."""

SILENT = ((0.6, 0.5), (0.8, 0.85))
"""Above such a probability of silence a reading must be so confident."""

MAX_COMPRESSION = 2.6
MAX_PER_SECOND = 9.0


def plain(text: str) -> str:
    """The text without marks and spaces, lower-cased."""
    return _MARKS.sub("", text).lower()


def invented(reading: Reading, voiced_s: float, least: float = MIN_CONFIDENCE) -> bool:
    """Whether the reading is better not shown; `voiced_s` is how long a voice was detected in it."""
    said = plain(reading.text)
    least = max(least, *(needed for silence, needed in SILENT if reading.silence > silence), 0.0)
    if not said or (reading.confidence is not None and reading.confidence < least):
        return True
    phantoms = _PHANTOMS + (_RECITED if reading.silence > RECITED_SILENCE else ())
    if any(phantom in said for phantom in phantoms):
        return True
    return len(said) > MAX_PER_SECOND * voiced_s + 4 or _compression(said) > MAX_COMPRESSION


def without_loops(text: str) -> str:
    """The text with what was said four times or more in a row said once; numbers stay as they are."""
    return _LOOP.sub(lambda loop: loop[0] if _NUMBER.fullmatch(loop[1]) else loop[1], text)


def _compression(text: str) -> float:
    """How many times smaller the text gets: repetition compresses well (as in Whisper's own check)."""
    raw = text.encode()
    return len(raw) / len(zlib.compress(raw))
