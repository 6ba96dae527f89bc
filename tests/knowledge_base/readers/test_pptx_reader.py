"""Slides as sections with their number."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from pptx import Presentation
from pptx.util import Inches

from knowledge_base.errors import DocumentUnreadable
from knowledge_base.readers.blocks import Reading
from knowledge_base.readers.limits import Limits
from knowledge_base.readers.pptx_reader import read_pptx

TITLE_ONLY = 5


def read(*fill: Callable[[Any], None], limits: Limits | None = None) -> Reading:
    made = Presentation()
    for each in fill:
        each(made.slides.add_slide(made.slide_layouts[TITLE_ONLY]))
    target = io.BytesIO()
    made.save(target)
    return read_pptx(target.getvalue(), limits or Limits())


def blocks(reading: Reading) -> list[tuple[int | None, int, str]]:
    return [(block.page, block.level, block.text) for block in reading.blocks]


def titled(title: str) -> Callable[[Any], None]:
    def fill(slide: Any) -> None:
        slide.shapes.title.text = title

    return fill


def box(shapes: Any, text: str, top: float) -> None:
    shapes.add_textbox(Inches(1), Inches(top), Inches(4), Inches(1)).text_frame.text = text


def full(slide: Any) -> None:
    slide.shapes.title.text = "居住证\v办理"
    box(slide.shapes, "下：十个工作日。", 5)
    box(slide.shapes, "上：满六个月。", 2)
    table = slide.shapes.add_table(3, 2, Inches(1), Inches(3), Inches(4), Inches(1)).table
    for row, values in enumerate((("项目", "费用"), ("首次", "免费"), ("补领", "15元"))):
        for column, value in enumerate(values):
            table.cell(row, column).text = value
    group = slide.shapes.add_group_shape()
    box(group.shapes, "组中文字", 4)
    slide.notes_slide.notes_text_frame.text = "讲解要点"


def test_slides_are_sections_read_from_top_to_bottom() -> None:
    reading = read(titled("封面"), full)
    assert blocks(reading) == [
        (1, 2, "封面"),
        (2, 2, "居住证 办理"),
        (2, 0, "上：满六个月。"),
        (2, 0, "项目：首次；费用：免费\n项目：补领；费用：15元"),
        (2, 0, "组中文字"),
        (2, 0, "下：十个工作日。"),
        (2, 0, "备注：讲解要点"),
    ]
    assert reading.title == "封面"


def test_hidden_and_silent_slides_are_told() -> None:
    def hidden(slide: Any) -> None:
        slide.shapes.title.text = "内部"
        slide._element.set("show", "0")

    reading = read(titled("甲"), hidden, titled(""), titled("乙"))
    assert [text for *_, text in blocks(reading)] == ["甲", "乙"]
    assert reading.notes == ("Hidden slides were left out: 2.", "Slides without text, perhaps pictures: 3.")


def test_too_many_slides_are_refused() -> None:
    with pytest.raises(DocumentUnreadable, match="has 2 slides, more than 1"):
        read(titled("甲"), titled("乙"), limits=Limits(max_pages=1))
