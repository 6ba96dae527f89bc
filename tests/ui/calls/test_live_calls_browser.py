"""Calls that open by themselves, are joined late, paused and kept untranscribed, in a real browser."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from types import SimpleNamespace
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect, sync_playwright
from websockets.sync.client import connect

from asr.engines.scripted_recognizer import Line, ScriptedRecognizer
from asr.transcript import Repair
from assistant.desk import Desk
from assistant.events import FinalTranscript
from assistant.settings import Settings
from assistant.wiring import open_advisor, open_knowledge
from retrieval.embedder import HashedEmbedder
from ui.server import build_app

CHROMIUM = Path("/usr/bin/chromium")
expect.set_options(timeout=30_000)
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is missing: install Debian's chromium"),
]
SCRIPT = ScriptedRecognizer({"caller": [Line("居住证怎么办", 200, 900)], "operator": [Line("您好", 0, 150)]})


@contextmanager
def served(desk: Any) -> Iterator[str]:
    server = uvicorn.Server(uvicorn.Config(build_app(desk), port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        sleep(0.05)
    yield f"127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="module")
def address(served_desk: Any) -> Iterator[str]:
    served_desk.choices = ("vosk", "whisper")
    with served(served_desk) as host:
        yield f"http://{host}/zh/"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    yield context.new_page()
    context.close()


def seated(page: Page, address: str, extension: str) -> None:
    page.goto(f"{address}?extension={extension}")
    expect(page.locator("#calls-button")).to_contain_text(f"分机 {extension}")


def shows(page: Page, session: Any) -> None:
    expect(page.locator("#call-status .phase")).to_have_attribute("data-call", session.call_id)


def test_a_call_for_the_extension_opens_by_itself_and_the_browser_remembers_it(
    page: Page, address: str, served_desk: Any
) -> None:
    seated(page, address, "8001")
    page.goto(address)
    expect(page.locator("#calls-button")).to_contain_text("分机 8001")
    page.get_by_role("tab", name="知识库").click()
    served_desk.ring("8002")
    session = served_desk.ring("8001")
    shows(page, session)
    expect(page.locator("#call-status")).to_be_visible()
    expect(page.locator("#call-status")).to_contain_text("打给 8001")
    session.hang_up()
    shows(page, session)
    again = served_desk.ring("8001")
    shows(page, again)


def test_words_in_hand_are_not_torn_away(page: Page, address: str, served_desk: Any) -> None:
    seated(page, address, "8003")
    first = served_desk.ring("8003")
    shows(page, first)
    page.fill("#field-place input", "云溪老街")
    page.click("#field-title input")
    until(lambda: any(getattr(stamped.event, "value", "") == "云溪老街" for stamped in first.events))
    second = served_desk.ring("8003", "second")
    expect(page.locator("#incoming [role=alert]")).to_contain_text("您有新来电")
    shows(page, first)
    page.click("#incoming .open")
    shows(page, second)
    expect(page.locator("#incoming [role=alert]")).to_have_count(0)
    expect(page.locator("#field-place input")).to_have_value("")
    page.click("#calls-button")
    page.click(f"#live-list button[data-call={first.call_id}]")
    shows(page, first)
    expect(page.locator("#field-place input")).to_have_value("云溪老街")
    expect(page.locator("#live-calls")).to_be_hidden()


def test_a_call_from_the_address_stays_and_what_goes_on_is_offered(page: Page, address: str, served_desk: Any) -> None:
    session = served_desk.ring("8004")
    page.goto(f"{address}?call=old&extension=8004")
    expect(page.locator("#incoming [role=alert]")).to_be_visible()
    expect(page.locator("#call-status .phase")).to_have_attribute("data-call", "old")
    page.get_by_text("稍后").click()
    expect(page.locator("#incoming [role=alert]")).to_have_count(0)
    session.hang_up()


def test_an_extension_is_set_by_hand_and_a_wrong_one_is_refused(page: Page, address: str, served_desk: Any) -> None:
    page.goto(address)
    page.click("#calls-button")
    page.fill("#extension input", "<b>")
    page.keyboard.press("Enter")
    expect(page.locator(".toast-body")).to_contain_text("分机号只能用")
    page.fill("#extension input", " 8005 ")
    page.keyboard.press("Enter")
    expect(page.locator("#calls-button")).to_contain_text("分机 8005")
    page.keyboard.press("Escape")
    expect(page.locator("#live-calls")).to_be_hidden()
    shows(page, served_desk.ring("8005"))
    assert page.evaluate("() => localStorage.getItem('calldesk.extension')") == "8005"


def test_a_call_is_paused_goes_on_and_is_kept_untranscribed(page: Page, address: str, served_desk: Any) -> None:
    seated(page, address, "8006")
    session = served_desk.ring("8006")
    page.click("#hearing [data-hearing=paused]")
    expect(page.locator("#hearing .pill")).to_have_text("听写已暂停")
    expect(page.locator("#transcript .noted")).to_contain_text("听写暂停")
    page.click("#calls-button")
    expect(page.locator("#live-list tr.mine")).to_contain_text("听写已暂停")
    page.keyboard.press("Escape")
    page.click("#hearing [data-hearing=on]")
    expect(page.locator("#hearing .pill")).to_have_count(0)
    page.click("#hearing summary")
    expect(page.locator("#hearing details")).to_contain_text("不能恢复")
    assert session.hearing == "on"
    page.click("#hearing [data-hearing=off]")
    expect(page.locator("#hearing .pill")).to_have_text("不听写")
    expect(page.locator("#hearing button")).to_have_count(0)
    session.hang_up()
    page.reload()
    expect(page.locator("#hearing .pill")).to_have_text("不听写")


def test_a_repair_is_explained_at_the_keyboard_in_words_that_stay_words(
    page: Page, address: str, served_desk: Any
) -> None:
    seated(page, address, "8007")
    session = served_desk.ring("8007")
    repairs = (Repair(0, 4, "<b>养光", "place", 0.8),)
    session.publish(FinalTranscript("caller", 0, "阳光家园", 0, 9, (), 0.9, "", "<b>养光", repairs))
    page.locator(".repaired").focus()
    expect(page.locator("#note")).to_have_text("原听作“<b>养光”，依据地名改正，把握 80%")
    page.keyboard.press("Escape")
    expect(page.locator("#note")).to_have_count(0)


def test_an_engine_is_chosen_for_a_call_and_a_full_desk_says_so(page: Page, address: str, served_desk: Any) -> None:
    page.goto(address)
    page.wait_for_function("() => window.calldesk")
    page.click("#engine input")
    page.get_by_role("option", name="whisper").click()
    page.click("#play")
    expect(page.locator("#transcript .line.caller")).to_have_count(1)
    assert served_desk.chosen[-1] == "whisper"
    expect(page.locator("#call-status .label")).to_contain_text("whisper-base")
    served_desk.full = True
    page.click("#play")
    expect(page.locator(".toast-body")).to_contain_text("不能再听写更多通话")
    served_desk.full = False


@pytest.mark.parametrize("width", [1366, 1280])
def test_the_bar_is_one_row_and_the_status_keeps_off_the_tabs(browser: Browser, address: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 768})
    page.goto(f"{address.replace('/zh/', '/en/')}?extension=8001")
    expect(page.locator("#calls-button")).to_contain_text("Ext. 8001")
    tab, status = page.get_by_role("tab", name="Evaluation").bounding_box(), page.locator("#desk-status").bounding_box()
    assert tab and status and tab["x"] + tab["width"] <= status["x"]
    parts = page.locator("#call-bar > :not(#microphone):visible").all()
    boxes = [box for part in parts if (box := part.bounding_box())]
    assert len(boxes) > 6 and all(box["y"] >= 44 and box["y"] + box["height"] <= 96 for box in boxes)
    assert page.evaluate("() => document.querySelector('#call-bar').scrollWidth - innerWidth") <= 0
    page.close()


def test_two_lines_of_a_telephone_open_the_panel_and_fill_it(page: Page, settings: Settings) -> None:
    knowledge = open_knowledge(settings, settings.home, HashedEmbedder())
    advisor = open_advisor(settings, knowledge)
    desk = Desk(settings, knowledge.store, knowledge.desk, knowledge.insight, advisor, SCRIPT, "hashed", ())
    with served(desk) as host:
        seated(page, f"http://{host}/zh/", "8001")
        lines = SimpleNamespace(caller=connect(f"ws://{host}/"), operator=connect(f"ws://{host}/"))
        for channel, line in vars(lines).items():
            line.send(json.dumps({"config": {"channel": channel, "call": "77", "operator": "8001"}}))
            line.send(bytes(2 * 8000))
        expect(page.locator("#call-status")).to_contain_text("打给 8001")
        expect(page.locator("#transcript .line.caller")).to_contain_text("居住证怎么办")
        page.click("#hearing [data-hearing=paused]")
        expect(page.locator("#hearing .pill")).to_have_text("听写已暂停")
        for line in vars(lines).values():
            line.send('{"eof": 1}')
        expect(page.locator("#call-status")).to_contain_text("已结束")
        expect(page).to_have_url(re.compile("call="))
        for line in vars(lines).values():
            line.close()
    desk.close()


def until(true: Any, seconds: float = 30) -> None:
    """Waits for something on this side of the wire."""
    end = monotonic() + seconds
    while not true():
        assert monotonic() < end, "did not come true"
        sleep(0.05)
