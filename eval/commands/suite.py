"""`calldesk eval suite`."""

from __future__ import annotations

from pathlib import Path

import click

from eval.commands.options import FOLDER

_ROOT = Path(__file__).resolve().parents[2]


@click.command("suite")
@click.option("--data", type=FOLDER, help="A folder of data sets, one folder each, to measure besides the samples.")
@click.option("--only", multiple=True, help="Only the benchmark of this name; may be repeated.")
def evaluate_suite(data: Path | None, only: tuple[str, ...]) -> None:
    """Run every benchmark and write the table of figures into both READMEs (`make benchmark`).

    Without --data the rows of other data sets stay as they were. What was measured already with the same
    sources, settings and data is not measured again.
    """
    from assistant.settings import read_settings
    from eval.benchmarks.suite import run_step, steps
    from eval.errors import EvalError
    from eval.runs.figure_table import read_rows, read_stored_figures, summarized, write_tables

    wanted = [step for step in steps(data) if not only or step.name in only]
    if unknown := set(only) - {step.name for step in wanted}:
        raise EvalError("There is no benchmark called {benchmark}.", benchmark=sorted(unknown)[0])
    shown = {row.run for row in read_rows()}
    stored = read_stored_figures()
    settings = read_settings()
    for step in wanted:
        click.echo(f"== {step.name}", err=True)
        result = run_step(step, step.folder(settings), settings)
        if step.name in shown:
            stored[step.name] = summarized(result, step.name)
            write_tables({"en": _ROOT / "README.md", "zh": _ROOT / "README.zh-CN.md"}, stored)
