"""Metadata, filters, drafts and the record, over a real knowledge base."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from assistant.knowledge.editorial_desk import DocumentFilter, DraftChanged, DraftContent, EditorialDesk, Filing
from assistant.settings import Settings
from assistant.wiring import Knowledge, open_knowledge
from knowledge_base.errors import KnowledgeError
from retrieval.embedder import HashedEmbedder

QUERY = "停车按小时收费，每小时三元"


@pytest.fixture
def knowledge(settings: Settings) -> Iterator[Knowledge]:
    opened = open_knowledge(settings, settings.home, HashedEmbedder())
    with opened.store:
        yield opened


@pytest.fixture
def desk(knowledge: Knowledge) -> EditorialDesk:
    return EditorialDesk(knowledge.store, knowledge.desk, True)


def add(knowledge: Knowledge, folder: Path, name: str, text: str) -> str:
    path = folder / name
    path.write_text(text, "utf-8")
    (outcome,) = knowledge.desk.add([path])
    assert outcome.doc_id, outcome.problem
    return outcome.doc_id


def found(desk: EditorialDesk, only: DocumentFilter = DocumentFilter()) -> list[str]:  # noqa: B008
    return [hit.passage.doc_id for hit in desk.search(QUERY, only=only)]


def publish(desk: EditorialDesk, content: DraftContent) -> str:
    draft = desk.new_draft(content, "林岚")
    desk.submit_draft(draft.draft_id, 1, "林岚")
    return desk.publish_draft(draft.draft_id, 2, "周舟").doc_id


def test_searches_keep_to_what_passes_the_filter(knowledge: Knowledge, desk: EditorialDesk, tmp_path: Path) -> None:
    lake, hill = (
        add(
            knowledge,
            tmp_path,
            f"{place}.md",
            f"# {place}停车\n\n发布机关：{place}城管局\n\n停车按小时收费，每小时三元。",
        )
        for place in ("湖滨区", "云溪区")
    )
    assert set(found(desk)) == {lake, hill}
    assert found(desk, DocumentFilter(region="湖滨区")) == [lake]
    assert found(desk, DocumentFilter(department="云溪区城管局")) == [hill]
    assert found(desk, DocumentFilter(tags=frozenset({"停车"}))) == []
    link = "https://www.example.org/a?b=1"
    desk.set_metadata(hill, Filing("云溪区城管局", "云溪区", link=link, tags=("停车",)), "林岚")
    assert found(desk, DocumentFilter(tags=frozenset({"停车"}))) == [hill]
    shown = desk.fitting(knowledge.desk.documents(), DocumentFilter(region="云溪区"))
    assert [one.doc_id for one in shown] == [hill]
    assert desk.choices() == {
        "department": ["云溪区城管局", "湖滨区城管局"],
        "region": ["云溪区", "湖滨区"],
        "audience": [],
        "link": ["www.example.org"],
        "tags": ["停车"],
    }


def test_due_reviews_are_counted_until_somebody_reviews(
    knowledge: Knowledge, desk: EditorialDesk, tmp_path: Path
) -> None:
    doc = add(knowledge, tmp_path, "停车.md", "# 停车\n\n停车按小时收费。")
    desk.set_metadata(doc, Filing(review=date.today()), "林岚")
    assert desk.due() == 1
    desk.reviewed(doc, "林岚", 3)
    assert desk.due() == 0
    with pytest.raises(KnowledgeError, match="name"):
        desk.reviewed(doc, " ", 0)
    with pytest.raises(KnowledgeError, match="name"):
        desk.set_metadata(doc, Filing(), "")


def test_validity_and_source_are_filters_too(knowledge: Knowledge, desk: EditorialDesk, tmp_path: Path) -> None:
    words = "# 停车办法\n\n停车按小时收费，每小时三元。\n\n本办法自{}起施行。"
    old = add(knowledge, tmp_path, "停车(2020-01-01).md", words.format("2020年1月1日"))
    new = add(knowledge, tmp_path, "停车(2024-01-01).md", words.format("2024年1月1日"))
    late = add(knowledge, tmp_path, "夜停.md", words.format("2999年1月1日"))
    desk.set_metadata(new, Filing(link="https://example.org/parking"), "林岚")
    assert found(desk) == [new]
    assert found(desk, DocumentFilter(state="in_force")) == [new]
    assert found(desk, DocumentFilter(state="repealed")) == [old]
    assert found(desk, DocumentFilter(state="future")) == [late]
    assert found(desk, DocumentFilter(link="example.org")) == [new]
    assert found(desk, DocumentFilter(link="elsewhere")) == []
    assert desk.search(QUERY, as_of=date(2021, 1, 1), only=DocumentFilter(state="in_force"))[0].passage.doc_id == old
    listed = desk.fitting(knowledge.desk.documents(), DocumentFilter(state="future"))
    assert [one.doc_id for one in listed] == [late]


def test_a_draft_is_found_once_a_second_person_published_it(knowledge: Knowledge, desk: EditorialDesk) -> None:
    content = DraftContent("停车收费", "停车按小时收费，每小时三元。", "", Filing("城管局", tags=("停车",)))
    draft = desk.new_draft(content, "林岚")
    desk.submit_draft(draft.draft_id, 1, "林岚")
    assert found(desk) == []
    with pytest.raises(KnowledgeError, match="second person"):
        desk.publish_draft(draft.draft_id, 2, "林 岚")
    assert knowledge.desk.documents() == []
    done = desk.publish_draft(draft.draft_id, 2, "周舟")
    assert found(desk) == [done.doc_id]
    assert knowledge.desk.document(done.doc_id).text.startswith("停车收费")
    assert desk.metadata(done.doc_id).filing == content.filing
    said = [(one.action, one.by) for one in reversed(desk.changes_of(done.doc_id, 10))]
    assert said == [("drafted", "林岚"), ("submitted", "林岚"), ("added", "周舟"), ("metadata", "周舟"),
                    ("published", "周舟")]  # fmt: skip
    with pytest.raises(KnowledgeError, match="is published"):
        desk.publish_draft(draft.draft_id, done.revision, "何禾")


def test_a_draft_replaces_a_markdown_document_as_its_new_version(
    knowledge: Knowledge, desk: EditorialDesk, tmp_path: Path
) -> None:
    old = add(knowledge, tmp_path, "停车办法.md", "# 停车办法\n\n停车按小时收费，每小时三元。")
    new = publish(desk, DraftContent("停车收费办法", "停车按小时收费，每小时五元。", old))
    assert [version.doc_id for version in knowledge.desk.versions(old)] == [old, new]
    assert found(desk) == [new]


def test_a_draft_that_replaces_another_format_ends_it_the_day_before(
    knowledge: Knowledge, desk: EditorialDesk, tmp_path: Path
) -> None:
    old = add(knowledge, tmp_path, "停车.txt", "停车办法\n\n停车按小时收费，每小时三元。")
    new = publish(desk, DraftContent("停车收费", "停车按小时收费，每小时五元。", old))
    assert found(desk) == [new]
    assert knowledge.desk.versions(old)[0].effective_until == date.today() - timedelta(days=1)
    late = publish(desk, DraftContent("停车新规", "停车按小时收费，每小时九元。\n\n本规定自2999年1月1日起施行。", new))
    assert found(desk) == [new]
    assert [hit.passage.doc_id for hit in desk.search(QUERY, as_of=date(2999, 1, 1))] == [late]


def test_an_entry_never_becomes_a_version_of_a_stranger(
    knowledge: Knowledge, desk: EditorialDesk, tmp_path: Path
) -> None:
    add(knowledge, tmp_path, "停车(2024-05-01).md", "# 停车\n\n停车按小时收费。")
    draft = desk.new_draft(DraftContent("停车", "别的内容。"), "林岚")
    with pytest.raises(KnowledgeError, match="replaces"):
        desk.submit_draft(draft.draft_id, 1, "林岚")


def test_an_entry_that_replaces_a_document_never_becomes_a_version_of_another(
    knowledge: Knowledge, desk: EditorialDesk, tmp_path: Path
) -> None:
    old = add(knowledge, tmp_path, "停车.txt", "停车办法\n\n停车按小时收费，每小时三元。")
    stranger = add(knowledge, tmp_path, "收费.md", "# 收费\n\n供热按面积收费。")
    draft = desk.new_draft(DraftContent("收费", "停车按小时收费，每小时五元。", old), "林岚")
    with pytest.raises(KnowledgeError, match=r"收费\.md already"):
        desk.submit_draft(draft.draft_id, 1, "林岚")
    assert len(knowledge.desk.versions(stranger)) == 1


def test_what_somebody_changed_meanwhile_is_not_put_back(
    knowledge: Knowledge, desk: EditorialDesk, tmp_path: Path
) -> None:
    doc = add(knowledge, tmp_path, "停车.md", "# 停车\n\n停车按小时收费。")
    opened = desk.metadata(doc).filing
    desk.set_metadata(doc, Filing("城管局"), "林岚", opened)
    with pytest.raises(KnowledgeError, match="open it anew"):
        desk.set_metadata(doc, Filing(tags=("停车",)), "周舟", opened)
    assert desk.metadata(doc).filing == Filing("城管局")


def test_publishing_goes_on_where_it_was_stopped(
    knowledge: Knowledge, desk: EditorialDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = desk.new_draft(DraftContent("停车收费", "停车按小时收费，每小时三元。", "", Filing("城管局")), "林岚")
    desk.submit_draft(draft.draft_id, 1, "林岚")
    with monkeypatch.context() as broken:
        broken.setattr(desk._metadata, "set", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            desk.publish_draft(draft.draft_id, 2, "周舟")
    assert desk.draft(draft.draft_id).state == "submitted"
    done = desk.publish_draft(draft.draft_id, 2, "周舟")
    assert [one.doc_id for one in knowledge.desk.documents()] == [done.doc_id]
    assert desk.metadata(done.doc_id).filing.department == "城管局"


@pytest.mark.parametrize("title", ["../../etc/passwd", "a/b\\c:d*e?", "...", "停车\x00收费"])
def test_a_title_is_no_path(knowledge: Knowledge, desk: EditorialDesk, title: str) -> None:
    doc = publish(desk, DraftContent(title, "停车按小时收费。"))
    (known,) = knowledge.desk.documents()
    assert known.doc_id == doc
    assert not set(known.source) & set("/\\:*?\x00")


def test_a_draft_begun_elsewhere_keeps_its_reason(desk: EditorialDesk) -> None:
    draft_id = desk.start_draft("停车多少钱", "", "林岚", "7 次没有答案")
    assert (desk.draft(draft_id).reason, desk.draft(draft_id).content.title) == ("7 次没有答案", "停车多少钱")
    theirs = desk.save_draft(draft_id, 1, DraftContent("停车多少钱", "三元。"), "周舟")
    with pytest.raises(DraftChanged) as refused:
        desk.save_draft(draft_id, 1, DraftContent("停车多少钱", "五元。"), "林岚")
    assert refused.value.current == theirs


def test_the_record_is_a_table_that_runs_no_formula(desk: EditorialDesk) -> None:
    desk.start_draft("=1+1", "", "@林岚", "-x")
    head, row = csv.reader(io.StringIO(desk.changes_csv()))
    assert head == ["at", "by", "action", "subject", "title", "detail"]
    assert (row[1], row[2], row[4], row[5]) == ("'@林岚", "drafted", "'=1+1", "'-x")
