import pytest

from eval.data.message_set import read_messages
from eval.errors import EvalError

ROWS = [
    {"id": 7, "title": " 停水 ", "body": "两天没有水。", "reply": "您好！\n已经恢复供水。"},
    {"id": 7, "title": "又停水", "body": "又没有水。", "reply": "正在抢修。"},
    {"id": 8, "title": "路灯", "body": " ", "reply": "已修。"},
]


def test_a_reply_is_a_document_and_its_message_the_question(write_rows) -> None:
    documents, questions = read_messages(write_rows("m.jsonl", ROWS))
    (document,), (question,) = documents.items, questions.items
    assert (document.doc_id, document.title, document.text) == ("7", "您好！ 已经恢复供水。", "您好！\n已经恢复供水。")
    assert (question.doc_id, question.text, question.audio) == ("7", "停水\n两天没有水。", None)


def test_what_a_row_lacks_is_told_once(write_rows) -> None:
    documents, questions = read_messages(write_rows("m.jsonl", ROWS))
    assert not documents.skipped
    assert [one.where for one in questions.skipped] == ["m.jsonl, line 2", "m.jsonl, line 3"]
    with pytest.raises(EvalError, match='same "id" 7'):
        read_messages(write_rows("m.jsonl", ROWS), strict=True)
