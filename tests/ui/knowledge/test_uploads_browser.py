"""Uploads on the real knowledge page, taken in behind by a real worker."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from assistant.knowledge.upload_desk import UploadDesk
from assistant.wiring import open_knowledge
from retrieval.embedder import HashedEmbedder

CHROMIUM = Path("/usr/bin/chromium")
expect.set_options(timeout=30_000)
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is missing: install Debian's chromium"),
]


class Slow(HashedEmbedder):
    """Waits for the test before it embeds."""

    def __init__(self) -> None:
        super().__init__()
        self.go_on = threading.Event()
        self.go_on.set()

    def passages(self, texts: Any) -> Any:
        self.go_on.wait(60)
        return super().passages(texts)


@pytest.fixture
def embedder() -> Slow:
    return Slow()


@pytest.fixture
def address(desk: Any, served: Any, embedder: Slow, tmp_path: Path) -> Iterator[str]:
    knowledge = open_knowledge(desk.settings, tmp_path / "kb", embedder)
    desk.knowledge = knowledge.desk
    desk.uploads = UploadDesk(knowledge.store, knowledge.desk, tmp_path / "kb")
    desk.uploads.work()
    with served() as address:
        yield address
        embedder.go_on.set()
    desk.uploads.close()
    knowledge.store.close()


def choose(page: Page, folder: Path, numbers: range) -> None:
    files = []
    for number in numbers:
        path = folder / f"第{number}号（2024）.md"
        path.write_text(f"# 第{number}号通知\n\n第{number}号窗口受理。\n", "utf-8")
        files.append(path)
    with page.expect_file_chooser() as chooser:
        page.click("#upload-documents")
    chooser.value.set_files([*files, folder / "empty.txt"])


def test_an_upload_runs_behind_is_seen_after_a_reload_and_can_be_cancelled(
    page: Page, embedder: Slow, tmp_path: Path
) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    choose(page, tmp_path, range(3))
    upload = page.locator("#uploads .upload").first
    expect(upload.locator("summary")).to_contain_text("已加入 3")
    expect(upload.locator("li.file-refused")).to_contain_text("empty.txt")
    expect(page.locator("#documents")).to_contain_text("第2号通知")

    embedder.go_on.clear()
    choose(page, tmp_path, range(3, 8))
    expect(upload.locator(".progress")).to_contain_text("正在读入 第3号（2024）.md")
    page.reload()
    page.wait_for_function("() => window.calldesk")
    page.get_by_role("tab", name="知识库").click()
    expect(upload.locator(".progress")).to_contain_text("正在读入 第3号（2024）.md")
    upload.get_by_role("button", name="取消其余").click()
    expect(upload.locator("summary")).to_contain_text("已取消")
    embedder.go_on.set()
    expect(upload.locator(".progress")).to_have_count(0)
    expect(page.locator("#documents")).not_to_contain_text("第3号通知")
    expect(page.locator("#documents")).to_contain_text("第2号通知")
