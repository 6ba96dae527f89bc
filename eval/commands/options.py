"""Options that every benchmark command has."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click

from eval.runs.place import Place

DATA = click.Path(exists=True, dir_okay=False, path_type=Path)
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


def run_options(command: Callable[..., None]) -> Callable[..., None]:
    """Gives the command a `place` made of --out, --json and --strict."""

    @click.option(
        "--out", type=click.Path(file_okay=False, path_type=Path), help="The run's folder; default: a new one."
    )
    @click.option(
        "--json",
        "json_file",
        type=click.Path(dir_okay=False, writable=True, path_type=Path),
        help="Also write result.json to this file.",
    )
    @click.option("--strict", is_flag=True, help="Stop at the first sample that cannot be scored.")
    @wraps(command)
    def with_place(*, out: Path | None, json_file: Path | None, strict: bool, **arguments: Any) -> None:
        command(place=Place(out, json_file, strict), **arguments)

    return with_place


no_baselines = click.option("--no-baselines", is_flag=True, help="Leave the simpler systems out.")
