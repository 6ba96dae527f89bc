"""Calls that go on, the operator's extension, and the calls for it that open by themselves."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from functools import partial
from typing import TYPE_CHECKING, Any

import anyio
import gradio as gr

from ui.calls.live_calls_view import button_words, incoming_html, live_calls_html
from ui.seat import Seat, Seats
from ui.texts import Texts

if TYPE_CHECKING:
    from assistant.desk import Desk

EXTENSION = re.compile(r"[A-Za-z0-9_.@+-]{0,32}")
"""As telephone lines give it."""

PATIENCE_S = 1.0
"""How long a wait for a call is, and so how soon the list is new and a page that was closed is noticed."""

MOST_PAGES = 512
"""Pages that wait for calls at a time, each in a thread of its own."""

OPEN_JS = """
element.addEventListener('click', (event) => {
  const {call, later} = event.target.closest('button')?.dataset ?? {};
  if (call || later) trigger('enter', {call: call ?? '', later: later ?? ''});
});
"""


class LiveCalls:
    """Builds the button, the list and the notice where it is made; `wire` connects them."""

    def __init__(self, desk: Desk, seats: Seats, say: Texts) -> None:
        self._desk, self._seats, self._say = desk, seats, say
        self._threads = anyio.CapacityLimiter(MOST_PAGES)
        self._button = gr.Button(button_words(0, "", say), elem_id="calls-button", size="md", min_width=60)
        with gr.Column(elem_id="live-calls"):
            self._extension = gr.Textbox(
                label=say("live.my_extension"),
                info=say("live.extension_hint"),
                max_lines=1,
                max_length=32,
                elem_id="extension",
            )
            gr.HTML(f"<h3>{say('live.title')}</h3>")
            self._list: Any = gr.HTML(live_calls_html((), "", "", say), js_on_load=OPEN_JS, elem_id="live-list")
        self._notice: Any = gr.HTML(js_on_load=OPEN_JS, elem_id="incoming")

    def wire(self, loaded: Any, opened: gr.State, quiet: dict[str, Any]) -> None:
        """Attends once `loaded` is over; the id of a call to show goes to `opened`."""
        set_by_hand = (self._extension.submit, self._extension.blur)
        news = [opened, self._button, self._list, self._notice]
        self._button.click(None, js="() => calldesk.showCalls(!calldesk.callsShown())")
        seated = loaded.then(self._sit, [self._extension], [self._extension], js="() => calldesk.extension()", **quiet)
        attending = seated.then(self._attend, None, news, concurrency_limit=None, **quiet)
        attending.then(None, js="() => calldesk.lost()")
        sittings = [moment(self._sit, [self._extension], [self._extension], **quiet) for moment in set_by_hand]
        for sat in (seated, *sittings):
            sat.success(None, [self._extension], None, js="(extension) => calldesk.remember(extension)")
        for choice in (self._list, self._notice):
            choice.enter(self._enter, None, news, **quiet)

    def _sit(self, extension: str | None, request: gr.Request) -> str:
        name, seat = (extension or "").strip(), self._seats.seat(request.session_hash)
        if not EXTENSION.fullmatch(name):
            say = self._say
            raise gr.Error(say("live.extension_wrong"), print_exception=False)
        seat.extension = name
        return name

    def _enter(self, chosen: gr.EventData, request: gr.Request) -> list[Any]:
        """Opens the call that was chosen, or leaves one that is offered to the list."""
        seat, call_id = self._seats.seat(request.session_hash), str(chosen.call)[:64]
        if not call_id:
            seat.wait_no_more(str(chosen.later))
            return self._news(seat, gr.skip())
        if self._desk.call(call_id) is None:
            raise gr.Error(self._say("live.over"), print_exception=False)
        return self._news(seat, self._open(seat, call_id))

    async def _attend(self, request: gr.Request) -> AsyncIterator[list[Any]]:
        """Opens each call for the page's extension, or offers it, and tells what goes on, until the page is left.

        A page that was loaded with a call in its address keeps that one and is offered what goes on already.
        """
        seat = self._seats.seat(request.session_hash)
        patience, opens = 0.0, not seat.call_id
        while not seat.left:
            call_id, opened = await self._next(seat, patience), gr.skip()
            if call_id and call_id not in seat.known:
                opened = self._take(seat, call_id, opens)
            else:
                patience, opens = PATIENCE_S, True
            news = self._news(seat, opened)
            if not all(_is_skip(part) for part in news):
                yield news
        yield [gr.skip()] * 4

    async def _next(self, seat: Seat, patience: float) -> str:
        """The oldest call for the extension that is not known here; "" if none comes within `patience` seconds."""
        if not seat.extension:
            await asyncio.sleep(patience)
            return ""
        wait = partial(self._desk.attend, seat.extension, seat.known, patience)
        return await anyio.to_thread.run_sync(wait, limiter=self._threads)

    def _take(self, seat: Seat, call_id: str, opens: bool) -> Any:
        """Opens the call where that takes nothing away, else offers it; offers the one that has to make room."""
        if not (opens and seat.free):
            seat.offer(call_id)
            return gr.skip()
        left = seat.call_id if seat.state.operator == seat.extension else ""
        opened = self._open(seat, call_id)
        if left:
            seat.offer(left)
        return opened

    def _open(self, seat: Seat, call_id: str) -> str:
        """The page turns to the call; what was filled in before there was any goes with it."""
        session = self._desk.call(call_id)
        replayed = session is not None and session.started.source == "replay"  # at a speed that only its page knows
        early = seat.turn_to(call_id, 0.0 if replayed else 1.0)
        if session is not None and not session.ended:
            for name, value in early.items():
                session.edit(name, value)
        return call_id

    def _news(self, seat: Seat, opened: Any) -> list[Any]:
        """What changed of the page."""
        calls = self._desk.live()
        offered = [call for call in reversed(calls) if call.call_id in seat.offered]
        say, extension = self._say, seat.extension
        drawn = {
            "calls": button_words(len(calls), extension, say),
            "live": live_calls_html(calls, seat.call_id, extension, say),
            "incoming": incoming_html(offered, say),
        }
        return [opened, *(html if seat.must_draw(part, html) else gr.skip() for part, html in drawn.items())]


def _is_skip(part: Any) -> bool:
    return isinstance(part, dict) and part == gr.skip()
