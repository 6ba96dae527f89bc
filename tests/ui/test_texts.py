"""Both languages are complete, and every key that the panel uses exists."""

import re
from pathlib import Path
from string import Formatter
from typing import get_args

import pytest

from assistant.evaluation.dataset_shelf import DatasetKind
from assistant.evaluation.run_state import Standing, Verdict
from assistant.ticket import FIELD_NAMES, REQUEST_TYPES, URGENCIES
from knowledge_base.clause_change import ChangeKind
from knowledge_base.version import State
from ui.texts import LANGUAGES, WORDS, Texts

SOURCES = sorted(Path(__file__).parents[2].joinpath("ui").rglob("*.py"))
CHINESE = re.compile(r"[\u4e00-\u9fff]")
SAME_IN_BOTH = {"kind.markdown", "kind.pdf", "kind.docx", "runs.progress", "figure.f1"}


def blanks(words: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(words) if name}


@pytest.mark.parametrize("key", WORDS)
def test_both_languages_say_it_with_the_same_blanks(key: str) -> None:
    chinese, english = WORDS[key]
    assert chinese.strip() and english.strip()
    assert blanks(chinese) == blanks(english)
    if key not in SAME_IN_BOTH | {"other_language"}:
        assert CHINESE.search(chinese)
        assert not CHINESE.search(english)


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.name)
def test_every_key_in_the_sources_exists(source: Path) -> None:
    used = set(re.findall(r"""\bsay\(\s*["']([a-z_.]+)["']""", source.read_text("utf-8")))
    assert used <= WORDS.keys()


def test_no_source_but_the_texts_holds_visible_chinese() -> None:
    others = [path for path in SOURCES if not path.name.endswith("texts.py")]
    assert [path.name for path in others if CHINESE.search(path.read_text("utf-8"))] == []


def test_every_value_of_a_ticket_has_its_words() -> None:
    names = [*(f"field.{name}" for name in FIELD_NAMES), *(f"request_type.{kind}" for kind in REQUEST_TYPES)]
    names += [f"urgency.{urgency}" for urgency in URGENCIES]
    assert set(names) <= WORDS.keys()


def test_every_value_of_a_benchmark_has_its_words() -> None:
    names = [f"dataset_{part}.{kind}" for part in ("kind", "size") for kind in get_args(DatasetKind)]
    names += [f"run_state.{state}" for state in get_args(Standing)]
    names += [f"verdict.{verdict}" for verdict in get_args(Verdict)]
    assert set(names) <= WORDS.keys()


def test_every_state_of_a_version_and_kind_of_change_has_its_words() -> None:
    names = [f"state.{state}" for state in get_args(State)] + [f"change.{kind}" for kind in get_args(ChangeKind)]
    assert set(names) <= WORDS.keys()


def test_a_name_from_outside_without_words_is_shown_as_it_is() -> None:
    assert [Texts(language).known("kind", "rtf") for language in LANGUAGES] == ["rtf", "rtf"]
