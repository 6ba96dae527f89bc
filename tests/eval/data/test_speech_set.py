import pytest

from eval.data.speech_set import read_speech_set
from eval.errors import EvalError


def test_reads_recordings_beside_the_manifest(write_rows, write_silence) -> None:
    audio = write_silence("a.wav", 0.5)
    sample = read_speech_set(write_rows("set.jsonl", [{"id": "a", "audio": "a.wav", "text": "你好"}])).items[0]
    assert (sample.sample_id, sample.audio, sample.text) == ("a", audio, "你好")


def test_says_which_line_lacks_what(write_rows, write_silence) -> None:
    write_silence("a.wav", 0.5)
    good = {"id": "a", "audio": "a.wav", "text": "你好"}
    for field in good:
        bad = {name: value for name, value in good.items() if name != field}
        with pytest.raises(EvalError, match=rf'set\.jsonl, line 2.*"{field}"'):
            read_speech_set(write_rows("set.jsonl", [good, bad]), strict=True)
    with pytest.raises(EvalError, match=r"line 2: there is no file b\.wav"):
        read_speech_set(write_rows("set.jsonl", [good, good | {"audio": "b.wav"}]), strict=True)
    with pytest.raises(EvalError, match=r"line 1.*punctuation"):
        read_speech_set(write_rows("set.jsonl", [good | {"text": "……"}]), strict=True)


def test_rows_without_a_recording_are_left_out(write_rows, write_silence) -> None:
    write_silence("a.wav", 0.5)
    good = {"id": "a", "audio": "a.wav", "text": "你好"}
    selection = read_speech_set(write_rows("set.jsonl", [good | {"audio": "b.wav"}, good]))
    assert [sample.row.line for sample in selection.items] == [2]
    assert "b.wav" in selection.skipped[0].why
