"""Files taken in by a command, with a progress bar and a line for each that was not."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click
from tqdm import tqdm

if TYPE_CHECKING:
    from assistant.knowledge.knowledge_desk import KnowledgeDesk


def add_shown(paths: Iterable[Path], knowledge: KnowledgeDesk) -> int:
    """Takes in files and the files of folders; gives how many could not be read."""
    files = [f for p in paths for f in (sorted(x for x in p.rglob("*") if x.is_file()) if p.is_dir() else [p])]
    with tqdm(unit="") as bar:

        def progress(done: int, all_: int, what: str) -> None:
            if not what and (len(files) > 1 or not all_):
                return  # of many, files are counted and not the passages of each, of which a file being read has none
            bar.total, bar.n = all_, done
            bar.set_description("Reading" if what else "Embedding", refresh=True)

        outcomes = knowledge.add(files, progress)
    failed = [outcome for outcome in outcomes if outcome.problem]
    same = [outcome for outcome in outcomes if outcome.same_as]
    for outcome in failed:
        click.echo(f"{outcome.file}: {outcome.problem}", err=True)
    for outcome in outcomes:
        for note in outcome.notes:
            click.echo(f"{outcome.file}: {note}", err=True)
    for outcome in same:
        click.echo(f"{outcome.file} is the same as {outcome.same_as}.", err=True)
    click.echo(f"{len(outcomes) - len(failed) - len(same)} documents taken in, {len(failed)} not.")
    return len(failed)
