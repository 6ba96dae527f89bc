from pathlib import Path

import pytest

from assistant.errors import AssistantError
from assistant.settings import SAMPLE
from assistant.tickets.taxonomy import Category, read_categories, read_departments, read_examples


def test_the_sample_files_fit_each_other() -> None:
    categories = read_categories(SAMPLE / "categories.jsonl")
    shorts = {department.short for department in read_departments(SAMPLE / "departments.jsonl")}
    labels = {category.label for category in categories}
    assert len(labels) == len(categories)
    assert {category.department for category in categories} <= shorts
    assert {example.label for example in read_examples(SAMPLE / "examples.jsonl")} <= labels


def test_a_leaf_is_its_path(tmp_path: Path) -> None:
    path = tmp_path / "c.jsonl"
    path.write_text('{"l1": "甲", "l2": "乙", "l3": "丙", "keywords": ["丁"]}\n\n', encoding="utf-8")
    assert read_categories(path) == (Category("甲", "乙", "丙", "", ("丁",)),)
    assert read_categories(path)[0].label == "甲/乙/丙"


@pytest.mark.parametrize("content", [b'{"l1": "x"}', b"not json", b"\xff\xfe"])
def test_a_wrong_file_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "c.jsonl"
    path.write_bytes(content)
    with pytest.raises(AssistantError, match=r"c\.jsonl"):
        read_categories(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(AssistantError, match=r"none\.jsonl"):
        read_examples(tmp_path / "none.jsonl")
