"""Passages are exact spans of a size to read at a glance."""

from __future__ import annotations

from itertools import pairwise

import pytest

from knowledge_base.document import Document, Section
from knowledge_base.readers.converter import convert_bytes
from knowledge_base.splitter import Span, split

LONG = "。".join(f"第{n}项费用按照规定的标准在{n}个工作日内缴清" for n in range(1, 60)) + "。"


def markdown(source: str) -> Document:
    return convert_bytes("a.md", source.encode())


def texts(document: Document, spans: list[Span]) -> list[str]:
    return [document.text[span.start : span.end] for span in spans]


def test_long_sections_are_cut_at_sentences() -> None:
    document = markdown(f"# 题\n## 收费\n{LONG}")
    spans = split(document)
    found = texts(document, spans)
    assert "".join(found) == LONG
    assert all(text.endswith("。") and len(text) <= 384 for text in found)
    assert {span.heading_path for span in spans} == {("收费",)}


def test_spans_are_trimmed_never_empty_and_leave_out_only_headings() -> None:
    document = markdown("# 题\n甲甲。\n\n## 一节\n\n" + "乙。\n\n" * 400 + "## 二节\n- 丙\n- 丁\n")
    found = texts(document, split(document))
    assert all(text and text == text.strip() for text in found)
    assert sum(text.count("乙。") for text in found) == 400
    assert all(any(word in text for text in found) for word in ("甲甲。", "- 丙\n- 丁"))


def test_tiny_sections_join_under_their_parent_with_their_headings() -> None:
    document = markdown("# 题\n## 甲章\n### 甲节\n短一。\n### 乙节\n短二。\n## 乙章\n### 丙节\n短三。")
    spans = split(document)
    assert [span.heading_path for span in spans] == [("甲章",), ("乙章", "丙节")]
    assert texts(document, spans) == ["甲节\n短一。\n乙节\n短二。", "短三。"]


def test_a_tiny_introduction_joins_the_section_below_and_takes_its_path() -> None:
    body = "按照规定的标准缴纳费用。" * 8
    document = markdown(f"# 题\n文号：甲\n## 收费\n{body}")
    spans = split(document)
    assert [span.heading_path for span in spans] == [("收费",)]
    assert texts(document, spans) == [f"文号：甲\n收费\n{body}"]


def test_sections_large_enough_stay_apart() -> None:
    body = "按照规定的标准缴纳费用。" * 8
    document = markdown(f"# 题\n## 甲\n{body}\n## 乙\n{body}")
    spans = split(document)
    assert [span.heading_path for span in spans] == [("甲",), ("乙",)]
    assert texts(document, spans) == [body, body]


def test_strangers_do_not_join() -> None:
    document = markdown("# 题\n## 甲\n### 一\n短。\n## 乙\n### 二\n也短。")
    assert [span.heading_path for span in split(document)] == [("甲", "一"), ("乙", "二")]


def test_overlap_repeats_the_end() -> None:
    document = convert_bytes("a.txt", ("水费电费气费，" * 200).encode())
    spans = split(document, size=100, overlap=40)
    assert all(later.start < earlier.end for earlier, later in pairwise(spans))
    assert spans[-1].end == len(document.text)


def test_a_document_without_sections_is_one() -> None:
    document = Document("d", "t", "s", "text", "甲。" * 300, (), "")
    assert "".join(texts(document, split(document))) == document.text


def test_pages_are_those_of_the_sections() -> None:
    text = "甲" * 100 + "\n" + "乙" * 100
    sections = (Section((), 0, 100, 1), Section((), 101, 201, 2))
    spans = split(Document("d", "t", "s", "pdf", text, sections, ""))
    assert [(span.page, span.start, span.end) for span in spans] == [(1, 0, 100), (2, 101, 201)]


@pytest.mark.parametrize(("size", "overlap"), [(40, 0), (320, 41), (320, -1)])
def test_sizes_that_make_no_sense_are_refused(size: int, overlap: int) -> None:
    with pytest.raises(ValueError, match="size must be"):
        split(markdown("甲"), size, overlap)
