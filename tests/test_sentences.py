"""Every sentence that is told to people is constant and known in Chinese, with the same places on both sides."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from assistant.ticket import FIELD_NAMES
from knowledge_base.editorial.draft import DraftState
from knowledge_base.readers.converter import _SIGNATURES
from ui.fault_texts.chinese import CHINESE
from ui.fault_texts.phrase_texts import PHRASES

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("asr", "knowledge_base", "retrieval", "assistant", "eval", "ui")
ROOTS = {"AsrError", "ToldError"}

TO_LINES = {"AudioSocketError", "LineError", "MediaStreamError", "NoCall", "NoPort", "RtpUnusable", "VoskProtocolError"}
"""Their sentences go to the sending program and into the log, never to the panel: they and what derives from them."""

COMMAND_LINE = {"ModelUnavailable"}
"""Raised by pulling a model alone, which no panel does."""

OWN_WORDS = {"DraftChanged", "ReadingFailed"}
"""They make their sentence themselves, out of other arguments."""

PASSED_ON = {
    "asr/engine_choice.py": {"wrong[0]", "_pull(VOSK if engine == 'vosk' else WHISPER)"},
    "asr/engine_part.py": {"problem.text"},
    "asr/errors.py": {"sentence"},
    "assistant/engines.py": {"why"},
    "assistant/knowledge/publication.py": {"outcome.problem"},
    "assistant/llm.py": {"problem", "_LATE"},
    "eval/benchmarks/load_benchmark.py": {"exc.said"},
    "eval/data/call_set.py": {"unknown[0].why"},
    "eval/data/sound_folder.py": {"exc.said"},
    "eval/runs/run.py": {"why"},
    "knowledge_base/readers/docx_reader.py": {"_DAMAGED"},
    "knowledge_base/readers/frames.py": {"restored(problem)"},
    "knowledge_base/readers/package.py": {"damaged"},
    "knowledge_base/readers/pptx_reader.py": {"_DAMAGED"},
    "knowledge_base/readers/xlsx_reader.py": {"_DAMAGED"},
    "knowledge_base/told.py": {"sentence", "' '.join((f'{{{place}}}' for place in parts))"},
}
"""Sentences that were told before, and are only handed on."""

PLACE = re.compile(r"\{(\w+)\}")
TREES = {
    path.relative_to(ROOT).as_posix(): ast.parse(path.read_text("utf-8"))
    for folder in FOLDERS
    for path in sorted((ROOT / folder).rglob("*.py"))
}


@dataclass(frozen=True)
class Telling:
    """One call that tells a sentence; `sentence` None where it is not constant."""

    where: str
    words: str
    sentence: str | None
    given: frozenset[str]
    open: bool


def derived(roots: set[str]) -> set[str]:
    """The classes of the sources that have one of these among their bases, near or far."""
    found, bases = set(roots), {}
    for tree in TREES.values():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                bases[node.name] = {ast.unparse(base).rpartition(".")[2] for base in node.bases}
    while more := {name for name, below in bases.items() if below & found} - found:
        found |= more
    return found


def constants(tree: ast.Module) -> dict[str, str]:
    """The module's own names for strings."""
    return {
        target.id: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def super_calls(tree: ast.AST) -> set[ast.Call]:
    """`super().__init__(…)` in the classes that make their own sentence."""
    return {
        node
        for owner in ast.walk(tree)
        if isinstance(owner, ast.ClassDef) and owner.name in OWN_WORDS
        for node in ast.walk(owner)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "super().__init__"
    }


def tellings() -> Iterator[Telling]:
    telling = derived(ROOTS) - derived(TO_LINES | COMMAND_LINE) - OWN_WORDS | {"Told"}
    for file, tree in TREES.items():
        known, own = constants(tree), super_calls(tree)
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or not (node.args or node.keywords):
                continue
            if node not in own and ast.unparse(node.func).rpartition(".")[2] not in telling:
                continue
            first = node.args[0] if node.args else None
            sentence = known.get(first.id) if isinstance(first, ast.Name) else None
            if isinstance(first, ast.Constant):
                sentence = first.value
            given = frozenset(keyword.arg for keyword in node.keywords if keyword.arg)
            open_ = any(keyword.arg is None for keyword in node.keywords)
            yield Telling(f"{file}:{node.lineno}", ast.unparse(first) if first else "", sentence, given, open_)


ALL = list(tellings())


def in_panel_language(words: str) -> bool:
    """Whether the panel's own words file has the sentence in both languages."""
    return words.startswith(("say(", "self._say("))


def test_every_sentence_is_constant() -> None:
    wrong = [
        f"{one.where} {one.words}"
        for one in ALL
        if one.sentence is None
        and one.words not in PASSED_ON.get(one.where.partition(":")[0], ())
        and not in_panel_language(one.words)
    ]
    assert not wrong


def test_every_sentence_is_known_in_chinese() -> None:
    assert not [
        f"{one.where} {one.sentence}" for one in ALL if one.sentence is not None and one.sentence not in CHINESE
    ]


def test_every_place_gets_a_value_and_every_value_has_a_place() -> None:
    wrong = [
        f"{one.where} {one.sentence}"
        for one in ALL
        if one.sentence is not None and not one.open and set(PLACE.findall(one.sentence)) != one.given
    ]
    assert not wrong


def test_both_languages_have_the_same_places() -> None:
    assert not [one for one, other in CHINESE.items() if set(PLACE.findall(one)) != set(PLACE.findall(other))]


def test_no_sentence_is_kept_that_nothing_tells() -> None:
    assert not CHINESE.keys() - {one.sentence for one in ALL}


def test_every_fixed_phrase_is_known_in_chinese() -> None:
    phrases = {
        "kind": {*_SIGNATURES.values(), "something else"},
        "state": set(get_args(DraftState)),
        "form_field": set(FIELD_NAMES),
        "what": {"pages", "slides"},
        "way": {"typed", "heard"},
    }
    assert not {(place, one) for place, known in phrases.items() for one in known - PHRASES[place].keys()}


def test_chinese_sentences_have_chinese_marks() -> None:
    written = re.compile(r"[\u4e00-\u9fff][,;:!?.()]|[,;:!?()][\u4e00-\u9fff]")
    assert not [chinese for chinese in CHINESE.values() if written.search(re.sub(r"`[^`]*`", "", chinese))]


def test_what_is_handed_on_is_still_there() -> None:
    found = {(one.where.partition(":")[0], one.words) for one in ALL if one.sentence is None}
    assert {(file, words) for file, all_words in PASSED_ON.items() for words in all_words} <= found
