"""What browsers of the knowledge page share: a served desk, and a page with its tab open."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from time import sleep
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, sync_playwright

from ui.server import build_app

CHROMIUM = Path("/usr/bin/chromium")


@pytest.fixture
def served(desk: Any) -> Callable[[], AbstractContextManager[str]]:
    """Serves the desk as it then is, and gives the address."""

    @contextmanager
    def serve() -> Iterator[str]:
        server = uvicorn.Server(uvicorn.Config(build_app(desk), port=0, log_level="error"))
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        while not server.started:
            sleep(0.05)
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
        server.should_exit = True
        thread.join(10)

    return serve


@pytest.fixture
def page(address: str) -> Iterator[Page]:
    """The knowledge tab of what is served at `address`, in Chinese, on the smallest screen."""
    with sync_playwright() as playwright:
        browser: Browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        page.goto(f"{address}/zh/")
        page.wait_for_function("() => window.calldesk")
        page.get_by_role("tab", name="知识库").click()
        yield page
        browser.close()
