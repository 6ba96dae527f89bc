from asr.transcript import Repair
from assistant.transcripts.mended_text import Edit, MendedText


def test_later_edits_move_the_repairs_made_before() -> None:
    text = MendedText("三百元公鸡金").edited([Edit(3, 6, "公积金", "term", 0.9)])
    text = text.edited([Edit(0, 2, "300", "number")]).edited([Edit(4, 4, "，"), Edit(7, 7, "。")])
    assert text.text == "300元，公积金。"
    assert text.repairs == (Repair(0, 3, "三百", "number", 1.0), Repair(5, 8, "公鸡金", "term", 0.9))
    assert [text.text[one.start : one.end] for one in text.repairs] == ["300", "公积金"]


def test_nothing_to_edit_leaves_it_as_it_is() -> None:
    assert MendedText("你好").edited([]) == MendedText("你好")


def test_a_place_in_the_text_as_it_was_is_found_again() -> None:
    text = MendedText("一百二十元公鸡金了").edited([Edit(0, 4, "120", "number"), Edit(5, 8, "公积金", "term", 0.9)])
    assert text.text == "120元公积金了"
    assert [text.place(at) for at in (0, 4, 5, 8, 9)] == [0, 3, 4, 7, 8]
    assert (text.place(2), text.place(6)) == (None, None)
