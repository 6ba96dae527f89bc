"""A document as a page."""

from types import SimpleNamespace

from knowledge_base.document import Document, Section
from ui.knowledge.document_page import document_html
from ui.texts import Texts


def test_the_span_is_marked_and_can_be_scrolled_to(script: SimpleNamespace) -> None:
    text = script.DOCUMENT.text
    start = text.index("提交已备案的租赁合同")
    html = document_html(script.DOCUMENT, (start, start + 10), Texts("zh"))
    assert "<mark id=quote>提交已备案的租赁合同</mark>" in html


def test_headings_stand_once_whether_the_text_holds_them_or_not(script: SimpleNamespace) -> None:
    assert document_html(script.DOCUMENT, (0, 0), Texts("zh")).count("第五条 办理材料") == 1
    bare = Document("d", "题", "d.pdf", "pdf", "正文一正文二", (
        Section(("题", "第一章", "第一节"), 0, 3, 1), Section(("题", "第一章", "第二节"), 3, 6, 2)), "")  # fmt: skip
    html = document_html(bare, (0, 0), Texts("en"))
    assert [html.count(heading) for heading in ("第一章", "第一节", "第二节", "p. 2")] == [1, 1, 1, 1]
    assert (
        html.index("第一章") < html.index("第一节") < html.index("正文一") < html.index("第二节") < html.index("正文二")
    )


def test_headings_between_sections_become_headings_and_the_title_is_said_once() -> None:
    text = "# 题\n\n## 第一章\n正文一\n\n## 第二章\n正文二\n"
    sections = tuple(
        Section(("题", c), text.index(w), text.index(w) + 3) for c, w in (("第一章", "正文一"), ("第二章", "正文二"))
    )
    start = text.index("第二章")
    html = document_html(Document("d", "题", "d.md", "markdown", text, sections, ""), (start, start + 3), Texts("zh"))
    assert "<h2>第一章</h2><p>正文一</p><h2><mark id=quote>第二章</mark></h2><p>正文二</p>" in html
    assert html.count("题</") == 2  # in the page's title and as its heading


def test_a_span_over_two_sections_is_marked_in_both(script: SimpleNamespace) -> None:
    html = document_html(script.DOCUMENT, (0, len(script.DOCUMENT.text)), Texts("zh"))
    assert html.count("<mark") >= 3


def test_a_span_outside_the_text_marks_nothing(script: SimpleNamespace) -> None:
    for span in ((-5, -1), (9_999, 10_050), (30, 10)):
        assert "<mark" not in document_html(script.DOCUMENT, span, Texts("zh"))


def test_all_text_is_there() -> None:
    text = "没有小节的文字"
    assert text in document_html(Document("d", "题", "d.txt", "text", text, (), ""), (0, 0), Texts("zh"))
