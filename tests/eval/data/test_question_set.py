import pytest

from eval.data.question_set import read_documents, read_questions
from eval.errors import EvalError


def test_documents_are_one_section_with_the_ids_of_the_file(write_rows) -> None:
    rows = [{"docid": "a", "text": "第一条", "title": "办法"}, {"docid": 2, "text": "第二条"}]
    first, second = read_documents(write_rows("d.jsonl", rows)).items
    assert (first.doc_id, first.title, first.text) == ("a", "办法", "第一条")
    assert (second.doc_id, second.title) == ("2", "第二条")  # a text without a title opens with it
    assert [(section.start, section.end) for section in first.sections] == [(0, 3)]
    assert first.sha256 != second.sha256


def test_documents_of_one_id_are_refused(write_rows) -> None:
    with pytest.raises(EvalError, match=r"d\.jsonl, line 2.*docid"):
        read_documents(write_rows("d.jsonl", [{"docid": "a", "text": "一"}, {"docid": "a", "text": "二"}]), strict=True)


def test_questions_are_written_or_spoken(write_rows, write_silence) -> None:
    audio = write_silence("b.wav", 0.5)
    rows: list[dict[str, object]] = [
        {"id": "1", "docid": "a", "question": "几天？", "audio": None},
        {"id": "2", "docid": "a", "text": "多少？", "audio": "b.wav"},
    ]
    written, spoken = read_questions(write_rows("q.jsonl", rows), {"a"}).items
    assert (written.text, written.audio) == ("几天？", None)
    assert (spoken.text, spoken.audio) == ("多少？", audio)


def test_questions_that_cannot_be_scored_are_said(write_rows) -> None:
    for row, said in (
        ({"id": "1", "docid": "b", "question": "几天？"}, "no document has"),
        ({"id": "1", "docid": "a"}, '"text"'),
        ({"docid": "a", "question": "几天？"}, '"id"'),
        ({"id": "1", "docid": "a", "question": "几天？", "audio": "none.wav"}, "no file none.wav"),
    ):
        with pytest.raises(EvalError, match=rf"q\.jsonl, line 1.*{said}"):
            read_questions(write_rows("q.jsonl", [row]), {"a"}, strict=True)


def test_what_cannot_be_scored_is_left_out(write_rows) -> None:
    documents = read_documents(write_rows("d.jsonl", [{"docid": "a", "text": "一"}, {"docid": "a", "text": "二"}]))
    assert [document.text for document in documents.items] == ["一"]
    rows: list[dict[str, object]] = [{"id": n, "docid": doc_id, "text": "几天？"} for n, doc_id in enumerate("ba")]
    questions = read_questions(write_rows("q.jsonl", rows), {"a"})
    assert [question.question_id for question in questions.items] == ["1"]
    assert (documents.skipped[0].where, questions.skipped[0].where) == ("d.jsonl, line 2", "q.jsonl, line 1")
