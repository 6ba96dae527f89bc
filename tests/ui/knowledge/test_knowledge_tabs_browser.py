"""The knowledge tab as it is seen before it is opened, on the real page over a real knowledge base."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from assistant.knowledge.editorial_desk import EditorialDesk, Filing
from assistant.wiring import open_knowledge
from retrieval.embedder import HashedEmbedder

CHROMIUM = Path("/usr/bin/chromium")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is missing: install Debian's chromium"),
]


def test_the_tab_counts_what_is_due_for_review(desk: Any, served: Any, tmp_path: Path) -> None:
    knowledge = open_knowledge(desk.settings, tmp_path / "kb", HashedEmbedder())
    path = tmp_path / "供水办法.md"
    path.write_text("# 供水办法\n\n居民用水每立方米收费三元。\n", "utf-8")
    (water,) = knowledge.desk.add([path])
    desk.knowledge = knowledge.desk
    desk.editorial = EditorialDesk(knowledge.store, knowledge.desk, True)
    desk.editorial.set_metadata(water.doc_id, Filing(review=date(2020, 1, 1)), "林岚")
    with served() as address, sync_playwright() as playwright:
        browser: Browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        page.goto(f"{address}/zh/")
        page.get_by_role("tab", name="知识库（1 份待复核）", exact=True).click(timeout=30_000)
        expect(page.locator("#documents")).to_contain_text("供水办法", timeout=30_000)
        browser.close()
    knowledge.store.close()
