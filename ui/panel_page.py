"""The whole panel in one language: its tabs, and what it is drawn with."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr

from ui.call_page import CallPage
from ui.calls.departure import depart
from ui.calls.live_calls_page import LiveCalls
from ui.calls.live_calls_view import lost_html
from ui.evaluation_page import EvaluationPage
from ui.knowledge.knowledge_tabs_page import KnowledgeTabsPage
from ui.seat import Seats
from ui.status_view import desk_status_html, language_html
from ui.texts import Language, Texts
from ui.tickets_page import TicketsPage

if TYPE_CHECKING:
    from assistant.desk import Desk

FONTS = ("PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "sans-serif")
HERE = Path(__file__).parent
CACHE_S = (3600, 14400)
"""How often temporary copies of uploads and microphone pieces are looked at, and how old they get."""

MOST_THREADS = 512
"""Each open call keeps one waiting for its next event; Gradio's 40 would stop every page at 40 calls."""


def build_panel(desk: Desk, language: Language) -> gr.Blocks:
    """The panel as blocks; `look` says what to mount it with."""
    say, seats = Texts(language), Seats()
    blocks = gr.Blocks(title=say("product"), analytics_enabled=False, fill_width=True, delete_cache=CACHE_S)
    with blocks:
        live = _build_top(blocks, desk, seats, say)
        gr.HTML(lost_html(say), elem_id="lost")
        gr.HTML(say("product"), elem_id="brand")
        with gr.Tabs(elem_id="tabs"):
            with gr.Tab(say("tab.call"), id="call"):
                call = CallPage(desk, seats, say)
            with gr.Tab(say("tab.knowledge"), id="knowledge") as knowledge_tab:
                knowledge = KnowledgeTabsPage(desk, say)
            with gr.Tab(say("tab.tickets"), id="tickets") as tickets_tab:
                tickets = TicketsPage(desk, say)
            with gr.Tab(say("tab.evaluation"), id="evaluation") as evaluation_tab:
                evaluation = EvaluationPage(desk, say)
        call.wire(blocks, live)
        knowledge.wire(blocks, knowledge_tab)
        tickets.wire(blocks, tickets_tab)
        evaluation.wire(blocks, evaluation_tab)

        def leave(request: gr.Request) -> None:
            if seat := seats.leave(request.session_hash):
                depart(desk, seats, seat)

        blocks.unload(leave)
    blocks.queue(default_concurrency_limit=20, api_open=False)
    blocks.max_threads = MOST_THREADS
    return blocks


def _build_top(blocks: gr.Blocks, desk: Desk, seats: Seats, say: Texts) -> LiveCalls:
    with gr.Row(elem_id="top"):
        header = gr.HTML(desk_status_html(desk.status(), say), elem_id="desk-status")
        live = LiveCalls(desk, seats, say)
        gr.HTML(language_html("/en" if say.language == "zh" else "/zh", say), elem_id="language")
    blocks.load(lambda: desk_status_html(desk.status(), say), None, [header], api_visibility="private")
    return live


def look() -> dict[str, Any]:
    """Theme, style and script for `gr.mount_gradio_app`; nothing in them is fetched from elsewhere."""
    return {
        "theme": gr.themes.Base(
            primary_hue=gr.themes.colors.blue,
            neutral_hue=gr.themes.colors.gray,
            text_size=gr.themes.sizes.text_md,
            spacing_size=gr.themes.sizes.spacing_sm,
            radius_size=gr.themes.sizes.radius_sm,
            font=FONTS,
            font_mono=("monospace",),
        ),
        "css": (HERE / "panel.css").read_text("utf-8"),
        "head": f"<script>{(HERE / 'panel.js').read_text('utf-8')}</script>",
    }
