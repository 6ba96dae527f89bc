"""RapidOCR (PP-OCR models on ONNX Runtime, which come inside its package): the lines of a picture of a page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rapidocr import RapidOCR

_SAME_LINE = 0.5


class PageRecognizer:
    """Loads the models once and runs on `threads` CPU threads; nothing is fetched."""

    def __init__(self, threads: int) -> None:
        self._engine = RapidOCR(
            params={"Global.log_level": "critical", "EngineConfig.onnxruntime.intra_op_num_threads": threads}
        )

    def lines(self, picture: Any) -> list[str]:
        """Top to bottom, words beside each other as one line; the picture is uint8 (height, width, 3), BGR."""
        found = self._engine(picture)
        if found.txts is None:
            return []
        words = [
            (float(box[:, 1].min()), float(box[:, 1].max()), float(box[:, 0].min()), text)
            for box, text in zip(found.boxes, found.txts, strict=True)
        ]
        return in_lines(words)


def in_lines(words: Sequence[tuple[float, float, float, str]]) -> list[str]:
    """Words as (top, bottom, left, text), put together where their middles differ by less than half their height."""
    lines: list[list[tuple[float, float, float, str]]] = []
    for word in sorted(words, key=lambda one: one[0] + one[1]):
        last = lines[-1][-1] if lines else None
        if last and (word[0] + word[1] - last[0] - last[1]) / 2 < _SAME_LINE * (last[1] - last[0]):
            lines[-1].append(word)
        else:
            lines.append([word])
    return [" ".join(word[3] for word in sorted(line, key=lambda one: one[2])) for line in lines]
