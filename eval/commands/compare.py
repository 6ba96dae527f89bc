"""`calldesk eval compare`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

_RESULT = click.Path(exists=True, path_type=Path)


@click.command("compare")
@click.argument("a", type=_RESULT)
@click.argument("b", type=_RESULT)
@click.option(
    "--tolerance",
    "tolerances",
    multiple=True,
    metavar="[FIGURE=]AMOUNT",
    help="What a figure may worsen by (default 0.01): a difference of rates, a share of waits and sizes; for all, "
    "or for one figure by its name. May be repeated.",
)
@click.option("--json", "json_file", type=click.Path(dir_okay=False, writable=True, path_type=Path))
def compare_results(a: Path, b: Path, tolerances: tuple[str, ...], json_file: Path | None) -> None:
    """Say which differences from result A to result B hold up; exit with 1 on a regression.

    A and B are folders of runs or their result.json. A regression is a figure that is worse by more than is
    tolerated, in a way that chance does not explain, or one that B has no longer.
    """
    from eval.errors import EvalError
    from eval.runs.comparison import compare, print_comparison, read_stored
    from knowledge_base.told import stored

    general, special = _tolerances(tolerances)
    try:
        comparison = compare(read_stored(a), read_stored(b), general, special)
    except EvalError as exc:
        click.echo(f"calldesk: {exc}", err=True)
        if json_file is not None:
            _write(json_file, json.dumps({"problem": stored(exc.said)}, ensure_ascii=False) + "\n")
        sys.exit(2)
    print_comparison(comparison)
    if json_file is not None:
        _write(json_file, json.dumps(comparison.record(), ensure_ascii=False, indent=1) + "\n")
    sys.exit(1 if comparison.regressions else 0)


def _write(file: Path, text: str) -> None:
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as exc:
        click.echo(f"calldesk: {file} cannot be written ({exc.strerror}): choose another --json file.", err=True)
        sys.exit(2)


def _tolerances(given: tuple[str, ...]) -> tuple[float, dict[str, float]]:
    """The one for all figures, and those for single ones."""
    from eval.runs.comparison import TOLERANCE

    general, special = TOLERANCE, {}
    for each in given:
        name, _, amount = each.rpartition("=")
        try:
            value = float(amount)
        except ValueError as exc:
            raise click.BadParameter(f"{each!r}: give a number, or FIGURE=NUMBER.") from exc
        if not 0 <= value < float("inf"):
            raise click.BadParameter(f"{each!r}: give a number that is not below 0.")
        if name:
            special[name] = value
        else:
            general = value
    return general, special
