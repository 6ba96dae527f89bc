"""An entry on its way from one person's draft to another's publishing, on the real page over a real knowledge base."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from assistant.knowledge.editorial_desk import DraftContent, EditorialDesk, Filing
from assistant.wiring import open_knowledge
from retrieval.embedder import HashedEmbedder

CHROMIUM = Path("/usr/bin/chromium")
expect.set_options(timeout=30_000)
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is missing: install Debian's chromium"),
]
QUERY = "夜间停车每次最高收费五元"


@pytest.fixture
def address(desk: Any, served: Any, tmp_path: Path) -> Iterator[str]:
    """A panel whose knowledge is real: one document, filed by what it says."""
    knowledge = open_knowledge(desk.settings, tmp_path / "kb", HashedEmbedder())
    path = tmp_path / "供水办法.md"
    path.write_text("# 供水办法\n\n发布机关：澜江市水务局\n\n居民用水每立方米收费三元。\n", "utf-8")
    knowledge.desk.add([path])
    desk.knowledge = knowledge.desk
    desk.editorial = EditorialDesk(knowledge.store, knowledge.desk, True)
    with served() as address:
        yield address
    knowledge.store.close()


def sign(page: Page, name: str) -> None:
    page.fill("#your-name input", name)
    page.press("#your-name input", "Tab")


def write(page: Page, title: str, text: str) -> None:
    page.get_by_role("tab", name="草稿与审核").click()
    page.click("#draft-new")
    page.fill("#draft-title input", title)
    page.fill("#draft-text textarea", text)


def test_a_draft_is_submitted_published_by_another_and_found(page: Page) -> None:
    write(page, "夜间停车优惠", "夜间停车每次最高收费五元。")
    page.fill("#draft-department input", "澜江市城管局")
    page.fill("#draft-tags input", "停车，优惠")
    page.click("#draft-submit")
    expect(page.get_by_text("请先在右上方填写您的姓名").first).to_be_visible()
    sign(page, "林岚")
    page.click("#draft-submit")
    row = page.locator("#drafts tr", has_text="夜间停车优惠")
    expect(row).to_contain_text("待审核")
    page.click("#draft-publish")
    expect(page.get_by_text("须由另一人审核").first).to_be_visible()

    sign(page, "周舟")
    expect(page.locator("#draft-preview")).to_contain_text("最高收费五元")
    page.click("#draft-publish")
    expect(page.locator("#draft-outcome")).to_contain_text("已发布")
    expect(row).to_contain_text("已发布")
    expect(page.locator("#changes-record tr", has_text="周舟").first).to_contain_text("发布")

    page.get_by_role("tab", name="文件").click()
    expect(page.locator("#documents tr", has_text="夜间停车优惠")).to_contain_text("澜江市城管局")
    page.fill("#try-query input", QUERY)
    page.click("#try-search")
    expect(page.locator("#try-hits")).to_contain_text("最高收费五元")
    page.reload()
    page.get_by_role("tab", name="知识库").click()
    expect(page.locator("#your-name input")).to_have_value("周舟")


def test_a_rejected_draft_goes_back_with_its_reason(page: Page) -> None:
    sign(page, "林岚")
    write(page, "夜间停车优惠", "五元。")
    page.click("#draft-submit")
    expect(page.locator("#draft-reviewing")).to_be_visible()
    sign(page, "周舟")
    page.click("#draft-reject")
    expect(page.get_by_text("请写明退回理由").first).to_be_visible()
    page.fill("#draft-note input", "缺少依据")
    page.click("#draft-reject")
    expect(page.locator("#drafts tr", has_text="夜间停车优惠")).to_contain_text("周舟 退回：缺少依据")
    expect(page.locator("#draft-text textarea")).to_be_editable()


def test_two_who_write_at_once_lose_nothing(page: Page, desk: Any) -> None:
    sign(page, "林岚")
    write(page, "夜间停车优惠", "夜间停车每次收费五元，整晚有效。")
    page.click("#draft-save")
    expect(page.locator("#draft-outcome")).to_contain_text("草稿已保存")
    (draft,) = desk.editorial.drafts()
    desk.editorial.save_draft(
        draft.draft_id, draft.revision, DraftContent("夜间停车优惠", "夜间停车每次收费六元，整晚有效。"), "周舟"
    )
    page.fill("#draft-text textarea", "夜间停车每次收费七元，整晚有效。")
    page.click("#draft-save")
    expect(page.locator("#collision")).to_contain_text("周舟 已在")
    expect(page.locator("#collision del")).to_have_text("六")
    expect(page.locator("#collision ins")).to_have_text("七")
    expect(page.locator("#draft-text textarea")).to_have_value("夜间停车每次收费七元，整晚有效。")
    page.click("#collision-mine")
    expect(page.locator("#draft-outcome")).to_contain_text("草稿已保存")
    assert desk.editorial.drafts()[0].content.text == "夜间停车每次收费七元，整晚有效。"

    theirs = DraftContent("夜间停车优惠", "夜间停车每次收费八元，整晚有效。")
    desk.editorial.save_draft(draft.draft_id, desk.editorial.drafts()[0].revision, theirs, "周舟")
    page.fill("#draft-text textarea", "夜间停车每次收费九元，整晚有效。")
    page.click("#draft-save")
    page.click("#collision-theirs")
    expect(page.locator("#draft-text textarea")).to_have_value("夜间停车每次收费八元，整晚有效。")
    expect(page.locator("#collision")).to_be_hidden()


def test_what_was_changed_meanwhile_is_read_again_before_it_is_decided(page: Page, desk: Any) -> None:
    sign(page, "林岚")
    write(page, "夜间停车优惠", "五元。")
    page.click("#draft-submit")
    expect(page.locator("#draft-reviewing")).to_be_visible()
    (draft,) = desk.editorial.drafts()
    back = desk.editorial.reject_draft(draft.draft_id, draft.revision, "何禾", "缺少依据")
    sign(page, "周舟")
    page.click("#draft-publish")
    expect(page.locator("#draft-outcome .failed")).to_have_text("其间 何禾 改动了此条目。请重新阅读后再决定。")
    expect(page.locator("#draft-head")).to_contain_text("已退回")
    saved = desk.editorial.save_draft(draft.draft_id, back.revision, DraftContent("夜间停车优惠", "六元。"), "林岚")
    page.click("#draft-discard")
    expect(page.locator("#draft-outcome")).to_contain_text("其间 林岚 改动了此条目")
    expect(page.locator("#draft-text textarea")).to_have_value("六元。")
    page.click("#draft-submit")
    expect(page.locator("#draft-reviewing")).to_be_visible()
    (sent,) = desk.editorial.drafts()
    desk.editorial.publish_draft(draft.draft_id, sent.revision, "何禾")
    sign(page, "严言")
    page.fill("#draft-note input", "缺少依据")
    page.click("#draft-reject")
    expect(page.locator("#draft-outcome")).to_contain_text("其间 何禾 改动了此条目")
    assert desk.editorial.drafts()[0].state == "published" and saved.state == "draft"


def test_documents_are_filed_reviewed_and_filtered(page: Page) -> None:
    sign(page, "林岚")
    row = page.locator("#documents tr", has_text="供水办法")
    expect(row).to_contain_text("澜江市水务局")
    row.locator("td").nth(2).click()
    expect(page.locator("#metadata-origin")).to_contain_text("发布机关：澜江市水务局")
    page.fill("#metadata-tags input", "供水 收费")
    page.fill("#metadata-link input", "javascript:alert(1)")
    page.click("#metadata-save")
    expect(page.get_by_text("来源链接须以").first).to_be_visible()
    page.fill("#metadata-link input", "https://water.example/rules")
    page.fill("#metadata-review input", "2020-01-01")
    page.click("#metadata-save")
    expect(row.locator(".tag")).to_have_text(["供水", "收费"])
    expect(row.locator(".review.due")).to_contain_text("待复核 2020-01-01")
    expect(page.locator("#due")).to_have_text("1 份待复核")
    page.click("#review-done")
    expect(page.locator("#metadata-outcome")).to_contain_text("已记下")
    expect(page.locator("#due")).to_be_hidden()
    page.click("#document-changes summary")
    expect(page.locator("#document-changes tr")).to_have_count(4)

    page.fill("#filter-department input", "公安局")
    page.press("#filter-department input", "Enter")
    expect(page.locator("#documents")).to_contain_text("显示 0 / 1 份")
    page.fill("#try-query input", "居民用水每立方米收费三元")
    page.click("#try-search")
    expect(page.locator("#try-hits")).to_contain_text("没有找到可靠的依据")
    page.click("#filter-clear")
    expect(page.locator("#documents")).to_contain_text("显示 1 / 1 份")
    expect(page.locator("#try-hits")).to_contain_text("每立方米收费三元")


def test_the_list_and_the_trial_search_keep_to_a_source(page: Page, desk: Any) -> None:
    (water,) = desk.knowledge.documents()
    desk.editorial.set_metadata(water.doc_id, Filing(link="https://water.example.org/1"), "林岚")
    page.fill("#try-query input", "居民用水每立方米收费三元")
    page.click("#try-search")
    expect(page.locator("#try-hits .passage")).to_have_count(1)
    page.fill("#filter-link input", "heat.example")
    page.press("#filter-link input", "Enter")
    expect(page.locator("#try-hits .nothing")).to_be_visible()
    expect(page.locator("#documents tr[data-open]")).to_have_count(0)
    page.fill("#filter-link input", "water.example")
    page.press("#filter-link input", "Enter")
    expect(page.locator("#try-hits .passage")).to_have_count(1)
    expect(page.locator("#documents tr[data-open]")).to_have_count(1)
