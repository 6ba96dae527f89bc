import pytest

from eval.benchmarks.asr_benchmark import benchmark_asr
from eval.data.speech_set import read_speech_set
from eval.errors import EvalError


def test_figures_are_of_the_corpus_and_of_each_sample(write_rows, write_silence, recognizer) -> None:
    write_silence("short.wav", 0.5)
    write_silence("long.wav", 1.0)
    rows = [
        {"id": "short", "audio": "short.wav", "text": "一共五百万。"},
        {"id": "long", "audio": "long.wav", "text": "一共吴百万圆"},
    ]
    result = benchmark_asr(read_speech_set(write_rows("set.jsonl", rows)), recognizer)
    assert result.figures["n"] == 2
    assert result.figures["cer"] == pytest.approx(3 / 11)
    assert result.figures["syllable_error_rate"] == 0
    assert result.figures["rtf"] > 0
    assert [sample["heard"] for sample in result.samples] == ["一共伍百万", "一共伍百万 元"]
    assert [sample["cer"] for sample in result.samples] == pytest.approx([1 / 5, 2 / 6])
    assert [sample["seconds"] for sample in result.samples] == pytest.approx([0.5, 1.0])


def test_a_broken_recording_is_said_with_its_line(write_rows, write_silence, recognizer, tmp_path) -> None:
    write_silence("good.wav", 0.5)
    (tmp_path / "bad.wav").write_bytes(b"no sound")
    rows = [{"id": name, "audio": f"{name}.wav", "text": "你好"} for name in ("good", "bad")]
    samples = read_speech_set(write_rows("set.jsonl", rows))
    with pytest.raises(EvalError, match=r"set\.jsonl, line 2: bad\.wav"):
        benchmark_asr(samples, recognizer)
