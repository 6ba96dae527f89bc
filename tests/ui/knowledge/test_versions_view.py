"""Versions, their days and what changed between two, as they are shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from assistant.errors import AssistantError
from knowledge_base.clause_change import ClauseChange
from knowledge_base.document import Document, DocumentSummary
from knowledge_base.version import DocumentVersion, Term
from ui.knowledge.day_field import read_day, shown_day
from ui.knowledge.document_page import document_html
from ui.knowledge.knowledge_view import documents_html
from ui.knowledge.versions_view import differences_html, state_html, term_words, versions_html, wording_html
from ui.texts import Texts

ZH, EN = Texts("zh"), Texts("en")
PAST, FUTURE = date(2020, 1, 1), date(2999, 1, 1)
OLD = DocumentVersion(
    *("old", "条例", "条例(2018).md", 1, "2026-03-01T02:00:00+00:00", False, PAST, None, "自2020年1月1日起施行"),
    term=Term(PAST, date(2024, 1, 1)),
)
NEW = replace(OLD, doc_id="new", number=2, corrected=True, term=Term(date(2024, 1, 2)))


@pytest.mark.parametrize(
    ("term", "words", "state"),
    [
        (Term(), "always", "in_force"),
        (Term(PAST), "from 2020-01-01", "in_force"),
        (Term(None, PAST), "until 2020-01-01", "repealed"),
        (Term(PAST, FUTURE), "2020-01-01 to 2999-01-01", "in_force"),
        (Term(FUTURE), "from 2999-01-01", "future"),
        (Term(FUTURE, PAST), "replaced by another version", "repealed"),
    ],
)
def test_a_term_in_words(term: Term, words: str, state: str) -> None:
    assert term_words(term, EN) == words
    assert f'class="validity {state}"' in state_html(term, EN)


def test_the_newest_version_comes_first_and_only_what_is_over_can_be_restored() -> None:
    html = versions_html([OLD, NEW], ZH)
    assert html.index("第 2 版") < html.index("第 1 版")
    assert 'data-old="old" data-new="new"' in html and html.count("data-new=") == 1
    assert 'data-restore="old"' in html and 'data-restore="new"' not in html
    assert html.count("自2020年1月1日起施行") == 2 and html.count("已由管理员更正") == 1


def test_what_differs_in_a_clause_is_struck_and_underlined() -> None:
    assert (
        wording_html("每小时三元。夜间免费。", "每小时五元。夜间免费。")
        == ("每小时<del>三元。</del><ins>五元。</ins>夜间免费。")
        or wording_html("每小时三元。夜间免费。", "每小时五元。夜间免费。")
        == "每小时<del>三</del><ins>五</ins>元。夜间免费。"
    )
    html = "每小时<del>三</del><ins>五</ins>元。夜间免费。"
    assert wording_html("每小时三元。夜间免费。", "每小时五元。夜间免费。") == html
    assert wording_html("甲一乙二丙", "丁一戊二己") == "<del>甲一乙二丙</del><ins>丁一戊二己</ins>", "no confetti"
    assert wording_html("", "新增<b>") == "<ins>新增&lt;b&gt;</ins>"
    assert wording_html("甲" * 3000, "乙" * 3000) == f"<del>{'甲' * 3000}</del><ins>{'乙' * 3000}</ins>"


def test_changes_are_counted_and_named_with_their_place() -> None:
    added = ClauseChange("added", ("第一章", "第二条"), "", "第二条 军车优先。")
    changes = [added, ClauseChange("removed", (), "旧条", "")]
    html = differences_html(changes, 1, 2, EN)
    assert "version 1 → 2: 1 added, 1 removed, 0 changed" in html
    assert "第一章 › 第二条" in html and "<ins>第二条 军车优先。</ins>" in html and "<del>旧条</del>" in html
    many = differences_html([added] * 302, 1, 2, EN)
    assert many.count("<article") == 300 and "2 more are not shown" in many
    assert "两版条文相同" in differences_html([], 1, 2, ZH)


def test_the_list_of_documents_shows_version_and_validity() -> None:
    summary = DocumentSummary("d", "条例", "条例.md", "markdown", 9, 1, "", 2, 3, Term(FUTURE))
    html = documents_html([summary], "", ZH)
    assert "2/3 版" in html and 'data-open="d"' in html and "尚未施行" in html and "2999-01-01 起" in html


def test_a_document_that_is_not_in_force_says_so_and_where_the_one_in_force_is() -> None:
    document = Document("old", "条例", "条例.md", "markdown", "正文", (), "")
    html = document_html(document, (0, 0), EN, [OLD, NEW])
    assert "no longer in force (2020-01-01 to 2024-01-01)" in html and 'href="/documents/new?' in html
    assert 'role="note"' not in document_html(replace(document, doc_id="new"), (0, 0), EN, [OLD, NEW])
    again = replace(OLD, number=3, restored=True, term=Term(date(2025, 1, 1)))
    assert 'role="note"' not in document_html(document, (0, 0), EN, [OLD, NEW, again])
    waiting = document_html(document, (0, 0), ZH, [replace(OLD, term=Term(FUTURE))])
    assert "本版本尚未施行（2999-01-01 起）" in waiting


def test_days_are_typed_as_they_are_shown() -> None:
    assert read_day(" 2024-05-01 ", ZH) == date(2024, 5, 1)
    assert read_day(None, ZH) is None and read_day("", ZH) is None
    assert (shown_day(PAST), shown_day(None)) == ("2020-01-01", "")
    for wrong in ("5月1日", "2024-13-01", "tomorrow"):
        with pytest.raises(AssistantError, match="2024-05-01"):
            read_day(wrong, EN)
