"""The commands that take the whole knowledge base out, and bring it back; each imports what it needs when it runs."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

_folder = click.Path(path_type=Path)


@click.command("export")
@click.argument("folder", type=_folder)
def kb_export(folder: Path) -> None:
    """Write all documents, in all versions, with what people did with them, into a new FOLDER with a manifest."""
    from assistant.wiring import open_desk_of_knowledge

    with open_desk_of_knowledge() as knowledge:
        click.echo(f"{knowledge.export_to(folder)} documents written to {folder}")


@click.command("import")
@click.argument("folder", type=_folder)
@click.option("--by", default="", help="Whose doing it is, for the record of changes.")
def kb_import(folder: Path, by: str) -> None:
    """Add what is new in an exported FOLDER; what is here stays as it is."""
    from assistant.wiring import open_desk_of_knowledge

    with open_desk_of_knowledge() as knowledge:
        imported = knowledge.import_from(folder, by)
    for outcome in imported.series:
        if outcome.problem:
            click.echo(f"{outcome.title}: {outcome.problem}", err=True)
    counts = Counter(outcome.state for outcome in imported.series)
    new = sum(len(outcome.added) for outcome in imported.series)
    click.echo(f"{counts['added']} documents taken in ({new} versions), {counts['known']} known, "
               f"{counts['refused']} not.")  # fmt: skip
    for name, (taken, told) in imported.extras.items():
        click.echo(f"{name}: {taken} taken in of {told}; what is here stays as it is.")
    if counts["refused"]:
        raise SystemExit(1)


@click.command("backup")
@click.argument("file", type=_folder)
@click.option("--recordings", is_flag=True, help="Take the recordings too.")
def kb_backup(file: Path, recordings: bool) -> None:
    """Write documents, calls and tickets into a new FILE; the panel may go on meanwhile."""
    from assistant.knowledge.backup import make_backup
    from assistant.settings import read_settings

    backup = make_backup(read_settings().home, file, recordings)
    for name in backup.lost:
        click.echo(f"{name} is missing among the originals and in the backup.", err=True)
    click.echo(f"{len(backup.files)} files, {sum(one.bytes for one in backup.files) / 1e6:.1f} MB, in {file}")


@click.command("restore-backup")
@click.argument("file", type=_folder)
def kb_restore_backup(file: Path) -> None:
    """Put the backup FILE in place of what is here, which is set aside; stop the panel before."""
    from assistant.knowledge.backup_restore import restore_backup
    from assistant.settings import read_settings

    aside = restore_backup(read_settings().home, file)
    click.echo(f"Restored. What was here is in {aside}; delete it when all is well.")


TRANSFER = (kb_export, kb_import, kb_backup, kb_restore_backup)
