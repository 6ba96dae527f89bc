"""Metadata, drafts, collisions and changes as HTML."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from assistant.knowledge.editorial_desk import AuditEntry, Draft, DraftContent, Filing, Metadata
from ui.knowledge.editorial_view import changes_html, collision_html, drafts_html, filed_html, origin_html
from ui.texts import LANGUAGES, WORDS, Texts

ZH = Texts("zh")
AT = "2026-03-01T02:00:00+00:00"
EVIL = "<img src=x onerror=alert(1)>\"'"
DRAFT = Draft(
    "d1", 3, "rejected", DraftContent("停车", "三元", "p1"), "12 次无答案", ("林岚", "周舟"), AT, AT, "何禾", "缺依据"
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_becomes_markup(language: str) -> None:
    say = Texts(language)  # type: ignore[arg-type]
    filing = Filing(EVIL, EVIL, EVIL, "https://a.example/?q=%22", (EVIL,), date(2020, 1, 1))
    metadata = Metadata(filing, frozenset({"department"}), EVIL, AT, EVIL)
    evil = Draft(EVIL, 1, "rejected", DraftContent(EVIL, EVIL, EVIL), EVIL, (EVIL,), AT, AT, EVIL, EVIL)
    for html in (
        filed_html(metadata, say),
        origin_html(metadata, say),
        drafts_html([evil], {EVIL: EVIL}, say),
        collision_html(evil, DraftContent("x", "y"), say),
        changes_html([AuditEntry(AT, EVIL, EVIL, EVIL, EVIL, EVIL)], say, EVIL),
    ):
        assert "<img" not in html
        assert "\"'" not in html


def test_a_region_that_the_department_names_is_not_said_twice() -> None:
    assert filed_html(Metadata(Filing("澜江市水务局", "澜江市")), ZH) == '<div class="filed">澜江市水务局</div>'
    assert "全国" in filed_html(Metadata(Filing("财政部", "全国")), ZH)
    assert filed_html(Metadata(), ZH) == ""


def test_due_reviews_are_marked() -> None:
    assert 'class="review due">待复核 2020-01-01' in filed_html(Metadata(Filing(review=date(2020, 1, 1))), ZH)
    assert 'class="review later">复核 2999-01-01' in filed_html(Metadata(Filing(review=date(2999, 1, 1))), ZH)


def test_a_draft_says_who_wrote_who_reviewed_and_why() -> None:
    html = drafts_html([DRAFT], {"p1": "停车办法"}, ZH)
    for words in ("停车", "已退回", "林岚 → 周舟", "替换：停车办法", "缘由：12 次无答案", "何禾 退回：缺依据"):
        assert words in html
    assert 'data-draft="d1"' in html
    assert "没有草稿" in drafts_html([], {}, ZH)


def test_a_collision_shows_both_wordings() -> None:
    theirs = replace(DRAFT, content=DraftContent("停车收费", "夜间每次收费六元，整晚有效。"))
    html = collision_html(theirs, DraftContent("停车收费", "夜间每次收费七元，整晚有效。"), ZH)
    assert "周舟" in html
    assert "<del>六</del><ins>七</ins>" in html
    assert "正文相同" in collision_html(theirs, replace(theirs.content, replaces="p1"), ZH)


def test_changes_name_the_unsigned_and_unknown_actions() -> None:
    html = changes_html(
        [AuditEntry(AT, "", "added", "d1", "停车", ""), AuditEntry(AT, "林岚", "zap", "d1", "停车", "x")], ZH
    )
    assert "未署名" in html
    assert "加入" in html
    assert "zap" in html
    assert "还没有改动" in changes_html([], ZH)
    assert changes_html([], ZH, "改动").startswith("<details>")


def test_every_state_has_its_words() -> None:
    wanted = {f"draft.{state}" for state in ("draft", "submitted", "rejected", "published")}
    wanted |= {f"review.{state}" for state in ("due", "later", "none", "due_on", "later_on")}
    wanted |= {f"filing.{name}{hint}" for name in Filing.__slots__ for hint in ("", ".hint")}
    assert wanted <= WORDS.keys()
