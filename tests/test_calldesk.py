import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

import assistant.models.model_download
import assistant.wiring
import calldesk
import ui.server
from assistant.errors import ModelUnavailable
from assistant.settings import SAMPLE
from retrieval.embedder import HashedEmbedder, Vectors
from retrieval.errors import EmbedderUnavailable


class Topics(HashedEmbedder):
    """Texts on the same topic mean the same, however few documents there are."""

    def query(self, text: str) -> Vectors:
        return super().query(next((topic for topic in ("居住证", "居民用水") if topic in text), text))


class Ran:
    """What a command gave."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def words(self) -> list[list[str]]:
        return [line.split() for line in self.out.splitlines()]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """Runs the program as from a shell, in a home of its own."""
    monkeypatch.setenv("CALLDESK_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(assistant.wiring, "load_embedder", lambda _settings: Topics())

    def call(*arguments: object) -> Ran:
        monkeypatch.setattr(sys, "argv", ["calldesk", *map(str, arguments)])
        with pytest.raises(SystemExit) as left:
            calldesk.main()
        shown = capsys.readouterr()
        return Ran(int(left.value.code or 0), shown.out, shown.err)

    return call


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    """A folder with two documents and a broken one below it."""
    folder = tmp_path / "notes"
    (folder / "deep").mkdir(parents=True)
    (folder / "permit.md").write_text("# 居住证办法\n\n居住证丢失的，补领收取工本费二十元。\n", "utf-8")
    (folder / "deep" / "water.md").write_text("# 供水办法\n\n居民用水每立方米收费三元。\n", "utf-8")
    (folder / "deep" / "broken.docx").write_bytes(b"PK nothing")
    return folder


def commands(group: click.Group, *before: str) -> Iterator[tuple[str, ...]]:
    for name, command in group.commands.items():
        yield (*before, name)
        if isinstance(command, click.Group):
            yield from commands(command, *before, name)


@pytest.mark.parametrize("path", [(), *commands(calldesk.cli)], ids=" ".join)
def test_every_command_explains_itself(path: tuple[str, ...]) -> None:
    result = CliRunner().invoke(calldesk.cli, [*path, "--help"])
    assert result.exit_code == 0
    explained = result.output.partition("\n\n")[2].strip()
    assert len(explained) > 15
    assert not explained.startswith("Options:")


def test_documents_go_in_are_listed_shown_and_removed(run: Callable[..., Ran], notes: Path) -> None:
    added = run("kb", "add", notes)
    assert added.code == 1
    assert "broken.docx: " in added.err
    assert added.out == "2 documents taken in, 1 not.\n"

    listed = run("kb", "list")
    assert [line[1:] for line in listed.words] == [
        ["markdown", "1", "1/1", "in_force", "..", "供水办法"],
        ["markdown", "1", "1/1", "in_force", "..", "居住证办法"],
    ]
    water, permit = (line[0] for line in listed.words)

    shown = run("kb", "show", permit)
    assert (shown.code, "工本费二十元" in shown.out) == (0, True)

    assert run("kb", "remove", water, permit).out == f"removed {water}\nremoved {permit}\n"
    assert run("kb", "list").out == ""


def test_a_good_file_alone_is_a_success_and_stays_one_when_added_again(run: Callable[..., Ran], notes: Path) -> None:
    for _ in range(2):
        assert run("kb", "add", notes / "permit.md").code == 0
    assert len(run("kb", "list").words) == 1


def test_versions_are_listed_restored_and_searched_by_day(run: Callable[..., Ran], tmp_path: Path) -> None:
    for fee, year in (("二十元", 2018), ("三十元", 2024)):
        words = f"第一条 居住证补领收取工本费{fee}。\n\n第二条 本办法自{year}年5月1日起施行。\n"
        (tmp_path / "permit.md").write_text(f"# 居住证办法\n\n{words}", "utf-8")
        run("kb", "add", tmp_path / "permit.md")
    (listed,) = run("kb", "list").words
    assert listed[3:6] == ["2/2", "in_force", "2024-05-01.."]
    old, new = run("kb", "versions", listed[0]).words
    assert [old[:1] + old[2:4], new[:1] + new[2:4]] == [
        ["1", "repealed", "2018-05-01..2024-04-30"],
        ["2", "in_force", "2024-05-01.."],
    ]
    question = "居住证补领工本费多少钱"
    assert "三十元" in run("search", question).out
    assert "二十元" in run("search", question, "--as-of", "2020-01-01").out
    assert "(not in force)" in run("search", question, "--repealed").out
    assert run("kb", "restore", old[1]).out == f"{old[1]} is in force as version 3\n"
    assert "二十元" in run("search", question).out
    assert run("kb", "versions", old[1]).words[2][-1] == "(restored)"


def test_a_search_prints_its_citation_and_ranks(run: Callable[..., Ran], notes: Path) -> None:
    run("kb", "add", notes / "permit.md", notes / "deep" / "water.md")
    (doc_id, *_) = run("kb", "list").words[0]
    for heard in ((), ("--heard",)):
        found = run("search", "居住证补领工本费多少钱", "--limit", 1, *heard)
        first, text = found.out.splitlines()
        assert first.startswith("1. 居住证办法")
        assert f"[{doc_id}:" in first
        assert "dense 1" in first
        assert "工本费二十元" in text


def test_a_search_without_a_hit_says_so(run: Callable[..., Ran]) -> None:
    assert run("search", "居住证补领工本费多少钱").out == "Nothing good was found.\n"


def test_a_missing_embedder_is_said_and_stops_nothing(run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(_settings: object) -> None:
        raise EmbedderUnavailable("The model e5 is missing: pull it.")

    monkeypatch.setattr(assistant.wiring, "load_embedder", missing)
    listed = run("kb", "list")
    assert (listed.code, listed.out, listed.err) == (0, "", "The model e5 is missing: pull it.\n")


def test_the_list_of_models_says_which_are_here(run: Callable[..., Ran]) -> None:
    listed = run("models", "list")
    assert listed.code == 0
    states = {words[0]: words[1] for words in listed.words}
    assert states["multilingual-e5-small"] == states["whisper-base"] == "missing"


def test_pulling_goes_on_after_a_model_that_cannot_be_had(
    run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    def pull(name: str, models: Path, _progress: object) -> Path:
        if name == "lost":
            raise ModelUnavailable("lost cannot be had: copy its folder here.")
        return models / name

    monkeypatch.setattr(assistant.models.model_download, "pull", pull)
    pulled = run("models", "pull", "lost", "whisper-base")
    assert pulled.code == 1
    assert pulled.err == "lost cannot be had: copy its folder here.\n"
    assert pulled.out.endswith("whisper-base\n")
    assert run("models", "pull", "whisper-base").code == 0


def test_setup_goes_on_without_models_and_does_not_bring_back_what_was_removed(
    run: Callable[..., Ran], notes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def pull(name: str, _models: Path, _progress: object) -> Path:
        raise ModelUnavailable(f"{name} cannot be had.")

    (notes / "deep" / "broken.docx").unlink()
    notes.rename(notes.parent / "documents")
    monkeypatch.setattr(assistant.models.model_download, "pull", pull)
    monkeypatch.setattr("assistant.settings.SAMPLE", notes.parent)
    first = run("setup")
    assert first.code == 0
    assert first.out == "2 documents taken in, 0 not.\n"
    assert "whisper-base cannot be had. (going on without it)" in first.err
    for doc_id, *_ in run("kb", "list").words:
        run("kb", "remove", doc_id)
    assert run("setup").out == ""
    assert run("kb", "list").out == ""
    assert SAMPLE.is_dir()


def test_the_sample_is_found_on_any_day_and_what_is_no_sample_keeps_its_days(
    run: Callable[..., Ran], notes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (notes / "deep" / "broken.docx").unlink()
    later = "# {}办法\n\n本办法自2999年1月1日起施行。\n"
    (notes / "own.md").write_text(later.format("自有"), "utf-8")
    assert run("kb", "add", notes / "own.md").code == 0
    (notes / "own.md").unlink()
    (notes / "sample.md").write_text(later.format("样例"), "utf-8")
    notes.rename(notes.parent / "documents")
    monkeypatch.setattr(assistant.models.model_download, "pull", lambda name, *_: Path(name))
    monkeypatch.setattr("assistant.settings.SAMPLE", notes.parent)
    assert run("setup").code == 0
    assert "样例" in run("search", "样例办法何时施行").out
    assert "自有" not in run("search", "自有办法何时施行").out


def test_serve_takes_its_address_from_the_options_then_the_settings(
    run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    served: list[tuple[object, str, int]] = []
    monkeypatch.setenv("CALLDESK_PORT", "8001")
    monkeypatch.setattr(assistant.wiring, "open_desk", lambda _settings: "desk")
    monkeypatch.setattr(ui.server, "serve", lambda *given: served.append(given))
    run("serve")
    run("serve", "--host", "0.0.0.0", "--port", "8002")
    assert served == [("desk", "127.0.0.1", 8001), ("desk", "0.0.0.0", 8002)]


@pytest.mark.parametrize(
    ("arguments", "environment", "says"),
    [
        (("kb", "show", "nothing"), {}, "document"),
        (("kb", "remove", "nothing"), {}, "document"),
        (("kb", "versions", "nothing"), {}, "document"),
        (("kb", "restore", "nothing"), {}, "document"),
        (("kb", "list"), {"CALLDESK_PORT": "0"}, "port"),
        (("kb", "list"), {"CALLDESK_HOME": "/dev/null/home"}, "/dev/null"),
        (("models", "pull", "no-such-model"), {}, "no-such-model"),
        (("serve",), {"CALLDESK_LLM_BASE_URL": "nowhere"}, "CALLDESK_LLM_BASE_URL"),
    ],
)
def test_what_goes_wrong_is_one_sentence(
    run: Callable[..., Ran],
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    environment: dict[str, str],
    says: str,
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    failed = run(*arguments)
    assert (failed.code, failed.out) == (1, "")
    assert len(failed.err.strip().splitlines()) == 1
    assert says in failed.err
    assert "Traceback" not in failed.err


def test_a_wrong_use_is_refused(run: Callable[..., Ran], tmp_path: Path) -> None:
    for wrong in (("kb", "add", tmp_path / "none"), ("kb", "add"), ("search",), ("serve", "--port", "0"), ("fly",)):
        assert run(*wrong).code == 2
