"""The filters above the knowledge page, which the list and the trial search share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import gradio as gr

from assistant.knowledge.editorial_desk import DocumentFilter
from ui.faults import spoken
from ui.texts import Texts

if TYPE_CHECKING:
    from assistant.desk import Desk

FIELDS = ("department", "region", "audience", "link")
REVIEWS = ("due", "later", "none")
STATES = ("in_force", "future", "repealed")


class FiltersPage:
    """Builds the bar where it is made. `values` are what `title` and `chosen` read, in this order."""

    def __init__(self, desk: Desk, say: Texts) -> None:
        self._editorial, self._say = desk.editorial, say
        with gr.Row(elem_id="filters"):
            self.title = gr.Textbox(
                label=say("knowledge.filter"),
                placeholder=say("knowledge.filter"),
                show_label=False,
                container=False,
                max_lines=1,
                elem_id="filter",
            )
            self._fields = [self._dropdown(name) for name in FIELDS]
            self._tags = gr.Dropdown(
                [],
                label=say("filter.tags"),
                multiselect=True,
                allow_custom_value=True,
                elem_id="filter-tags",
                min_width=100,
            )
            self._review, self._state = self._standing("review", REVIEWS), self._standing("state", STATES)
            self._clear = gr.Button(say("filter.clear"), size="md", min_width=60, elem_id="filter-clear")
            self._due = gr.Button(visible=False, size="md", min_width=90, elem_id="due")

    @property
    def values(self) -> list[Any]:
        """Inputs for `title` and `chosen`."""
        return [self.title, *self._fields, self._tags, self._review, self._state]

    @property
    def offered(self) -> list[Any]:
        """What `offers` gives values for."""
        return [*self._fields, self._tags, self._due]

    def chosen(self, values: tuple[Any, ...]) -> DocumentFilter:
        """The filter behind what was chosen."""
        _, *words, tags, review, state = values
        known = {name: str(word or "") for name, word in zip(FIELDS, words, strict=True)}
        return DocumentFilter(
            **known,
            tags=frozenset(tags or ()),
            review=review if review in REVIEWS else "",
            state=state if state in STATES else "",
        )

    def offers(self) -> list[Any]:
        """The values that documents have now, and how many are due for review."""
        with spoken(self._say):
            choices, due = self._editorial.choices(), self._editorial.due()
        anything = (self._say("filter.any"), "")
        fields = [gr.update(choices=[anything, *((one, one) for one in choices[name])]) for name in FIELDS]
        count = gr.update(value=self._say("review.count", count=due), visible=due > 0)
        return [*fields, gr.update(choices=choices["tags"]), count]

    def wire(self) -> list[Any]:
        """The moments at which the filters change."""
        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        self._due.click(lambda: "due", None, [self._review], **quiet)
        self._clear.click(lambda: ["", "", "", "", "", [], "", ""], None, self.values, **quiet)
        return [one.change for one in self.values]

    def _dropdown(self, name: str) -> gr.Dropdown:
        say = self._say
        return gr.Dropdown(
            [(say("filter.any"), "")],
            value="",
            label=say(f"filter.{name}"),
            allow_custom_value=True,
            elem_id=f"filter-{name}",
            min_width=100,
        )

    def _standing(self, words: str, values: tuple[str, ...]) -> gr.Dropdown:
        """One of a few fixed values."""
        say = self._say
        return gr.Dropdown(
            [(say("filter.any"), ""), *((say(f"{words}.{one}"), one) for one in values)],
            value="",
            label=say(f"filter.{words}"),
            elem_id=f"filter-{words}",
            min_width=100,
        )
