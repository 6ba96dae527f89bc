import pytest

from asr.engines.scripted_recognizer import ScriptedRecognizer
from eval.benchmarks.asr_benchmark import benchmark_asr
from eval.data.selection import Selection, Skipped
from eval.data.speech_set import read_speech_set
from eval.errors import EvalError


class Reader(ScriptedRecognizer):
    """Also reads without any guard."""

    def read_plainly(self, _samples: object) -> str:
        return "一共五百万字幕"


@pytest.fixture
def samples(write_rows, write_silence):
    write_silence("short.wav", 0.5)
    write_silence("long.wav", 1.0)
    rows = [
        {"id": "short", "audio": "short.wav", "text": "一共五百万。"},
        {"id": "long", "audio": "long.wav", "text": "一共吴百万圆"},
    ]
    return read_speech_set(write_rows("set.jsonl", rows))


def test_figures_are_of_the_corpus_and_of_each_sample(samples, runs, recognizer) -> None:
    result = benchmark_asr(samples, recognizer, runs.begin(), baselines=True)
    assert set(result.figures) == {"cer", "syllable_error_rate", "rtf", "n"}
    assert result.figures["n"] == 2
    assert result.figures["cer"] == pytest.approx(3 / 11)
    assert result.figures["syllable_error_rate"] == 0
    assert result.figures["rtf"] > 0
    assert [sample["heard"] for sample in result.samples] == ["一共伍百万", "一共伍百万 元"]
    assert [sample["cer"] for sample in result.samples] == pytest.approx([1 / 5, 2 / 6])
    assert [sample["seconds"] for sample in result.samples] == pytest.approx([0.5, 1.0])


def test_the_plain_engine_is_heard_beside_ours_where_it_can_be(samples, runs, recognizer) -> None:
    reader = Reader(recognizer._script)
    result = benchmark_asr(samples, reader, runs.begin(), baselines=True)
    assert result.figures["plain_whisper"]["cer"] == pytest.approx((2 + 3) / 11)
    assert [sample["plain"] for sample in result.samples] == ["一共五百万字幕"] * 2
    without = benchmark_asr(samples, reader, runs.begin("other"), baselines=False)
    assert "plain_whisper" not in without.figures and "plain" not in without.samples[0]


def test_what_was_misheard_is_an_example_and_how_sure_it_was_is_kept(samples, runs, recognizer) -> None:
    first = benchmark_asr(samples, recognizer, runs.begin(), baselines=False).samples[0]
    (example,) = first["examples"]
    assert example == {"where": "short", "at_s": 0.0, "said": "一共五百万。", "heard": "一共伍百万", "edits": 1}
    assert first["observed"]["confidence hearing"] == [[1.0, 1.0]] * 2 + [[1.0, 0.0]] + [[1.0, 1.0]] * 2


def test_what_was_heard_right_is_no_example(write_rows, write_silence, runs, recognizer) -> None:
    write_silence("a.wav", 0.5)
    rows = write_rows("set.jsonl", [{"id": "a", "audio": "a.wav", "text": "一共伍百万"}])
    result = benchmark_asr(read_speech_set(rows), recognizer, runs.begin(), baselines=False)
    assert (result.samples[0]["examples"], result.figures["cer"]) == ([], 0)


def test_a_recording_without_any_final_is_all_wrong(samples, runs) -> None:
    result = benchmark_asr(samples, ScriptedRecognizer({}), runs.begin(), baselines=False)
    assert (result.figures["cer"], result.figures["syllable_error_rate"]) == (1.0, 1.0)
    assert result.samples[0]["observed"]["confidence hearing"] == []


def test_words_without_any_syllable_are_scored(write_rows, write_silence, runs, recognizer) -> None:
    write_silence("a.wav", 0.5)
    rows = write_rows("set.jsonl", [{"id": "a", "audio": "a.wav", "text": "ABC"}])
    result = benchmark_asr(read_speech_set(rows), recognizer, runs.begin(), baselines=False)
    assert result.figures["cer"] >= 1 and result.figures["syllable_error_rate"] >= 1


def test_a_broken_recording_is_skipped_with_its_line_or_stops(
    write_rows, write_silence, runs, recognizer, tmp_path
) -> None:
    write_silence("good.wav", 0.5)
    (tmp_path / "bad.wav").write_bytes(b"no sound")
    rows = [{"id": name, "audio": f"{name}.wav", "text": "你好"} for name in ("good", "bad")]
    samples = read_speech_set(write_rows("set.jsonl", rows))
    known = Selection(samples.items, (Skipped("set.jsonl, line 9", "no text"),))
    result = benchmark_asr(known, recognizer, runs.begin(), baselines=False)
    assert (len(result.samples), result.figures["n"]) == (1, 1)
    assert [skipped.where for skipped in result.skipped] == ["set.jsonl, line 9", "Hearing/bad"]
    with pytest.raises(EvalError, match=r"set\.jsonl, line 2: bad\.wav"):
        benchmark_asr(samples, recognizer, runs.begin("strict", strict=True), baselines=False)
