"""Calls written as text for the tests of what is read out of a call."""

from collections import Counter
from collections.abc import Callable

import pytest

from asr.transcript import FinalTranscript

Talk = Callable[..., list[FinalTranscript]]


@pytest.fixture
def talk() -> Talk:
    """Finals of a call from lines such as "o: 您贵姓" and "c: 姓王", one second each."""

    def finals(*lines: str) -> list[FinalTranscript]:
        counts: Counter[str] = Counter()
        heard = []
        for at, line in enumerate(lines):
            channel = "caller" if line.startswith("c:") else "operator"
            text = line[2:].strip()
            heard.append(FinalTranscript(channel, counts[channel], text, at * 1000, at * 1000 + 900))
            counts[channel] += 1
        return heard

    return finals
