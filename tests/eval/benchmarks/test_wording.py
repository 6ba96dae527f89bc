import pytest

from asr.engines.scripted_recognizer import ScriptedRecognizer
from eval.benchmarks.wording import wordings
from eval.data.question_set import read_questions


@pytest.fixture
def questions(write_rows, write_silence):
    write_silence("spoken.wav", 0.5)
    rows = [
        {"id": "1", "docid": "a", "question": "几天？"},
        {"id": "2", "docid": "a", "question": "多少？", "audio": "spoken.wav"},
    ]
    return read_questions(write_rows("q.jsonl", rows), {"a"}).items


def test_spoken_questions_come_typed_and_as_they_were_heard(questions, recognizer, runs) -> None:
    found = wordings(questions, recognizer, None, runs.begin())
    assert [(one.key, one.text, one.heard) for one in found["typed"]] == [
        ("1", "几天？", False),
        ("2", "多少？", False),
    ]
    assert [(one.key, one.text, one.heard) for one in found["heard"]] == [("2", "一共伍百万", True)]


def test_what_was_heard_is_not_heard_again_when_the_run_goes_on(questions, recognizer, runs) -> None:
    out = runs.settings.home / "out"
    wordings(questions, recognizer, None, runs.begin(out=out))
    runs.cut_off()
    deaf = ScriptedRecognizer({})
    assert wordings(questions, deaf, None, runs.begin(out=out))["heard"][0].text == "一共伍百万"


def test_without_recordings_or_recogniser_nothing_is_heard(questions, recognizer, runs) -> None:
    assert "heard" not in wordings(questions[:1], recognizer, None, runs.begin())
    assert "heard" not in wordings(questions, None, None, runs.begin(kind="silence"))
