"""Markdown without its markup."""

from knowledge_base.readers.markdown_reader import read_markdown


def blocks(source: str) -> list[tuple[int, str]]:
    return [(block.level, block.text) for block in read_markdown(source.encode()).blocks if block.text]


def test_markup_goes_and_words_stay() -> None:
    assert blocks("# 办*理*\n**甲**[乙](http://x) `丙` ~~丁~~ <b>戊</b>\n") == [(1, "办理"), (0, "甲乙 丙 丁 戊")]


def test_lists_keep_their_marks() -> None:
    assert blocks("- 甲\n  - 乙\n\n3. 丙\n4. 丁\n\n   续") == [
        (0, "- 甲"),
        (0, "- 乙"),
        (0, "3. 丙"),
        (0, "4. 丁"),
        (0, "续"),
    ]


def test_tables_become_rows() -> None:
    assert blocks("| 项目 | 费用 |\n|---|---|\n| 补领 | 15元 |\n") == [(0, "项目：补领；费用：15元")]


def test_lines_of_a_paragraph_stay_lines() -> None:
    assert blocks("发布机关：甲\n文号：乙<br>丙") == [(0, "发布机关：甲\n文号：乙\n丙")]


def test_html_inside_is_read_and_comments_are_not() -> None:
    source = "<!-- INFO END -->\n\n<table><tr><td>电话</td><td>12345</td></tr></table>\n\n<script>x()</script>\n"
    assert blocks(source) == [(0, "电话：12345")]


def test_front_matter_is_no_text() -> None:
    reading = read_markdown("---\nauthor: x\n---\n# 题\n文".encode())
    assert reading.title == "题"
    assert [block.text for block in reading.blocks] == ["题", "文"]
