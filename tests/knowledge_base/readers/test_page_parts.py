"""Tables in the text of their page, as long as no letter is lost."""

from __future__ import annotations

from knowledge_base.readers.page_parts import page_parts
from knowledge_base.readers.ruled_table import Box, Grid, Ruling, Table, grids

PAGE = Box(0, 0, 400, 800)
ABOVE = {(50, 700): "上"}
CELLS = {(50, 480): "甲", (150, 480): "乙", (50, 430): "丙", (150, 430): "丁"}
BELOW = {(50, 100): "下"}


def grid() -> Grid:
    level, upright = ([Ruling(at, *ends) for at in places] for places, ends in LINES)
    (found,) = grids(level, upright)
    return found


LINES = (((500, 450, 400), (0, 200)), ((0, 100, 200), (400, 500)))


def parts(letters: dict[tuple[int, int], str]) -> tuple[str | Table, ...]:
    def text_in(box: Box) -> str:
        inside = [one for (x, y), one in letters.items() if box.left < x < box.right and box.bottom < y < box.top]
        return " ".join(inside)

    return page_parts(PAGE, text_in(PAGE), [grid()], text_in)


def test_text_and_tables_stand_in_their_order() -> None:
    table = Table((0, 100, 200), (("甲", "乙"), ("丙", "丁")))
    assert parts(ABOVE | CELLS | BELOW) == ("上", table, "下")


def test_text_beside_a_table_leaves_the_page_as_it_is() -> None:
    assert parts(ABOVE | CELLS | {(300, 450): "旁"}) == ("上 甲 乙 丙 丁 旁",)


def test_a_letter_on_a_line_leaves_the_page_as_it_is() -> None:
    assert parts(CELLS | {(100, 480): "线"}) == ("甲 乙 丙 丁 线",)


def test_an_empty_frame_leaves_the_page_as_it_is() -> None:
    assert parts(ABOVE | BELOW) == ("上 下",)
