"""Uploads as HTML."""

from __future__ import annotations

from assistant.knowledge.upload_desk import Batch, UploadFile, WatchNotice
from knowledge_base.told import Told
from ui.knowledge.uploads_view import MOST_FILES, past_html, running_html
from ui.texts import Texts

ZH, EN = Texts("zh"), Texts("en")
DONE = UploadFile("a.md", "done", "1" * 16, 3)
REFUSED = UploadFile("b.pdf", "refused", note="已加密")


def batch(*files: UploadFile, by: str = "王五", origin: str = "page", cancelled: bool = False) -> Batch:
    return Batch("b1", by, origin, "2026-03-01T02:00:00+00:00", cancelled, files)  # type: ignore[arg-type]


def shown(*batches: Batch, embedding: tuple[int, int] = (0, 0), trouble: str = "", say: Texts = ZH) -> str:
    return running_html(batches, embedding, trouble, say) + past_html(batches, (), say)


def test_a_running_upload_shows_how_far_it_is_and_can_be_cancelled() -> None:
    html = shown(batch(DONE, UploadFile("c.md", "reading"), UploadFile("d.md", "waiting")), embedding=(64, 640))
    assert '<progress value="1" max="3">' in html and "1/3" in html
    assert "正在读入 c.md（索引 64/640 段）" in html
    assert 'data-cancel="b1"' in html and "running" in html


def test_one_that_waits_for_another_says_so() -> None:
    assert "Waiting for uploads before it" in shown(batch(UploadFile("c.md", "waiting")), say=EN)


def test_a_finished_upload_counts_its_outcomes_and_puts_what_was_refused_first() -> None:
    same = UploadFile("c.md", "same", note="a.md")
    html = shown(batch(DONE, REFUSED, same, UploadFile("d.md", "cancelled")))
    for words in ("已加入 1", "未加入 1", "重复 1", "已取消 1", "与 a.md 相同", "已加密", "3 段"):
        assert words in html
    assert "data-cancel" not in html and "<progress" not in html and "等待" not in html
    assert html.index("b.pdf") < html.index("a.md")
    assert " open" in html


def test_old_uploads_are_folded_up() -> None:
    html = shown(batch(DONE), batch(REFUSED))
    assert "<details" in html and " open" not in html


def test_what_changes_every_second_stands_apart_from_what_does_not() -> None:
    batches = (batch(DONE, UploadFile("c.md", "reading")), batch(DONE, REFUSED))
    running, past = running_html(batches, (1, 9), "", ZH), past_html(batches, (), ZH)
    assert "c.md" in running and "b.pdf" not in running
    assert "b.pdf" in past and "c.md" not in past
    assert past_html(batches, (), ZH) == past and running_html(batches, (2, 9), "", ZH) != running


def test_whose_it_is_is_said() -> None:
    assert "王五" in shown(batch(DONE))
    assert "（未署名）" in shown(batch(DONE, by=""))
    assert "监视文件夹" in shown(batch(DONE, by="", origin="folder"))


def test_reasons_and_notes_are_told_in_the_readers_language() -> None:
    refused = UploadFile(
        "b.md", "refused", note=Told("{name} has no text. Check that it is the right file.", name="b.md")
    )
    noted = UploadFile("c.xlsx", "done", "1" * 16, 3, Told("The hidden sheet {sheet} was left out.", sheet="<草稿>"))
    html = shown(batch(refused, noted), trouble=Told("Uploads fail ({kind}).", kind="OSError"))
    for words in (
        "b.md 中没有文字。请确认文件是否正确。",
        "3 段 隐藏的工作表 &lt;草稿&gt; 未读入。",
        "上传出错（OSError）。",
    ):
        assert words in html
    assert "b.md has no text." in shown(batch(refused), say=EN)


def test_names_and_reasons_are_escaped() -> None:
    nasty = UploadFile("<script>x.md", "refused", note="<img src=x>")
    html = shown(batch(nasty, by="<b>"), trouble="<i>") + past_html([], [WatchNotice("<u>", "gone")], ZH)
    assert not [tag for tag in ("<script>", "<img", "<u>", "<i>&", "<b><") if tag in html]


def test_a_very_long_list_is_cut_and_says_so() -> None:
    html = shown(batch(*[DONE] * (MOST_FILES + 7)))
    assert html.count("<li") == MOST_FILES and "另有 7 个" in html


def test_nothing_is_shown_where_there_is_nothing_and_trouble_always() -> None:
    assert shown() == ""
    assert "no room left" in shown(trouble="The database has no room left on its disk.")
