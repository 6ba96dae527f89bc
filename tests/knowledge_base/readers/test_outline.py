"""Heading paths of format headings and of Chinese statutes."""

from __future__ import annotations

from knowledge_base.readers.blocks import Block, Reading
from knowledge_base.readers.outline import outline


def sections(*blocks: Block | str) -> list[tuple[tuple[str, ...], str]]:
    text, found = outline(Reading(tuple(Block(b) if isinstance(b, str) else b for b in blocks)))
    return [(section.heading_path, text[section.start : section.end]) for section in found]


def test_statute_structure_is_a_path() -> None:
    assert sections(
        "发布日期", "第一编 通则", "第一章 总则", "第一条 甲。", "（一）乙；", "第二节 范围", "第二条 丙。"
    ) == [
        ((), "发布日期"),
        (("第一编 通则", "第一章 总则", "第一条"), "第一条 甲。\n（一）乙；"),
        (("第一编 通则", "第一章 总则", "第二节 范围", "第二条"), "第二条 丙。"),
    ]


def test_articles_stand_below_format_headings() -> None:
    assert sections(Block("第一章 总则", 2), "第一条 甲。", Block("附件", 2), "乙。") == [
        (("第一章 总则", "第一条"), "第一条 甲。"),
        (("附件",), "乙。"),
    ]


def test_a_mention_of_an_article_is_no_article() -> None:
    for text in ("第十二条规定的情形除外。", "第十二条第一款适用。", "第三条和第四条。"):
        assert sections(text) == [((), text)]
    assert sections("第十二条之一 甲。") == [(("第十二条之一",), "第十二条之一 甲。")]
    assert sections("第十二条为了节水。") == [(("第十二条",), "第十二条为了节水。")]


def test_numbered_lines_are_headings_only_without_format_headings() -> None:
    assert sections("一、办理条件", "满六个月。", "（一）材料", "身份证。") == [
        (("一、办理条件",), "满六个月。"),
        (("一、办理条件", "（一）材料"), "身份证。"),
    ]
    assert sections(Block("指南", 2), "一、办理条件", "满六个月。") == [(("指南",), "一、办理条件\n满六个月。")]
    assert sections("一、先申请，再领取。", "二、满六个月；") == [((), "一、先申请，再领取。\n二、满六个月；")]


def test_the_only_highest_heading_is_in_no_path() -> None:
    assert sections(Block("题", 1), "甲", Block("节", 2), "乙") == [((), "甲"), (("节",), "乙")]
    assert sections(Block("一", 1), "甲", Block("二", 1), "乙") == [(("一",), "甲"), (("二",), "乙")]


def test_a_heading_with_nothing_below_is_not_lost() -> None:
    assert sections(Block("章", 2), Block("空", 3), Block("节", 3), "乙") == [(("章",), "空"), (("章", "节"), "乙")]
    assert sections(Block("只有标题", 1)) == [((), "只有标题")]


def test_a_section_begins_anew_on_a_new_page() -> None:
    text, found = outline(Reading((Block("甲", 0, 1), Block("乙", 0, 1), Block("丙", 0, 2))))
    assert [(s.page, text[s.start : s.end]) for s in found] == [(1, "甲\n乙"), (2, "丙")]


def test_a_very_long_heading_is_text() -> None:
    assert sections(Block("长" * 500, 2)) == [((), "长" * 500)]
