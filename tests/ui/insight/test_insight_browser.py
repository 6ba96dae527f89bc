"""Marks in a call and the health page, over a real knowledge base."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from time import sleep

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect, sync_playwright

from assistant.desk import Desk
from assistant.settings import Settings
from assistant.wiring import Knowledge, open_advisor, open_knowledge
from retrieval.embedder import HashedEmbedder
from ui.server import build_app

CHROMIUM = Path("/usr/bin/chromium")
expect.set_options(timeout=30_000)
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is missing: install Debian's chromium"),
]


def add(knowledge: Knowledge, name: str, text: str, folder: Path) -> None:
    path = folder / f"{name}.md"
    path.write_text(f"# {name}\n\n{text}\n", "utf-8")
    (outcome,) = knowledge.desk.add([path])
    assert outcome.doc_id, outcome.problem


@pytest.fixture
def knowledge(settings: Settings) -> Knowledge:
    return open_knowledge(settings, settings.home, HashedEmbedder())


@pytest.fixture
def page(settings: Settings, knowledge: Knowledge, tmp_path: Path) -> Iterator[Page]:
    add(knowledge, "停车条例", "市区道路停车位每小时收费三元。", tmp_path)
    add(knowledge, "停车问答", "市区道路停车位每小时收费五元。", tmp_path)
    advisor = open_advisor(settings, knowledge)
    desk = Desk(settings, knowledge.store, knowledge.desk, knowledge.insight, advisor, None, "hashed", ())
    server = uvicorn.Server(uvicorn.Config(build_app(desk), port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        sleep(0.05)
    with sync_playwright() as playwright:
        browser: Browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        page = browser.new_context(viewport={"width": 1366, "height": 768}).new_page()
        page.goto(f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}/zh/")
        page.wait_for_function("() => window.calldesk")
        yield page
        browser.close()
    server.should_exit = True
    thread.join(10)
    desk.close()


def ask(page: Page, question: str) -> None:
    page.fill("#question input", question)
    page.click("#ask-button")


def test_from_a_mark_and_a_gap_to_the_work_list(page: Page, knowledge: Knowledge, tmp_path: Path) -> None:
    ask(page, "市区道路停车位每小时收费")
    card = page.locator("#advice .passage", has_text="三元")
    card.get_by_role("button", name="过时").click()
    expect(card).to_contain_text("已标记：过时")
    card.locator("input.mark-reason").fill("今年涨了")
    card.locator("input.mark-reason").press("Enter")
    expect(card.locator("input.mark-reason")).to_have_value("今年涨了")

    other = page.context.new_page()
    other.goto(page.url.split("?")[0])
    other.wait_for_function("() => window.calldesk")
    ask(other, "市区道路停车位每小时收费")
    expect(other.locator("#advice .passage", has_text="三元")).to_contain_text("有人标记过此条，请核对")
    ask(other, "婚姻登记预约需要什么手续")
    expect(other.locator("#advice .nothing")).to_be_visible()
    add(knowledge, "停车条例", "市区道路停车位每小时收费四元。", tmp_path)
    while not knowledge.insight.overview(90).behind:
        sleep(0.05)
    knowledge.insight.refresh()

    other.get_by_role("tab", name="知识库").click()
    other.fill("#your-name input", "王敏")
    other.get_by_role("tab", name="体检").click()
    gap = other.locator("#insight-body .gaps tr", has_text="婚姻登记预约")
    gap.get_by_role("button", name="起草条目").click()
    expect(gap).to_contain_text("处理中")
    expect(gap).to_contain_text("王敏")

    other.locator(".tile", has_text="坐席标记").click()
    mark = other.locator("#insight-body .marks tr", has_text="今年涨了")
    mark.get_by_role("button", name="已核对").click()
    expect(mark).to_contain_text("王敏 已核对")

    other.locator(".tile", has_text="需回溯").click()
    recall = other.locator("#insight-body .recall tr", has_text="停车条例")
    expect(recall).to_contain_text("有新版本")
    recall.get_by_role("button", name="查看").click()
    expect(other.locator("#insight-body .calls a")).to_have_count(2)

    other.locator(".tile", has_text="前后矛盾").click()
    pair = other.locator("#insight-body .pair")
    expect(pair.locator("mark")).to_have_count(2)
    pair.get_by_role("button", name="不冲突").click()
    expect(other.locator("#insight-body")).to_contain_text("没有发现矛盾")
