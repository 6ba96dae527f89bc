"""The evaluator's page in a real browser, around benchmarks that do what the test says."""

from __future__ import annotations

import threading
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Page, expect, sync_playwright

from ui.server import build_app

CHROMIUM = Path("/usr/bin/chromium")
expect.set_options(timeout=30_000)
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is missing: install Debian's chromium"),
]


def until(true: Callable[[], object]) -> None:
    end = monotonic() + 30
    while not true():
        assert monotonic() < end, "did not come true"
        sleep(0.02)


@pytest.fixture(scope="module")
def address(served_desk: Any) -> Iterator[str]:
    server = uvicorn.Server(uvicorn.Config(build_app(served_desk), port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until(lambda: server.started)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    for run in served_desk.evaluation.runs():
        if run.state == "running":
            served_desk.evaluation.stop(run.name)
    server.should_exit = True
    thread.join(10)


@pytest.fixture
def page(address: str) -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(f"{address}/en/")
        page.wait_for_function("() => window.calldesk")
        page.get_by_role("tab", name="Evaluation").click()
        expect(page.locator("#dataset-about")).to_contain_text("calls")
        yield page
        browser.close()


def finish(home: Path, page: Page) -> None:
    """Lets the run measure all that is left."""
    running = page.locator("#runs .state.running")
    end = monotonic() + 30
    while running.count() and monotonic() < end:
        (home / "go").touch()
        page.wait_for_timeout(50)
    (home / "go").unlink(missing_ok=True)


def test_a_run_is_started_stopped_gone_on_with_read_and_compared(page: Page, served_desk: Any) -> None:
    home = served_desk.settings.home
    page.get_by_label("As fast as can be heard").check()
    page.click("#start-run")
    expect(page.locator("#runs .state.running")).to_be_visible()
    expect(page.locator("#runs progress")).to_be_visible()
    page.click("#start-run")
    expect(page.get_by_text("stop it first")).to_be_visible()
    page.locator("#runs [data-does=stop_run]").click()
    expect(page.locator("#runs .state.interrupted")).to_be_visible()
    page.locator("#runs [data-does=resume_run]").click()
    expect(page.locator("#runs .state.running")).to_be_visible()
    finish(home, page)
    expect(page.locator("#runs .figure").first).to_contain_text("0.150")
    with page.expect_popup() as opened:
        page.locator("#runs").get_by_role("link", name="Report").click()
    expect(opened.value.locator("h1")).to_have_text("calls")
    page.click("#start-run")
    expect(page.locator("#runs .state.running")).to_be_visible()
    finish(home, page)
    expect(page.locator("#runs .state.finished")).to_have_count(2)
    expect(page.locator("#compare-a input")).not_to_have_value("")
    page.click("#compare-go")
    expect(page.locator("#changes .verdict")).to_have_text("no clear difference")


def upload(page: Page, file: Path) -> None:
    with page.expect_file_chooser() as chooser:
        page.click("#upload-dataset")
    chooser.value.set_files(file)


def test_a_data_set_is_uploaded_and_removed(page: Page, served_desk: Any, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "gold set.zip", "w") as archive:
        archive.writestr("top/manifest.jsonl", "{}\n{}\n")
    (tmp_path / "bad.zip").write_bytes(b"no zip")
    upload(page, tmp_path / "bad.zip")
    expect(page.get_by_text("no ZIP, or a damaged one")).to_be_visible()
    upload(page, tmp_path / "gold set.zip")
    expect(page.locator("#dataset-outcome")).to_contain_text("Data set gold-set added")
    expect(page.locator("#dataset-about")).to_contain_text("2 recordings")
    expect(page.locator("#option-noise")).to_be_hidden()
    page.click("#remove-dataset")
    page.click("#dataset-yes")
    expect(page.locator("#dataset-outcome")).to_contain_text("removed")
    expect(page.locator("#option-noise")).to_be_visible()
    assert [dataset.name for dataset in served_desk.evaluation.datasets.datasets()] == ["sample-calls"]
