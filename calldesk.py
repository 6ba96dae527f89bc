"""The command `calldesk`: the front door, each subcommand importing what it needs when it runs."""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from assistant.insight.insight_commands import INSIGHT
from assistant.knowledge.transfer_commands import TRANSFER
from eval.cli import evaluate

if TYPE_CHECKING:
    from assistant.knowledge.knowledge_desk import KnowledgeDesk, Term
    from assistant.wiring import Knowledge


@click.group()
@click.version_option(package_name="calldesk")
def cli() -> None:
    """A call-taking assistant for city hotlines."""


@cli.command()
@click.option("--host", help="Address to listen on (default: CALLDESK_HOST or 127.0.0.1).")
@click.option("--port", type=click.IntRange(1, 65535), help="Port to listen on (default: CALLDESK_PORT or 7860).")
def serve(host: str | None, port: int | None) -> None:
    """Start the panel."""
    from assistant.settings import read_settings
    from assistant.wiring import open_desk
    from ui.server import serve as serve_panel

    settings = read_settings()
    serve_panel(open_desk(settings), host or settings.host, port or settings.port)


@cli.command()
def setup() -> None:
    """Pull the models and load the sample knowledge, where they are not there yet."""
    from assistant.errors import ModelUnavailable
    from assistant.knowledge.shown_adding import add_shown
    from assistant.models.model_catalogue import default_models
    from assistant.models.model_download import pull
    from assistant.models.model_progress import Progress
    from assistant.settings import SAMPLE, read_settings

    settings = read_settings()
    for name in default_models():
        try:
            pull(name, settings.models, Progress())
        except ModelUnavailable as exc:
            click.echo(f"{exc} (going on without it)", err=True)
    if not settings.sample_loaded.exists():
        knowledge = _knowledge()
        add_shown([SAMPLE / "documents"], knowledge)
        _hold_today(knowledge, {path.name for path in (SAMPLE / "documents").rglob("*")})
        settings.sample_loaded.touch()


@cli.command()
@click.option("--json", "for_programs", is_flag=True, help="The same as JSON.")
def doctor(for_programs: bool) -> None:
    """Say what is used here and why, what is missing, and the command that mends it."""
    from assistant.doctor import as_json, as_text, examine, healthy
    from assistant.settings import read_settings

    checks = examine(read_settings())
    click.echo(as_json(checks) if for_programs else as_text(checks))
    sys.exit(0 if healthy(checks) else 1)


@cli.group()
def models() -> None:
    """The models on this machine."""


@models.command("list")
def models_list() -> None:
    """Every model that can be pulled, and whether it is here."""
    from assistant.models.model_catalogue import models_listed
    from assistant.settings import read_settings

    for model in models_listed(read_settings().models):
        here = "here" if model.present else "missing"
        click.echo(f"{model.name:24}{here:9}{model.bytes / 1e6:7.0f} MB  {model.licence:12}{model.purpose}")


@models.command("pull")
@click.argument("names", nargs=-1)
def models_pull(names: tuple[str, ...]) -> None:
    """Pull NAMES, or the default ones."""
    from assistant.errors import ModelUnavailable
    from assistant.models.model_catalogue import default_models
    from assistant.models.model_download import pull
    from assistant.models.model_progress import Progress
    from assistant.settings import read_settings

    failed = False
    for name in names or default_models():
        try:
            click.echo(pull(name, read_settings().models, Progress()))
        except ModelUnavailable as exc:
            failed = True
            click.echo(str(exc), err=True)
    sys.exit(1 if failed else 0)


@cli.group()
def kb() -> None:
    """The documents of the knowledge base."""


@kb.command("add")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
def kb_add(paths: tuple[Path, ...]) -> None:
    """Take in files, and the files of folders."""
    from assistant.knowledge.shown_adding import add_shown

    sys.exit(1 if add_shown(paths, _knowledge()) else 0)


@kb.command("list")
def kb_list() -> None:
    """All documents: id, format, passages, version, whether it is in force and when, title."""
    for document in _knowledge().documents():
        version = f"{document.number}/{document.versions}"
        held = _held(document.term)
        click.echo(f"{document.doc_id}  {document.kind:9}{document.passages:5}  {version:6}{held}  {document.title}")


@kb.command("versions")
@click.argument("doc_id")
def kb_versions(doc_id: str) -> None:
    """All versions of a document, oldest first: number, id, when it is in force, when it came, file."""
    for version in _knowledge().versions(doc_id):
        restored = "  (restored)" if version.restored else ""
        held = _held(version.term)
        click.echo(f"{version.number:3}  {version.doc_id}  {held}  {version.added_at}  {version.source}{restored}")


