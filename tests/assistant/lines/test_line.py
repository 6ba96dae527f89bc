from types import SimpleNamespace

import numpy as np
import pytest

from asr.audio import AudioChunk
from asr.protocols.line_config import LineConfig
from assistant.lines.line_calls import LineCalls, LineFlood


def seconds(count: float) -> AudioChunk:
    return AudioChunk("caller", 8000, np.zeros(int(count * 8000), np.float32))


def test_audio_may_run_ahead_of_the_clock_only_so_far(calls: LineCalls, clock: SimpleNamespace) -> None:
    line = calls.join(LineConfig(call="x"))
    line.hear(seconds(29))
    clock.now += 10
    line.hear(seconds(11))
    assert line.ahead_s == 30
    with pytest.raises(LineFlood, match="clock") as flood:
        line.hear(seconds(0.1))
    assert flood.value.call_id == "id-x"
    assert line.session.at_s("caller") == 40
