import pytest

from eval.data.label_set import read_test_set, read_training_set
from eval.errors import EvalError


def test_words_come_from_text_or_title_and_body_or_tokens(write_rows) -> None:
    first = write_rows("t.jsonl", [{"label": "水", "text": "停水"}, {"label": "路", "title": "路", "body": "坏了"}])
    second = write_rows("u.jsonl", [{"label": "水", "tokens": "停 水"}, {"label": "路", "tokens": ["路", "坏"]}])
    samples = read_training_set([first, second]).items
    assert [sample.text for sample in samples] == ["停水", "路\n坏了", "停 水", "路 坏"]
    assert [sample.place for sample in samples] == ["t.jsonl:1", "t.jsonl:2", "u.jsonl:1", "u.jsonl:2"]


def test_one_label_is_nothing_to_choose_between(write_rows) -> None:
    with pytest.raises(EvalError, match="at least two"):
        read_training_set([write_rows("t.jsonl", [{"label": "水", "text": "停水"}])])


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"label": "水"}, '"tokens"'),
        ({"label": "水", "title": "停水"}, '"tokens"'),
        ({"label": "水", "tokens": []}, '"tokens"'),
        ({"text": "停水"}, '"label"'),
        ({"label": "火", "text": "着火"}, 'no training row has the label "火"'),
    ],
)
def test_rows_that_cannot_be_scored_are_said(write_rows, row: dict[str, object], said: str) -> None:
    with pytest.raises(EvalError, match=rf"x\.jsonl, line 2.*{said}"):
        read_test_set(write_rows("x.jsonl", [{"label": "水", "text": "停水"}, row]), {"水"}, strict=True)


def test_rows_that_cannot_be_scored_are_left_out(write_rows) -> None:
    rows: list[dict[str, object]] = [{"label": "水", "text": "停水"}, {"label": "火", "text": "着火"}]
    selection = read_test_set(write_rows("x.jsonl", rows), {"水"})
    assert [sample.text for sample in selection.items] == ["停水"]
    assert [skipped.where for skipped in selection.skipped] == ["x.jsonl, line 2"]