@kb.command("restore")
@click.argument("doc_id")
def kb_restore(doc_id: str) -> None:
    """Make an old version the one in force from today on."""
    restored = _knowledge().restore(doc_id)
    click.echo(f"{restored.doc_id} is in force as version {restored.number}")


@kb.command("show")
@click.argument("doc_id")
def kb_show(doc_id: str) -> None:
    """One document's text."""
    click.echo(_knowledge().document(doc_id).text)


@kb.command("remove")
@click.argument("doc_ids", nargs=-1, required=True)
def kb_remove(doc_ids: tuple[str, ...]) -> None:
    """Take documents out, each with all its versions."""
    knowledge = _knowledge()
    for doc_id in doc_ids:
        knowledge.remove(doc_id)
        click.echo(f"removed {doc_id}")


@cli.command()
@click.argument("text")
@click.option("--heard", is_flag=True, help="TEXT is what a recogniser heard, not what was typed.")
@click.option("--limit", default=5, type=click.IntRange(1, 50))
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Search what was in force on that day (today).")
@click.option("--repealed", is_flag=True, help="Search what is not in force too, and mark it.")
@click.option("--department", default="", help="Only documents whose issuing department holds these words.")
@click.option("--region", default="", help="Only documents for a region that holds these words.")
@click.option("--audience", default="", help="Only documents for an audience that holds these words.")
@click.option("--source", "link", default="", help="Only documents whose source address holds this.")
@click.option("--tag", "tags", multiple=True, help="Only documents with this tag; with each of several.")
def search(text: str, heard: bool, limit: int, as_of: datetime | None, repealed: bool, **only: Any) -> None:
    """Print the passages that answer TEXT, with their citation and each channel's rank."""
    from assistant.knowledge.editorial_desk import DocumentFilter, EditorialDesk

    knowledge = _opened()
    desk = EditorialDesk(knowledge.store, knowledge.desk, second_person=True)
    filed = DocumentFilter(**{**only, "tags": frozenset(only["tags"])})
    hits = desk.search(text, heard, limit, as_of.date() if as_of else None, repealed, filed)
    if not hits:
        click.echo("Nothing good was found.")
    for number, hit in enumerate(hits, 1):
        found = hit.passage
        where = " > ".join([found.title, *found.heading_path]) + (f", page {found.page}" if found.page else "")
        ranks = "  ".join(f"{channel} {rank}" for channel, rank in hit.ranks.items())
        mark = "" if hit.in_force else "  (not in force)"
        click.echo(f"{number}. {where}{mark}  [{found.doc_id}:{found.start}-{found.end}]  {hit.score:.2f}  ({ranks})")
        click.echo("   " + " ".join(found.text.split())[:160])


cli.add_command(evaluate)
for command in (*TRANSFER, *INSIGHT):
    kb.add_command(command)


def _knowledge() -> KnowledgeDesk:
    """The knowledge desk of this home."""
    return _opened().desk


def _opened() -> Knowledge:
    """The knowledge base of this home."""
    from assistant.settings import read_settings
    from assistant.wiring import load_embedder_or_hashed, open_knowledge

    settings = read_settings()
    embedder, missing = load_embedder_or_hashed(settings)
    if missing:
        click.echo(missing, err=True)
    return open_knowledge(settings, settings.home, embedder)


def _held(term: Term) -> str:
    """Whether a version is in force today and its days, each in a column of its own."""
    return f"{term.state(date.today()):9} {term.begins or ''}..{term.ends or ''}"


def _hold_today(knowledge: KnowledgeDesk, names: set[str]) -> None:
    """The sample city's documents are to be found on any day: one that is not in force today is made to be always."""
    for document in knowledge.documents():
        if document.source in names and document.term.state(date.today()) != "in_force":
            knowledge.set_validity(document.doc_id, None, None)


def main() -> None:
    """Runs the command; what goes wrong is one sentence, never a traceback."""
    from assistant.errors import SPOKEN
    from eval.errors import EvalError

    try:
        cli(standalone_mode=True)
    except (*SPOKEN, EvalError) as exc:
        click.echo(f"calldesk: {exc}", err=True)
        sys.exit(1)
    except OSError as exc:
        click.echo(f"calldesk: {exc.strerror or exc}: {exc.filename or ''}".rstrip(": "), err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
