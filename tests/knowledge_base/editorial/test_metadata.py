"""What a person may file a document under, and filters."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from knowledge_base.editorial.metadata import (
    DocumentFilter,
    Filing,
    Metadata,
    checked,
    distinct,
    months_after,
    read_tags,
)
from knowledge_base.errors import KnowledgeError

TODAY = date(2026, 3, 2)
WATER = Metadata(Filing("澜江市水务局", "澜江市湖滨区", "居民", "", ("供水", "收费"), date(2026, 3, 2)))


@pytest.mark.parametrize("link", ["", "https://www.example.com/a?b=1#c", "http://例子.测试/文件"])
def test_addresses_that_may_be_linked_to(link: str) -> None:
    assert checked(Filing(link=f" {link} ")).link == link


@pytest.mark.parametrize(
    "link",
    ["javascript:alert(1)", "data:text/html,x", "//host/x", "file:///etc/passwd", "https://", "https://a b.com",
     'https://a.com/"onclick', "https://user@bank.example", "http://[1", "https://a.com/" + "x" * 3000],
)  # fmt: skip
def test_other_addresses_are_refused(link: str) -> None:
    with pytest.raises(KnowledgeError, match="https://"):
        checked(Filing(link=link))


def test_blanks_go_and_long_values_are_refused() -> None:
    assert checked(Filing(department=" 水务局 ", tags=(" 供水 ", "供水", ""))) == Filing("水务局", tags=("供水",))
    with pytest.raises(KnowledgeError, match="region"):
        checked(Filing(region="区" * 201))
    for tags in (("标" * 31,), tuple(str(n) for n in range(21))):
        with pytest.raises(KnowledgeError, match="tags"):
            checked(Filing(tags=tags))


def test_tags_are_typed_with_any_separator() -> None:
    assert read_tags("供水，收费;停水 、收费,, ") == ("供水", "收费", "停水")


@pytest.mark.parametrize(
    ("only", "fits"),
    [
        (DocumentFilter(), True),
        (DocumentFilter(department="水务"), True),
        (DocumentFilter(department="公安"), False),
        (DocumentFilter(region="澜江市"), True),
        (DocumentFilter(region="北岭区"), False),
        (DocumentFilter(audience="居民"), True),
        (DocumentFilter(tags=frozenset({"供水", "收费"})), True),
        (DocumentFilter(tags=frozenset({"供水", "停水"})), False),
        (DocumentFilter(review="due"), True),
        (DocumentFilter(review="later"), False),
        (DocumentFilter(department="水务", review="none"), False),
    ],
)
def test_filters(only: DocumentFilter, fits: bool) -> None:
    assert only.fits(WATER, TODAY) is fits


def test_a_review_is_due_on_its_day() -> None:
    later = replace(WATER, filing=replace(WATER.filing, review=date(2026, 3, 3)))
    assert (WATER.review_state(TODAY), later.review_state(TODAY), Metadata().review_state(TODAY)) == (
        "due",
        "later",
        "none",
    )


def test_values_are_offered_by_frequency() -> None:
    assert distinct(["b", "a", "", "b", "c"]) == ["b", "a", "c"]


def test_months_end_where_the_month_ends() -> None:
    assert months_after(date(2026, 8, 31), 6) == date(2027, 2, 28)
    assert months_after(date(2026, 1, 5), 12) == date(2027, 1, 5)
