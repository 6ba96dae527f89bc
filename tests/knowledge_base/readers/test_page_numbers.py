"""Page numbers in one line."""

from knowledge_base.readers.page_numbers import page_list


def test_runs_are_put_together() -> None:
    assert page_list([1, 3, 4, 5, 9]) == "1, 3–5, 9"
    assert page_list([2]) == "2"
    assert page_list([]) == ""
