"""What a page keeps while calls come in, and what is left of it when it is lost or closed, in a real browser."""

from __future__ import annotations

import io
import threading
import wave
from collections.abc import Iterator
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Page, expect, sync_playwright

from assistant.events import FinalTranscript
from ui.server import build_app

CHROMIUM = Path("/usr/bin/chromium")
expect.set_options(timeout=30_000)
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is missing: install Debian's chromium"),
]
CUTTER = """
const fetched = window.fetch;
window.fetch = (url, how = {}) => {
  if (!String(url.url ?? url).includes('/heartbeat/')) return fetched(url, how);
  window.cutter = new AbortController();
  return fetched(url, {...how, signal: window.cutter.signal});
};
"""
"""Lets a test cut the connection by which the server knows that the page is open."""

AUDIBLE = """
window.players = [];
window.Audio = class extends Audio { constructor() { super(); window.players.push(this); } };
"""


@pytest.fixture(scope="module")
def address(served_desk: Any) -> Iterator[str]:
    server = uvicorn.Server(uvicorn.Config(build_app(served_desk), port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until(lambda: server.started)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}/zh/"
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    microphone = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
    arguments = ["--no-sandbox", "--autoplay-policy=no-user-gesture-required", *microphone]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=arguments)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Any) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    context.add_init_script(CUTTER + AUDIBLE)
    yield context.new_page()
    context.close()


def until(true: Any, seconds: float = 30) -> None:
    """Waits for something on this side of the wire."""
    end = monotonic() + seconds
    while not true():
        assert monotonic() < end, "did not come true"
        sleep(0.05)


def seated(page: Page, address: str, extension: str) -> None:
    page.goto(f"{address}?extension={extension}")
    expect(page.locator("#calls-button")).to_contain_text(f"分机 {extension}")


def shows(page: Page, session: Any) -> None:
    expect(page.locator("#call-status .phase")).to_have_attribute("data-call", session.call_id)


def say(session: Any) -> None:
    session.publish(FinalTranscript("caller", 0, "您好", 0, 900), 900)


def sound(seconds: int) -> bytes:
    """A silent recording."""
    file = io.BytesIO()
    with wave.open(file, "wb") as wav:
        wav.setnchannels(1)
        wav.setsampwidth(2)
        wav.setframerate(8000)
        wav.writeframes(bytes(2 * 8000 * seconds))
    return file.getvalue()


def test_a_call_in_which_words_were_heard_stays_and_every_further_one_is_offered(
    page: Page, address: str, served_desk: Any
) -> None:
    seated(page, address, "8101")
    first = served_desk.ring("8101", "first")
    shows(page, first)
    say(first)
    expect(page.locator("#transcript .line.caller")).to_have_count(1)
    second, third, fourth = (served_desk.ring("8101", label) for label in ("second", "third", "fourth"))
    notice = page.locator("#incoming [role=alert]")
    expect(notice).to_contain_text("second")
    expect(notice).to_contain_text("另有 2 通")
    shows(page, first)
    page.get_by_text("稍后").click()
    expect(notice).to_contain_text("third")
    page.click("#incoming .open")
    shows(page, third)
    expect(notice).to_contain_text("fourth")
    fourth.hang_up()
    expect(notice).to_have_count(0)
    assert [call.call_id for call in served_desk.live() if call.operator == "8101"][-2:] == [
        second.call_id,
        first.call_id,
    ]


def test_of_two_calls_for_a_page_just_opened_one_is_shown_and_one_offered(
    page: Page, address: str, served_desk: Any
) -> None:
    calls = [served_desk.ring("8102", label) for label in ("older", "newer")]
    seated(page, address, "8102")
    reached = page.locator(f"[data-call={calls[0].call_id}]:visible"), page.locator(f"[data-call={calls[1].call_id}]")
    for call in reached:
        expect(call.first).to_be_attached()
    expect(page.locator("#incoming [role=alert]")).to_have_count(1)


def test_a_call_in_the_address_that_nobody_knows_does_not_keep_calls_away(
    page: Page, address: str, served_desk: Any
) -> None:
    page.goto(f"{address}?call=nobody&extension=8106")
    expect(page.locator(".toast-body")).to_be_visible()
    expect(page.locator("#calls-button")).to_contain_text("分机 8106")
    shows(page, served_desk.ring("8106"))


def test_the_sound_of_a_replay_pauses_when_another_call_is_opened(page: Page, address: str, served_desk: Any) -> None:
    page.route("**/recordings/**", lambda route: route.fulfill(body=sound(60), content_type="audio/wav"))
    seated(page, address, "8103")
    page.click("#play")
    expect(page.locator("#transcript .line.caller")).to_have_count(1)
    page.wait_for_function("() => window.players[0].currentTime > 0.6")
    assert not page.evaluate("() => window.players[0].paused")
    line = served_desk.ring("8103")
    page.click("#incoming .open")
    shows(page, line)
    page.wait_for_function("() => window.players[0].paused")


def test_a_page_that_the_server_lost_says_so_and_comes_back_with_its_call(
    page: Page, address: str, served_desk: Any
) -> None:
    seated(page, address, "8104")
    session = served_desk.ring("8104")
    shows(page, session)
    page.click("#field-title input")
    page.wait_for_function("() => window.cutter")
    page.evaluate("() => window.cutter.abort()")
    expect(page.locator("#lost")).to_be_visible()
    page.click("#lost button")
    say(session)
    expect(page.locator("#transcript .line.caller")).to_have_count(1)
    expect(page.locator("#lost")).to_be_hidden()
    expect(page.locator("#calls-button")).to_contain_text("分机 8104")


def test_a_page_that_nobody_writes_in_comes_back_by_itself(page: Page, address: str, served_desk: Any) -> None:
    seated(page, address, "8105")
    page.wait_for_function("() => window.cutter")
    page.evaluate("() => { performance.now = () => 60000; window.stale = true; window.cutter.abort(); }")
    page.wait_for_function("() => !window.stale && window.calldesk")
    shows(page, served_desk.ring("8105"))


def test_a_microphone_ends_with_its_page(page: Page, address: str, served_desk: Any) -> None:
    page.goto(address)
    page.wait_for_function("() => window.calldesk && window.cutter")
    page.click("#listen")
    expect(page.locator("#call-status .label")).to_contain_text("麦克风")
    session = list(served_desk.sessions.values())[-1]
    assert not session.ended
    page.close()
    until(lambda: session.ended)


def test_a_typed_call_goes_on_for_a_page_that_is_loaded_anew(page: Page, address: str, served_desk: Any) -> None:
    page.goto(address)
    page.wait_for_function("() => window.calldesk && window.cutter")
    expect(page.locator("#transcript")).to_contain_text("选择录音")
    page.keyboard.press("/")
    page.keyboard.type("居住证")
    page.keyboard.press("Enter")
    expect(page.locator("#transcript .line.typed")).to_have_count(1)
    page.wait_for_url("**call=*")
    page.reload()
    expect(page.locator("#transcript .line.typed")).to_have_count(1)
    expect(page.locator("#call-status .pill.live")).to_have_count(1)
