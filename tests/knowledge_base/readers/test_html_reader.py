"""Pages without their furniture."""

from __future__ import annotations

import pytest

from knowledge_base.errors import DocumentUnreadable
from knowledge_base.readers.html_reader import read_html
from knowledge_base.readers.limits import Limits


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


def test_deep_nesting_is_read_and_what_is_deeper_than_that_refused() -> None:
    assert blocks("<div>" * 2000 + "深" + "</div>" * 2000) == [(0, "深")]
    with pytest.raises(DocumentUnreadable, match="nested too deeply"):
        blocks("<div>" * 5000 + "深" + "</div>" * 5000)


def test_scripts_leave_no_words() -> None:
    page = (
        "<p onclick='steal()'>正<script>alert(1)</script>文</p><script src='http://x/y.js'></script>"
        "<table><tr><td>甲<style>td{}</style><td><script>alert(2)</script>乙</tr></table><template>丙</template>"
        "<svg><script>alert(3)</script><text>丁</text></svg><iframe srcdoc='<p>戊'></iframe><img onerror=alert(4)>"
    )
    assert blocks(page) == [(0, "正文"), (0, "甲：乙")]


def test_text_after_what_is_left_out_stays() -> None:
    assert blocks("<div>甲<nav>菜单</nav>乙<ul hidden><li>丙</ul>丁<h2>戊</h2>己</div>") == [
        (0, "甲乙丁"),
        (2, "戊"),
        (0, "己"),
    ]


@pytest.mark.parametrize(
    ("encoding", "charset", "note"),
    [
        ("gb18030", "gb2312", None),
        ("big5", "big5", None),
        ("utf-8", "gb2312", None),
        ("gb18030", "utf-8", "read as GB18030, although it says utf-8"),
        ("gb18030", "big5", "read as GB18030, although it says big5"),
        ("big5", "", "read as Big5"),
    ],
)
def test_a_declared_encoding_is_checked(encoding: str, charset: str, note: str | None) -> None:
    words = "便民服務中心：辦理居住證不收費用。" if encoding == "big5" else "便民服务中心：办理居住证不收费用。"
    page = f"<meta charset='{charset}'><p>{words}".encode(encoding)
    reading = read_html(page)
    assert [block.text for block in reading.blocks] == [words]
    assert len(reading.notes) == bool(note)
    assert not note or note in reading.notes[0]


def test_limits_hold() -> None:
    with pytest.raises(DocumentUnreadable, match="more than 2 rows"):
        read_html(("<table>" + "<tr><td>甲<td>乙" * 3 + "</table>").encode(), Limits(max_rows=2))
    with pytest.raises(DocumentUnreadable, match="more than 5 characters"):
        read_html("<p>一二三<p>四五六".encode(), Limits(max_characters=5))


@pytest.mark.parametrize("page", ["", "<!-- 注 -->", "<html></html>"])
def test_an_empty_page_has_no_blocks(page: str) -> None:
    assert blocks(page) == []
