"""Clean text, and table rows that can be read alone."""

from knowledge_base.readers.blocks import clean, table_text


def test_clean_leaves_only_what_is_read() -> None:
    assert clean("一\u200b二\u3000 三\r\n\n \n四\x00\ufeff") == "一二 三\n四"
    assert clean("使\u2f64") == "使用"
    assert clean("Ａ：１") == "Ａ：１"
    assert clean("坏\ud800") == "坏\ufffd"


def test_rows_with_a_header_name_their_cells() -> None:
    rows = [["项目", "费用", "时限"], ["首次", "免费", "10天"], ["补领", "", "5天"], ["合计", "", ""]]
    assert table_text(rows, header=True) == "项目：首次；费用：免费；时限：10天\n项目：补领；时限：5天\n合计"


def test_rows_without_a_header() -> None:
    assert table_text([["电话", "12345"], ["甲", "乙", "丙"], ["", ""]], header=False) == "电话：12345\n甲；乙；丙"
