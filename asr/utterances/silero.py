"""Voice activity, heard by the Silero network that faster-whisper brings along.

Model: Silero VAD v6, ONNX; 512 samples at 16 kHz and 64 samples of context a step, an LSTM state between steps.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime as ort

from asr.audio import Samples
from asr.errors import EngineUnavailable

FRAME = 512
"""Samples a step at 16 kHz: 32 ms."""

_CONTEXT = 64


class SileroVad:
    """The state of one channel; the network itself is shared by all."""

    def __init__(self) -> None:
        self._session = _session()
        self._h = np.zeros((1, 1, 128), np.float32)
        self._c = np.zeros((1, 1, 128), np.float32)
        self._context = np.zeros(_CONTEXT, np.float32)

    def probability(self, frame: Samples) -> float:
        """How likely FRAME samples hold speech, 0..1."""
        window = np.concatenate([self._context, frame])[None]
        out, self._h, self._c = self._session.run(None, {"input": window, "h": self._h, "c": self._c})
        self._context = frame[-_CONTEXT:]
        return float(np.asarray(out).reshape(-1)[0])


@lru_cache(maxsize=1)
def _session() -> Any:
    """The network, loaded once; one thread, since a step takes under a millisecond."""
    spec = find_spec("faster_whisper")
    if spec is None or not spec.submodule_search_locations:
        raise EngineUnavailable("faster-whisper is missing: run `pip install faster-whisper`.")
    options = ort.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    path = Path(spec.submodule_search_locations[0]) / "assets" / "silero_vad_v6.onnx"
    return ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
