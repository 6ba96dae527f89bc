"""The two README files against the program and against each other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from assistant.settings import Settings
from calldesk import cli

ROOT = Path(__file__).resolve().parent.parent
ENGLISH, CHINESE = (
    (ROOT / "README.md").read_text("utf-8"),
    (ROOT / "README.zh-CN.md").read_text("utf-8"),
)
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.M | re.S)
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
both = pytest.mark.parametrize("readme", [ENGLISH, CHINESE], ids=["README.md", "README.zh-CN.md"])


def commands(group: click.Group, name: str) -> Iterator[str]:
    """The full name of every command below a group."""
    for part, command in group.commands.items():
        full = f"{name} {part}"
        if isinstance(command, click.Group):
            yield from commands(command, full)
        else:
            yield full


def prose(text: str) -> str:
    """The text without its code blocks."""
    return FENCE.sub("", text)


def headings(text: str) -> list[str]:
    """The marks of every heading, "##" for one of the second level."""
    return re.findall(r"^(#+) ", prose(text), re.M)


def spans(text: str) -> set[str]:
    """What is written as code inside a line."""
    return set(re.findall(r"`([^`\n]+)`", prose(text)))


def anchors(text: str) -> set[str]:
    """The targets that the headings of a page make: lower case, marks dropped, spaces as hyphens."""
    titles = re.findall(r"^#+ (.+)$", prose(text), re.M)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@both
def test_every_setting_is_described(readme: str) -> None:
    wanted = {f"CALLDESK_{name.upper()}" for name in Settings.model_fields}
    assert not wanted - spans(readme)


@both
def test_no_setting_is_described_that_does_not_exist(readme: str) -> None:
    known = {f"CALLDESK_{name.upper()}" for name in Settings.model_fields}
    tests_only = {"CALLDESK_TEST_GGUF", "CALLDESK_TEST_MODELS"}
    assert set(re.findall(r"CALLDESK_[A-Z_]*[A-Z]", readme)) <= known | tests_only


@both
def test_defaults_are_told_right(readme: str) -> None:
    rows = dict(re.findall(r"^\| `(CALLDESK_\w+)` \| ([^|]*?) \|", readme, re.M))
    for name, field in Settings.model_fields.items():
        if isinstance(field.default, int | float | str) and field.default != "":
            assert rows[f"CALLDESK_{name.upper()}"] == f"`{field.default}`"


@both
def test_every_command_is_described(readme: str) -> None:
    described = [span for span in spans(readme) if span.startswith("calldesk ")]
    for command in commands(cli, "calldesk"):
        assert any(span == command or span.startswith(f"{command} ") for span in described), command


@both
def test_no_command_is_described_that_does_not_exist(readme: str) -> None:
    known = list(commands(cli, "calldesk"))
    for span in spans(readme):
        if span.startswith("calldesk "):
            assert any(span == command or span.startswith(f"{command} ") for command in known), span


@both
def test_the_two_commands_are_shown(readme: str) -> None:
    shown = "".join(code for _, code in FENCE.findall(readme))
    assert "make run" in shown
    assert "make test" in shown


def test_both_have_the_same_headings() -> None:
    assert headings(ENGLISH) == headings(CHINESE)


def test_both_have_the_same_code() -> None:
    assert [kind for kind, _ in FENCE.findall(ENGLISH)] == [kind for kind, _ in FENCE.findall(CHINESE)]
    assert spans(ENGLISH) == spans(CHINESE)


def test_both_have_the_same_tables() -> None:
    def widths(text: str) -> list[int]:
        return [line.count("|") for line in prose(text).splitlines() if line.startswith("|")]

    assert widths(ENGLISH) == widths(CHINESE)


@pytest.mark.parametrize(
    "page", [ROOT / "README.md", ROOT / "README.zh-CN.md", ROOT / "CHANGELOG.md", *ROOT.glob("*/README.md")],
    ids=lambda page: page.relative_to(ROOT).as_posix(),
)  # fmt: skip
def test_links_lead_somewhere(page: Path) -> None:
    text = page.read_text("utf-8")
    for link in LINK.findall(prose(text)):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = link.partition("#")
        target = page.parent / path if path else page
        assert target.exists(), link
        assert not anchor or anchor in anchors(target.read_text("utf-8")), link


def test_every_folder_has_a_readme() -> None:
    for folder in ("asr", "assistant", "eval", "knowledge_base", "retrieval", "ui"):
        text = (ROOT / folder / "README.md").read_text("utf-8")
        assert text.startswith(f"# {folder}")
