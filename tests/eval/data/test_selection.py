import pytest

from eval.data.selection import Skipped, select
from eval.errors import EvalError


def halved(number: int) -> int:
    if number % 2:
        raise EvalError(f"{number} is odd.")
    return number // 2


def test_keeps_what_converts_and_names_the_rest() -> None:
    selection = select([4, 3, 2], halved, str, strict=False)
    assert selection.items == (2, 1)
    assert selection.skipped == (Skipped("3", "3 is odd."),)


def test_strict_stops_at_the_first() -> None:
    with pytest.raises(EvalError, match=r"^3 is odd"):
        select([4, 3, 5], halved, str, strict=True)


def test_nothing_left_is_an_error_that_names_the_first() -> None:
    with pytest.raises(EvalError, match=r"^Nothing here can be scored\. 5 is odd\.$"):
        select([5, 7], halved, str, strict=False)
    with pytest.raises(EvalError, match="empty"):
        select([], halved, str, strict=False)


def test_other_failures_are_not_skipped() -> None:
    with pytest.raises(ZeroDivisionError):
        select([0], lambda number: 1 // number, str, strict=False)
