from eval.data.foreign_questions import read_foreign_questions


def test_the_document_that_answers_is_of_no_interest(write_rows, write_silence) -> None:
    write_silence("a.wav", 0.1)
    rows = [
        {"id": 1, "question": "怎么坐车？", "docid": "elsewhere"},
        {"id": 2, "text": "几路车？", "audio": "a.wav"},
        {"id": 3},
    ]
    found = read_foreign_questions(write_rows("e.jsonl", rows))
    assert [(one.question_id, one.text, one.doc_id) for one in found.items] == [
        ("1", "怎么坐车？", ""),
        ("2", "几路车？", ""),
    ]
    assert found.items[1].audio is not None and found.items[0].audio is None
    assert [one.where for one in found.skipped] == ["e.jsonl, line 3"]
