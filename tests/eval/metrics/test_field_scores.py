import pytest

from assistant.ticket import Draft, FieldValue
from eval.data.call_set import ExpectedTicket
from eval.metrics.field_scores import FieldScore, field_scores, overlaps


def draft(**values: str) -> Draft:
    return Draft({name: FieldValue(value, confidence=0.7) for name, value in values.items()})  # type: ignore[misc]


@pytest.mark.parametrize(
    ("field", "expected", "drafted", "counts"),
    [
        ("caller_phone", "138 0000-1357", "13800001357", (1, 0, 0)),
        ("caller_phone", "13800001357", "13800001358", (0, 1, 1)),
        ("caller_phone", "", "13800001357", (0, 1, 0)),
        ("caller_phone", "13800001357", "", (0, 0, 1)),
        ("request_type", "complaint", "report", (0, 1, 1)),
        ("urgency", "normal", "", (0, 0, 0)),
        ("urgency", "normal", "urgent", (0, 1, 0)),
        ("urgency", "urgent", "urgent", (1, 0, 0)),
        ("confidential", True, "yes", (1, 0, 0)),
        ("confidential", True, "no", (0, 0, 1)),
        ("confidential", False, "no", (0, 0, 0)),
        ("confidential", False, "yes", (0, 1, 0)),
        ("place", "书香苑6号楼", "书香苑六号楼。", (1, 0, 0)),
        ("time", "昨天", "今天", (0, 1, 1)),
        ("parties", ("顺捷公司", "工号0207司机"), "工号零二零七司机、别的公司", (1, 1, 1)),
        ("parties", (), "顺捷公司", (0, 1, 0)),
        ("parties", (), "", (0, 0, 0)),
    ],
)
def test_values_are_right_wrong_or_missing(field, expected, drafted, counts) -> None:
    found = draft(**{field: drafted}) if drafted else Draft()
    (score,) = field_scores(ExpectedTicket.model_validate({field: expected}), found)
    assert (score.tp, score.fp, score.fn) == counts


def test_what_is_not_expected_either_way_is_not_scored() -> None:
    assert field_scores(ExpectedTicket(), draft(place="湖滨区", title="咨询")) == []
    assert overlaps(ExpectedTicket(), draft(place="湖滨区", title="咨询")) == {}


def test_ratios_and_outcomes_follow_from_the_counts() -> None:
    score = FieldScore("parties", 2, 1, 3, 0.7)
    assert (score.precision, score.recall, score.f1) == ([2, 3], [2, 5], [4, 8])
    assert score.outcome == "wrong"
    assert FieldScore("parties", 2, 0, 3, 0.7).outcome == "wrong"
    assert FieldScore("parties", 0, 0, 2, None).outcome == "missing"
    assert FieldScore("parties", 0, 0, 0, None).outcome == "right"


def test_confidence_is_the_drafts_where_it_has_a_value() -> None:
    ticket = ExpectedTicket(place="湖滨区", time="昨天")
    assert [score.confidence for score in field_scores(ticket, draft(place="湖滨区"))] == [0.7, None]


def test_free_words_overlap_in_part() -> None:
    ticket = ExpectedTicket(title="咨询水费", place="湖滨区", time="")
    found = overlaps(ticket, draft(title="咨询电费水", place="湖 滨区。"))
    assert found["title"] == [pytest.approx(8 / 9), 1]
    assert found["place"] == [1.0, 1]
    assert found["time"] == [1.0, 1]
    assert overlaps(ticket, draft(time="昨天"))["title"] == [0.0, 1]
    assert overlaps(ticket, draft(time="昨天"))["time"] == [0.0, 1]
