import pytest

from eval.data.heard_set import read_heard_set
from eval.errors import EvalError


def test_rows_have_what_was_heard_or_a_recording(write_rows, write_silence) -> None:
    write_silence("a.wav", 0.5)
    rows = [{"id": "a", "text": "你好", "audio": "a.wav"}, {"id": "b", "text": "你好", "heard": "泥好"}]
    recorded, known = read_heard_set(write_rows("m.jsonl", rows)).items
    assert (recorded.heard, recorded.audio and recorded.audio.name) == ("", "a.wav")
    assert (known.heard, known.audio) == ("泥好", None)


@pytest.mark.parametrize("row", [{"id": "a", "text": "，", "heard": "你"}, {"id": "a", "text": "你"}])
def test_what_cannot_be_scored_is_named(row, write_rows) -> None:
    with pytest.raises(EvalError, match=r"m\.jsonl, line 1"):
        read_heard_set(write_rows("m.jsonl", [row]), strict=True)
