"""Articles and items of quotes."""

from __future__ import annotations

import pytest

from knowledge_base.readers.clause_path import clause_path
from knowledge_base.readers.converter import convert_bytes
from knowledge_base.splitter import split

ARTICLE = (
    "第十二条 有下列情形之一的，不予办理：\n（一）材料不全的；\n（二）逾期申请的；\n（三）冒名申请的。\n"
    "前款情形应当书面告知。"
)


@pytest.mark.parametrize(
    ("quote", "below"),
    [
        ("有下列情形", ()),
        ("逾期申请的", ("（二）",)),
        ("（三）冒名", ("（三）",)),
        ("申请的。", ("（三）",)),
        ("前款情形", ()),
    ],
)
def test_an_item_is_named_below_its_article(quote: str, below: tuple[str, ...]) -> None:
    path = ("第二章 办理", "第十二条")
    assert clause_path(path, ARTICLE, ARTICLE.index(quote)) == (*path, *below)


def test_items_in_one_line_are_told_apart() -> None:
    line = "第三条 包括：（一）水费；（二）电费（含（三）类附加）。"
    assert clause_path(("第三条",), line, line.index("水费")) == ("第三条", "（一）")
    assert clause_path(("第三条",), line, line.index("电费")) == ("第三条", "（二）")
    assert clause_path(("第三条",), line, line.index("类附加")) == ("第三条", "（二）")


def test_a_passage_of_several_articles_names_the_right_one() -> None:
    text = "第一条 甲。\n第二条 乙：\n（一）丙。"
    assert clause_path(("总则",), text, text.index("甲")) == ("总则", "第一条")
    assert clause_path(("总则",), text, text.index("丙")) == ("总则", "第二条", "（一）")


def test_text_without_articles_keeps_its_path() -> None:
    assert clause_path(("费用",), "首次免费。\n补领15元。", 8) == ("费用",)
    assert clause_path((), "", 0) == ()


def test_every_item_of_a_statute_is_found_through_its_passage() -> None:
    document = convert_bytes(
        "办法.md", f"# 办法\n\n## 第二章 办理\n\n第十一条 免费。\n\n{ARTICLE}".replace("\n", "\n\n").encode()
    )
    place = document.text.index("冒名")
    (span,) = [span for span in split(document) if span.start <= place < span.end]
    path = clause_path(span.heading_path, document.text[span.start : span.end], place - span.start)
    assert path == ("第二章 办理", "第十二条", "（三）")
