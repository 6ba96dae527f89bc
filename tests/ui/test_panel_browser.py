"""The real panel in a real browser, around the scripted desk."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect, sync_playwright

from assistant.events import Alert, CallFault, FinalTranscript, PartialTranscript, TicketDraft
from assistant.ticket import Draft, FieldValue, RankedLabel
from ui.server import build_app

CHROMIUM = Path("/usr/bin/chromium")
expect.set_options(timeout=30_000)
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is missing: install Debian's chromium"),
]


@pytest.fixture(scope="module")
def address(served_desk: Any) -> Iterator[str]:
    server = uvicorn.Server(uvicorn.Config(build_app(served_desk), port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until(lambda: server.started)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    arguments = ["--no-sandbox", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=arguments)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.goto(f"{address}/zh/")
    expect(page.locator("#transcript")).to_contain_text("选择录音")
    page.wait_for_function("() => window.calldesk")
    yield page
    page.close()


def until(true: Callable[[], object], seconds: float = 30) -> None:
    """Waits for something on this side of the wire."""
    end = monotonic() + seconds
    while not true():
        assert monotonic() < end, "did not come true"
        sleep(0.05)


def play(page: Page, desk: Any) -> Any:
    """Starts the canned call and gives its session."""
    before = len(desk.sessions)
    page.click("#play")
    expect(page.locator("#transcript .line.caller")).to_have_count(1)
    assert len(desk.sessions) == before + 1
    return list(desk.sessions.values())[-1]


def field(page: Page, name: str) -> Any:
    return page.locator(f"#field-{name} :is(input, textarea)")


def draft(**values: str) -> TicketDraft:
    return TicketDraft(Draft({name: FieldValue(value) for name, value in values.items()}))  # type: ignore[misc]


def test_a_played_call_is_written_down_answered_and_drafted(page: Page, served_desk: Any) -> None:
    session = play(page, served_desk)
    expect(page.locator("#transcript .line.caller p")).to_have_text(
        "你好，我在金桂花园租的房子，想问一下居住证怎么办？"
    )
    expect(page.locator("#advice .answer")).to_contain_text("租住房屋的")
    expect(page.locator("#advice mark").first).to_contain_text("备案的租赁合同")
    expect(field(page, "caller_name")).to_have_value("王女士")
    expect(field(page, "request_type")).to_have_value("咨询")
    expect(page.locator("#evidence-title")).to_contain_text("居住证怎么办")
    expect(page.locator("#call-status")).to_contain_text("通话中")
    assert served_desk.played[-1][1] == 1.0
    session.publish(PartialTranscript("caller", 1, "我姓王", 2, 18_000, 19_000), 19_000)
    expect(page.locator(".line.partial .tail")).to_have_text("王")
    session.publish(FinalTranscript("caller", 1, "我姓王。", 18_000, 19_500), 19_600)
    expect(page.locator(".line.partial")).to_have_count(0)
    session.publish(Alert("gas", "楼道里有煤气味", 1), 19_700)
    expect(page.locator("#alerts [role=alert]")).to_contain_text("楼道里有煤气味")
    session.publish(CallFault("llm", "LlmUnavailable"), 19_800)
    expect(page.locator("#call-status .fault")).to_contain_text("大模型无响应")
    page.click("#stop")
    expect(page.locator("#call-status")).to_contain_text("已结束")
    expect(page.locator("#transcript .summary")).to_contain_text("已答复")


def test_an_edit_is_not_overwritten_and_the_caret_stays(page: Page, served_desk: Any) -> None:
    session = play(page, served_desk)
    place = field(page, "place")
    expect(place).to_have_value("湖滨区金桂花园")
    place.fill("金桂花园")
    page.keyboard.press("Home")
    page.keyboard.type("高新区")
    session.publish(draft(place="草拟的地点", time="昨天"))
    expect(field(page, "time")).to_have_value("昨天")
    page.keyboard.type("里的")
    expect(place).to_have_value("高新区里的金桂花园")
    field(page, "title").click()
    expect(page.locator("#evidence-place")).to_contain_text("坐席填写")
    until(lambda: any(getattr(s.event, "value", "") == "高新区里的金桂花园" for s in session.events))
    session.publish(draft(place="又一个地点", time="前天"))
    expect(field(page, "time")).to_have_value("前天")
    expect(place).to_have_value("高新区里的金桂花园")


def test_a_chip_fills_its_field_for_good(page: Page, served_desk: Any) -> None:
    session = play(page, served_desk)
    expect(field(page, "category")).to_have_value("公安政法/户籍证件/居住证办理")
    page.locator(".chip", has_text="租赁合同备案").click()
    expect(field(page, "category")).to_have_value("住房保障/房屋租赁/租赁合同备案")
    expect(page.locator(".chip[aria-pressed=true]", has_text="租赁合同备案")).to_be_visible()
    ranked = (RankedLabel("甲/乙/丙", 0.9),)
    session.publish(TicketDraft(Draft({"category": FieldValue("甲/乙/丙")}, ranked)))
    expect(page.locator(".field-category .chip")).to_have_count(1)
    expect(field(page, "category")).to_have_value("住房保障/房屋租赁/租赁合同备案")


def test_submit_stores_the_form_as_it_stands(page: Page, served_desk: Any) -> None:
    session = play(page, served_desk)
    expect(field(page, "title")).to_have_value("咨询租房人员居住证办理材料")
    field(page, "caller_name").fill("王小姐")
    page.click("#submit")
    expect(page.locator("#stored")).to_contain_text("已提交")
    ticket = served_desk.stored[-1]
    assert ticket.call_id == session.call_id
    assert ticket.fields["caller_name"] == "王小姐"
    assert ticket.fields["request_type"] == "consultation"
    page.get_by_role("tab", name="工单与记录").click()
    expect(page.locator("#tickets")).to_contain_text("咨询租房人员居住证办理材料")
    expect(page.locator("#calls")).to_contain_text("call-01.flac")


def test_a_question_can_be_typed_without_any_sound(page: Page, served_desk: Any) -> None:
    page.keyboard.press("/")
    page.keyboard.type("居住证要什么材料")
    page.keyboard.press("Enter")
    expect(page.locator("#advice .passage")).to_have_count(3)
    expect(page.locator(".line.typed p")).to_have_text("居住证要什么材料")
    expect(field(page, "title")).to_have_value("")
    calls = len(served_desk.sessions)
    page.fill("#question input", "怎么养猫")
    page.click("#ask-button")
    expect(page.locator("#advice .nothing")).to_be_visible()
    assert len(served_desk.sessions) == calls


def test_the_microphone_is_heard_until_hang_up(page: Page, served_desk: Any) -> None:
    pytest.importorskip("assistant.call_session")
    page.click("#listen")
    expect(page.locator("#call-status")).to_contain_text("麦克风")
    session = list(served_desk.sessions.values())[-1]
    until(lambda: len(session.heard) > 3)
    assert session.heard[0].channel == "caller"
    assert str(session.heard[0].samples.dtype) == "float32"
    page.click("#stop")
    expect(page.locator("#call-status")).to_contain_text("已结束")


def test_a_reload_reopens_the_call_with_the_operators_edits(page: Page, served_desk: Any) -> None:
    session = play(page, served_desk)
    expect(page).to_have_url(re.compile(f"call={session.call_id}$"))
    session.edit("place", "云溪老街")
    page.reload()
    expect(page.locator("#transcript .line.caller")).to_have_count(1)
    expect(field(page, "place")).to_have_value("云溪老街")
    session.publish(FinalTranscript("caller", 5, "还在吗？", 50_000, 51_000), 51_000)
    expect(page.locator("#transcript")).to_contain_text("还在吗？")


def test_a_stored_call_of_another_day_can_be_read(page: Page, address: str) -> None:
    page.goto(f"{address}/zh/?call=old")
    expect(page.locator("#transcript .summary")).to_contain_text("旧通话")
    page.goto(f"{address}/zh/?call=nothing")
    expect(page.locator(".toast-body")).to_contain_text("没有这通电话")


def test_the_transcript_follows_only_a_reader_at_its_end(page: Page, served_desk: Any) -> None:
    session = play(page, served_desk)

    def say(first: int, last: int) -> None:
        for n in range(first, last):
            session.publish(FinalTranscript("caller", n, f"第{n}句话", n * 1000, n * 1000 + 900), n * 1000)
        expect(page.locator("#transcript")).to_contain_text(f"第{last - 1}句话")

    pane = "document.querySelector('#transcript')"
    bottom = f"() => {pane}.scrollHeight - {pane}.scrollTop - {pane}.clientHeight"
    say(20, 60)
    assert page.evaluate(bottom) < 40
    page.evaluate("() => { document.querySelector('#transcript').scrollTop = 0 }")
    page.wait_for_timeout(100)
    say(60, 80)
    assert page.evaluate(bottom) > 400


def test_knowledge_is_uploaded_tried_and_removed(page: Page, tmp_path: Path) -> None:
    (tmp_path / "供热须知.md").write_text("室温不低于十八度", "utf-8")
    (tmp_path / "empty.md").write_text("", "utf-8")
    page.get_by_role("tab", name="知识库").click()
    with page.expect_file_chooser() as chooser:
        page.click("#upload-documents")
    chooser.value.set_files([tmp_path / "供热须知.md", tmp_path / "empty.md"])
    expect(page.locator("#uploads")).to_contain_text("已加入 1")
    expect(page.locator("#uploads li.file-refused")).to_contain_text("文件是空的")
    expect(page.locator("#documents")).to_contain_text("供热须知")
    page.locator("#documents tr", has_text="供热须知").get_by_role("button", name="移除").click()
    expect(page.locator("#confirm")).to_contain_text("供热须知")
    page.click("#confirm-no")
    expect(page.locator("#confirm")).to_be_hidden()
    page.locator("#documents tr", has_text="供热须知").get_by_role("button", name="移除").click()
    page.click("#confirm-yes")
    expect(page.get_by_text("请先在右上方填写您的姓名").first).to_be_visible()
    expect(page.locator("#documents")).to_contain_text("供热须知")
    page.fill("#your-name input", "林岚")
    page.click("#confirm-yes")
    expect(page.locator("#documents")).not_to_contain_text("供热须知")
    page.fill("#try-query input", "居住证")
    page.click("#try-search")
    expect(page.locator("#try-hits footer").first).to_contain_text("读音 第 1")


@pytest.mark.parametrize(("language", "size"), [("zh", (1440, 900)), ("en", (1440, 900)), ("en", (1280, 720))])
def test_the_page_fits_and_asks_no_other_machine(
    browser: Browser, address: str, served_desk: Any, language: str, size: tuple[int, int]
) -> None:
    page = browser.new_page(viewport={"width": size[0], "height": size[1]})
    asked: set[str] = set()
    faults: list[str] = []
    page.on("request", lambda request: asked.add(request.url.split("?")[0]))
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    page.goto(f"{address}/{language}/")
    expect(page.locator("#play")).to_have_text({"zh": "播放", "en": "Play"}[language])
    play(page, served_desk)
    overflow = page.evaluate(
        "() => [document.documentElement.scrollHeight - innerHeight, document.body.scrollWidth - innerWidth]"
    )
    assert max(overflow) <= 0
    expect(page.locator("#submit")).to_be_in_viewport()
    expect(page.locator("#question")).to_be_in_viewport()
    expect(page.locator("footer", has_text="Gradio")).to_be_hidden()
    assert all(url.startswith((address, "blob:", "data:")) for url in asked)
    assert faults == []
    page.close()


def test_a_page_that_was_closed_is_fed_no_more(browser: Browser, address: str, served_desk: Any) -> None:
    page = browser.new_page()
    page.goto(f"{address}/en/")
    expect(page.locator("#transcript")).to_contain_text("Choose a recording")
    session = play(page, served_desk)
    queue = session._queues[-1]
    page.close()

    def abandoned() -> bool:
        session.publish(PartialTranscript("operator", 9, "喂", 0, 90_000, 91_000))
        sleep(0.5)
        return queue.qsize() > 2

    until(abandoned, 20)
