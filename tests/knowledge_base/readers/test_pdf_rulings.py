"""Lines of a page, however they were drawn."""

from __future__ import annotations

import io
from collections.abc import Callable

import pypdfium2
import pytest
from reportlab.pdfgen.canvas import Canvas

from knowledge_base.readers.pdf_rulings import rulings
from knowledge_base.readers.ruled_table import Ruling


def drawn(draw: Callable[[Canvas], object]) -> tuple[list[Ruling], list[Ruling]]:
    target = io.BytesIO()
    canvas = Canvas(target)
    draw(canvas)
    canvas.save()
    level, upright = rulings(pypdfium2.PdfDocument(target.getvalue())[0])
    return sorted(map(rounded, level), key=str), sorted(map(rounded, upright), key=str)


def rounded(one: Ruling) -> Ruling:
    return Ruling(round(one.at), round(one.start), round(one.end))


def test_lines_and_outlined_boxes() -> None:
    assert drawn(lambda page: page.line(200, 50, 10, 50)) == ([Ruling(50, 10, 200)], [])
    assert drawn(lambda page: page.rect(10, 20, 100, 30)) == (
        [Ruling(20, 10, 110), Ruling(50, 10, 110)],
        [Ruling(10, 20, 50), Ruling(110, 20, 50)],
    )


def test_thin_filled_boxes_are_lines_and_thick_ones_a_background() -> None:
    assert drawn(lambda page: page.rect(10, 20, 100, 1, stroke=0, fill=1)) == ([Ruling(20, 10, 110)], [])
    assert drawn(lambda page: page.rect(10, 20, 1, 100, stroke=0, fill=1)) == ([], [Ruling(10, 20, 120)])
    assert drawn(lambda page: page.rect(10, 20, 100, 30, stroke=0, fill=1)) == ([], [])


def test_places_are_those_of_the_page() -> None:
    def scaled(page: Canvas) -> None:
        page.translate(100, 200)
        page.scale(2, 2)
        page.line(0, 10, 50, 10)

    assert drawn(scaled) == ([Ruling(220, 100, 200)], [])


@pytest.mark.parametrize("ends", [(10, 10, 90, 90), (10, 10, 50, 20)])
def test_slanting_lines_are_none(ends: tuple[float, float, float, float]) -> None:
    assert drawn(lambda page: page.line(*ends)) == ([], [])


def test_a_drawing_of_very_many_lines_is_passed_over() -> None:
    def hatched(page: Canvas) -> None:
        page.lines([(10, y / 20, 200, y / 20) for y in range(11_000)])

    assert drawn(hatched) == ([], [])
