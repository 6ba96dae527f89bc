"""The evaluator's page: a new run beside the runs there are, and the comparison of two of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import gradio as gr

from ui.evaluation_view import changes_html, run_label, runs_html
from ui.faults import spoken
from ui.new_run_page import NewRunPage
from ui.texts import Texts

if TYPE_CHECKING:
    from assistant.desk import Desk
    from assistant.evaluation.evaluation_desk import RunState

# Asks for news only while the list is on the screen: every 2 s while something runs, else every 10 s.
RUNS_JS = """
element.addEventListener('click', (event) => {
  const button = event.target.closest('[data-run]');
  if (button?.dataset.does === 'stop_run') trigger('stop_run', {run: button.dataset.run});
  if (button?.dataset.does === 'resume_run') trigger('resume_run', {run: button.dataset.run});
});
let asked = Date.now();
setInterval(() => {
  const wait = element.querySelector('.state.running') ? 2000 : 10000;
  if (document.hidden || !element.offsetParent || Date.now() - asked < wait) return;
  asked = Date.now();
  trigger('look_again');
}, 500);
"""


class EvaluationPage:
    """Builds the page where it is made; `wire` connects it to the desk."""

    def __init__(self, desk: Desk, say: Texts) -> None:
        self._evaluation, self._say = desk.evaluation, say
        self._drawn = gr.State("")
        with gr.Row(elem_classes=["halves"], elem_id="evaluation"):
            with gr.Column(elem_classes=["sheet"], scale=2):
                self._new = NewRunPage(desk, say)
            with gr.Column(elem_classes=["sheet"], scale=5):
                gr.HTML(f"<h2>{say('runs')}</h2>", elem_classes=["pane-title"])
                self._runs: Any = gr.HTML(js_on_load=RUNS_JS, elem_id="runs", elem_classes=["scroll"])
                self._build_comparison(say)

    def _build_comparison(self, say: Texts) -> None:
        gr.HTML(f"<h2>{say('compare')}</h2>", elem_classes=["pane-title"])
        with gr.Row(elem_classes=["tools"]):
            self._a, self._b = (
                gr.Dropdown([], label=say(f"compare.{side}"), show_label=False, container=False,
                            elem_id=f"compare-{side}")
                for side in ("a", "b")
            )  # fmt: skip
            self._compare = gr.Button(say("compare.go"), size="md", min_width=80, elem_id="compare-go")
        first = f'<p class="hint">{say("compare.empty")}</p>'
        self._changes = gr.HTML(first, elem_id="changes", elem_classes=["scroll"])

    def wire(self, blocks: gr.Blocks, tab: gr.Tab) -> None:
        """Every event of the page; called once, inside the blocks."""
        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        listed = ([self._drawn, self._a, self._b], [self._drawn, self._runs, self._a, self._b])
        for moment in (blocks.load, tab.select, self._new.started.change, self._runs.look_again):
            moment(self._list, *listed, **quiet)
        self._runs.stop_run(self._acting(self._evaluation.stop), *listed, **quiet)
        self._runs.resume_run(self._acting(self._evaluation.resume), *listed, **quiet)
        self._compare.click(self._differences, [self._a, self._b], [self._changes], api_visibility="private")
        self._new.wire(blocks, tab, self._runs.look_again)

    def _list(self, drawn: str, a: str | None, b: str | None) -> list[Any]:
        """What changed since `drawn`: the list, and the runs that can be compared."""
        with spoken(self._say):
            runs = self._evaluation.runs()
        html = runs_html(runs, self._say)
        if html == drawn:
            return [gr.skip()] * 4
        finished = [run for run in runs if run.state == "finished"]
        choices = [(run_label(run, self._say), run.name) for run in finished]
        pair = _pair(finished, a, b)
        return [html, html, *(gr.update(choices=choices, value=name) for name in pair)]

    def _acting(self, act: Callable[[str], None]) -> Callable[..., list[Any]]:
        def then_list(drawn: str, a: str | None, b: str | None, clicked: gr.EventData) -> list[Any]:
            with spoken(self._say):
                act(str(clicked.run))
            return self._list(drawn, a, b)

        return then_list

    def _differences(self, a: str | None, b: str | None) -> str:
        with spoken(self._say):
            return changes_html(self._evaluation.compare(a or "", b or ""), self._say)


def _pair(finished: list[RunState], a: str | None, b: str | None) -> tuple[str | None, str | None]:
    """What is chosen; where nothing is, the latest run, and the one of its benchmark before it."""
    titles = {run.name: run.title for run in finished}
    after = b if b in titles else next(iter(titles), None)
    same = (name for name, title in titles.items() if after and name != after and title == titles[after])
    return a if a in titles else next(same, None), after
