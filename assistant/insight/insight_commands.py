"""The commands that say how well the knowledge serves; each imports what it needs when it runs."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from assistant.insight.insight_desk import InsightDesk


@click.command("recall")
@click.argument("doc_id", required=False)
@click.option("--days", default=90, type=click.IntRange(1, 3650), help="What changed or was shown in so many days.")
def kb_recall(doc_id: str | None, days: int) -> None:
    """Documents that hold no more, with the calls and tickets they reached; or the calls that showed DOC_ID."""
    with _insight() as insight:
        insight.catch_up()
        recalls = insight.recalls(days)
        if doc_id is None:
            for one in recalls:
                reach = f"{one.reach.calls:6} calls {one.reach.quoted:6} quoted {one.reach.tickets:6} tickets"
                click.echo(f"{one.doc_id}  {one.kind:9}{one.day or '':12}{reach}  {one.title}")
            return
        passages = next((one.passages for one in recalls if one.doc_id == doc_id), None)
        for showing in insight.recall.showings(doc_id, passages, limit=sys.maxsize):
            tickets = " ".join(f"ticket {number}" for number in showing.tickets)
            use = "quoted" if showing.quoted else "shown"
            click.echo(f"{showing.at}  {showing.call_id}  {use:8}{tickets}".rstrip())


@click.command("gaps")
@click.option("--limit", default=30, type=click.IntRange(1, 1000))
def kb_gaps(limit: int) -> None:
    """Questions for which nothing good was found, grouped by meaning: how often, when, state, the most central one."""
    with _insight() as insight:
        insight.catch_up()
        insight.gaps.refresh()
        for gap in insight.gaps.gaps(limit):
            found = "  (found by now)" if gap.answered else ""
            days = f"{gap.first_day}..{gap.last_day}"
            click.echo(f"{gap.asked:5} in {gap.calls:5} calls  {days}  {gap.state:10}{gap.label}{found}")


@click.command("conflicts")
@click.option("--duplicates", is_flag=True, help="Near-duplicates instead of contradictions.")
@click.option("--limit", default=30, type=click.IntRange(1, 1000))
def kb_conflicts(duplicates: bool, limit: int) -> None:
    """Passages in force that differ in figures, dates or permission on one matter, side by side."""
    with _insight() as insight:
        insight.compare()
        for found in insight.pairs.pairs(["duplicate"] if duplicates else ["figures", "sense"], limit):
            click.echo(f"{found.pair.kind}  {found.pair.score:.2f}")
            for passage, span in ((found.one, found.pair.one_span), (found.other, found.pair.other_span)):
                click.echo(f"  {passage.title}: {' '.join(passage.text[slice(*span)].split())[:200]}")


@contextmanager
def _insight() -> Iterator[InsightDesk]:
    """That of this process's settings; hashed words stand in for a missing model."""
    from assistant.settings import read_settings
    from assistant.wiring import load_embedder_or_hashed, open_knowledge

    settings = read_settings()
    knowledge = open_knowledge(settings, settings.home, load_embedder_or_hashed(settings)[0])
    with knowledge.store:
        yield knowledge.insight


INSIGHT = (kb_recall, kb_gaps, kb_conflicts)
