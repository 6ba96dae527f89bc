"""Versions on the real knowledge page, over a real knowledge base."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from assistant.knowledge.editorial_desk import EditorialDesk
from assistant.wiring import open_knowledge
from retrieval.embedder import HashedEmbedder

CHROMIUM = Path("/usr/bin/chromium")
expect.set_options(timeout=30_000)
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is missing: install Debian's chromium"),
]


@pytest.fixture
def address(desk: Any, served: Any, tmp_path: Path) -> Iterator[str]:
    """A panel whose knowledge is real: one document in two versions."""
    knowledge = open_knowledge(desk.settings, tmp_path / "kb", HashedEmbedder())
    for fee, year in (("三元", 2018), ("五元", 2024)):
        path = tmp_path / "停车条例.md"
        words = f"第一条 停车按小时收费，每小时{fee}。\n\n第二条 本条例自{year}年5月1日起施行。\n"
        path.write_text(f"# 停车条例\n\n{words}", "utf-8")
        knowledge.desk.add([path])
    desk.knowledge = knowledge.desk
    desk.editorial = EditorialDesk(knowledge.store, knowledge.desk, True)
    with served() as address:
        yield address
    knowledge.store.close()


def test_versions_are_compared_restored_corrected_and_searched_by_day(page: Page) -> None:
    row = page.locator("#documents tr", has_text="停车条例")
    expect(row).to_contain_text("现行有效 2024-05-01 起")
    row.get_by_role("button", name="2/2 版").click()
    expect(page.locator("#differences del").first).to_have_text("三元。")
    versions = page.locator("#versions-list tr")
    expect(versions).to_have_count(3)

    page.fill("#try-query input", "停车按小时收费，每小时")
    page.click("#try-search")
    expect(page.locator("#try-hits")).to_contain_text("五元")
    expect(page.locator("#try-hits")).not_to_contain_text("三元")
    page.fill("#try-as-of input", "2020-01-01")
    page.click("#try-search")
    expect(page.locator("#try-hits")).to_contain_text("三元")
    page.check("#try-repealed input")
    expect(page.locator("#try-hits .repealed .passage")).to_contain_text("五元")

    versions.filter(has_text="第 2 版").get_by_role("button", name="更正日期").click()
    page.fill("#versions-from input", "5月1日")
    page.click("#versions-save")
    expect(page.get_by_text("日期请写成 2024-05-01 的样子").first).to_be_visible()
    page.fill("#versions-from input", "2999-01-01")
    page.click("#versions-save")
    expect(page.get_by_text("请先在右上方填写您的姓名").first).to_be_visible()
    page.fill("#your-name input", "林岚")
    page.click("#versions-save")
    expect(page.locator("#versions-outcome")).to_contain_text("已保存第 2 版的日期")
    expect(versions.filter(has_text="第 2 版")).to_contain_text("尚未施行")
    expect(row).to_contain_text("1/2 版")

    page.click("#versions-close")
    expect(page.locator("#versions")).to_be_hidden()


def test_an_old_version_is_made_current(page: Page) -> None:
    row = page.locator("#documents tr", has_text="停车条例")
    row.get_by_role("button", name="2/2 版").click()
    restore = page.locator("#versions-list tr", has_text="第 1 版").get_by_role("button", name="恢复为现行")
    restore.click()
    expect(page.get_by_text("请先在右上方填写您的姓名").first).to_be_visible()
    page.fill("#your-name input", "林岚")
    restore.click()
    expect(page.locator("#versions-outcome")).to_contain_text("自今日起为现行版本")
    expect(page.locator("#versions-list tr")).to_have_count(4)
    expect(row).to_contain_text("3/3 版")
    with page.context.expect_page() as opened:
        page.locator("#versions-list tr", has_text="第 2 版").get_by_role("link").click()
    expect(opened.value.locator(".notice")).to_contain_text("本版本已失效")
