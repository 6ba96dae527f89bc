"""How sure the hearing was of each character, and whether it was right: what a reliability plot is made of."""

from __future__ import annotations

from collections.abc import Sequence

import jiwer

from asr.transcript import FinalTranscript
from eval.metrics.text_normalizer import normalize


def confidence_pairs(said: str, finals: Sequence[FinalTranscript]) -> list[list[float]]:
    """For each heard character its final's confidence and 1 where it stands in `said` too, else 0.

    Finals whose engine gives no confidence are left out.
    """
    texts = [normalize(final.text) for final in finals]
    reference = normalize(said)
    if not reference or not any(texts):
        return []
    right = [0.0] * sum(map(len, texts))
    for chunk in jiwer.process_characters(reference, "".join(texts)).alignments[0]:
        if chunk.type == "equal":
            right[chunk.hyp_start_idx : chunk.hyp_end_idx] = [1.0] * (chunk.hyp_end_idx - chunk.hyp_start_idx)
    sure = [final.confidence for final, text in zip(finals, texts, strict=True) for _ in text]
    return [[round(each, 4), is_right] for each, is_right in zip(sure, right, strict=True) if each is not None]
