"""Options that every benchmark command has."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from pathlib import Path
from typing import Any

import click

from assistant.errors import SPOKEN
from assistant.evaluation.run_state import PROBLEM
from eval.errors import EvalError
from eval.runs.place import Place
from knowledge_base.told import as_json

DATA = click.Path(exists=True, dir_okay=False, path_type=Path)
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


def run_options(command: Callable[..., None]) -> Callable[..., None]:
    """Gives the command a `place` made of --out, --json and --strict; why it fails is kept in that folder too."""

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
        try:
            command(place=Place(out, json_file, strict), **arguments)
        except (*SPOKEN, EvalError) as exc:
            if out and out.is_dir():
                with suppress(OSError, ValueError):  # a full disk is no reason to lose the reason
                    (out / PROBLEM).write_text(as_json(exc.said), "utf-8")
            raise

    return with_place


no_baselines = click.option("--no-baselines", is_flag=True, help="Leave the simpler systems out.")
