"""The health of the knowledge on its own tab: gaps, marks, conflicts, recall and what is never used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import gradio as gr

from ui.faults import spoken
from ui.insight.gap_view import gaps_html
from ui.insight.insight_view import SECTIONS, page_html
from ui.insight.mark_view import marks_html
from ui.insight.pair_view import pairs_html
from ui.insight.recall_view import recalls_html, showings_html, unused_html
from ui.texts import Texts

if TYPE_CHECKING:
    from assistant.desk import Desk

PERIODS = (7, 30, 90, 365)
PERIOD = 90
ACT_JS = """
element.addEventListener('click', (event) => {
  const data = event.target.closest('[data-do]')?.dataset;
  if (data) trigger('act', {does: data.do, subject: data.id ?? '', value: data.value ?? ''});
});
"""


class InsightPage:
    """Builds the page where it is made; `wire` fills it whenever its tab is opened. `name` signs what is done."""

    def __init__(self, desk: Desk, say: Texts, name: gr.Textbox) -> None:
        self._desk, self._say, self._name = desk, say, name
        self._section, self._opened = gr.State(SECTIONS[0]), gr.State("")
        with gr.Column(elem_classes=["sheet"], elem_id="insight"):
            with gr.Row(elem_classes=["pane-title"], elem_id="insight-title"):
                gr.HTML(f"<h2>{say('tab.insight')}</h2>")
                self._days = gr.Dropdown(
                    [(say("insight.last_days", days=days), days) for days in PERIODS],
                    value=PERIOD,
                    label=say("insight.days"),
                    show_label=False,
                    container=False,
                    filterable=False,
                    elem_id="insight-days",
                )
            self._body: Any = gr.HTML(js_on_load=ACT_JS, elem_id="insight-body", elem_classes=["scroll"])

    def wire(self, tab: gr.Tab) -> None:
        """Every event of the page; called once, inside the blocks."""
        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        seen = [self._section, self._opened, self._days]
        tab.select(self._draw, seen, [self._body], **quiet)
        self._days.input(self._draw, seen, [self._body], **quiet)
        self._body.act(self._act, [*seen, self._name], [self._section, self._opened, self._body], **quiet)

    def _act(
        self, section: str, opened: str, days: int, name: str | None, clicked: gr.EventData
    ) -> tuple[str, str, str]:
        does, subject, value = str(clicked.does), str(clicked.subject), str(clicked.value)
        if does == "section" and subject in SECTIONS:
            section, opened = subject, ""
        elif does == "open":
            opened = subject
        else:
            with spoken(self._say):
                self._do(does, subject, value, (name or "").strip())
        return section, opened, self._draw(section, opened, days)

    def _do(self, does: str, subject: str, value: str, by: str) -> None:
        """What was pressed; a press that the page does not offer does nothing."""
        insight = self._desk.insight
        numbers = [int(part) for part in subject.split("-") if part.isdecimal()]
        match does, numbers:
            case "draft", [group]:
                insight.start_draft(group, by, self._desk.editorial.start_draft)
                gr.Info(self._say("gaps.drafted"))
            case "gap", [group] if value in ("open", "done", "dismissed"):
                insight.gaps.set_state(group, value, by)  # type: ignore[arg-type]
            case "handle", [mark]:
                insight.marks.handle(mark, by)
            case "dismiss", [one, other]:
                insight.pairs.dismiss(one, other, by)

    def _draw(self, section: str, opened: str, days: int) -> str:
        with spoken(self._say):
            self._desk.insight.catch_up()
            body = self._drawn(section, opened, days if days in PERIODS else PERIOD)
            return page_html(self._desk.insight.overview(days), section, body, self._say)

    def _drawn(self, section: str, opened: str, days: int) -> str:
        insight, say = self._desk.insight, self._say
        match section:
            case "gaps":
                return gaps_html(insight.gaps.gaps(), say)
            case "marks":
                return marks_html(insight.marks.marks(), say)
            case "conflicts":
                return pairs_html(insight.pairs.pairs(["figures", "sense"]), section, say)
            case "duplicates":
                return pairs_html(insight.pairs.pairs(["duplicate"]), section, say)
            case "recall":
                return self._recalls(opened, days)
            case _:
                return unused_html(insight.unused_parts(days), opened, insight.unused_passages(opened, days), say)

    def _recalls(self, opened: str, days: int) -> str:
        insight, say = self._desk.insight, self._say
        recalls = insight.recalls(days)
        recall = next((one for one in recalls if one.doc_id == opened), None)
        detail = ""
        if recall:
            passages = insight.passages(recall.passages or ())
            detail = showings_html(insight.recall.showings(opened, recall.passages), recall, passages, say)
        return recalls_html(recalls, opened, detail, say)
