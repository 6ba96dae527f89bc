"""Pages without their furniture."""

from __future__ import annotations

import pytest

from knowledge_base.readers.html_reader import read_html


def blocks(source: str) -> list[tuple[int, str]]:
    return [(block.level, block.text) for block in read_html(source.encode()).blocks]


def test_furniture_goes() -> None:
    page = (
        "<head><title>网站</title><style>p{}</style></head><header>页眉</header><nav>菜单</nav><p>正文</p>"
        "<div role=navigation>位置</div><p hidden>藏</p><script>x()</script><aside>广告</aside><!-- 注 -->"
        "<footer>版权</footer>"
    )
    assert blocks(page) == [(0, "正文")]
    assert read_html(page.encode()).title == "网站"


def test_the_main_part_wins_and_keeps_its_header() -> None:
    page = "<title>站</title><div>推荐</div><article><header><h1>居住证</h1></header><p>免费。</article>"
    assert blocks(page) == [(1, "居住证"), (0, "免费。")]
    assert read_html(page.encode()).title == "居住证"


def test_white_space_of_the_source_means_nothing() -> None:
    assert blocks("<p>第一章\u3000总则</p>\n<p>住房\n   公积金 a\nb<br>新行</p><pre>甲\n乙</pre>") == [
        (0, "第一章 总则"),
        (0, "住房公积金 a b\n新行"),
        (0, "甲\n乙"),
    ]


def test_lists_keep_their_numbers() -> None:
    assert blocks("<ol><li>甲<li><p>乙</p></ol><ul><li>丙</ul>") == [(0, "1. 甲"), (0, "2. 乙"), (0, "- 丙")]


def test_tables_with_merged_cells() -> None:
    table = (
        "<table><caption>收费</caption><tr><th>项目<th>证件<th>费用</tr><tr><td rowspan=2>补领<td>卡<td>15元</tr>"
        "<tr><td>本<td>9元</tr><tr><td colspan=3>均不加收</tr></table>"
    )
    assert blocks(table) == [
        (0, "收费\n项目：补领；证件：卡；费用：15元\n项目：补领；证件：本；费用：9元\n均不加收"),
    ]


def test_a_table_that_lays_out_the_page_is_walked() -> None:
    assert blocks("<table><tr><td><h2>题</h2><p>甲</td><td>乙</td></tr></table>") == [(2, "题"), (0, "甲"), (0, "乙")]


@pytest.mark.parametrize("span", ["99999999999999999999", "-1", "x", "²", ""])
def test_hostile_spans_are_bounded(span: str) -> None:
    assert "甲" in blocks(f"<table><tr><td colspan='{span}' rowspan='{span}'>甲<td>乙</table>")[0][1]


def test_very_deep_nesting_is_read() -> None:
    assert blocks("<div>" * 5000 + "深" + "</div>" * 5000) == [(0, "深")]
