"""When a line goes on in the next one."""

from knowledge_base.readers.lines import Line, join_lines

FULL = "用户应当按照供用水合同约定的期限和方式缴纳水费不得拖欠也不得拒绝查"


def joined(*lines: str) -> list[str]:
    return [line.text for line in join_lines([Line(text) for text in (FULL, FULL, *lines)])][-2:]


def test_a_full_line_goes_on() -> None:
    assert joined(FULL, "表。") == [FULL * 3 + "表。"]


def test_a_sentence_that_ends_does_not_go_on() -> None:
    assert joined(FULL[:-1] + "。", "另一段") == [FULL * 2 + FULL[:-1] + "。", "另一段"]


def test_articles_items_and_labels_begin_a_paragraph() -> None:
    for start in ("第三条 水价", "（二）其他情形", "2. 材料", "二、条件", "发文机关：水务局", "问：怎么办"):
        assert joined(FULL, start)[-1] == start


def test_an_empty_line_ends_a_paragraph() -> None:
    assert joined(FULL, "", "表。")[-1] == "表。"


def test_latin_words_keep_their_space() -> None:
    latin = "the quick brown fox jumps over the lazy dog and then it sleeps a while"
    assert [line.text for line in join_lines([Line(latin), Line(latin)])] == [f"{latin} {latin}"]


def test_a_paragraph_keeps_the_page_it_began_on() -> None:
    lines = [Line(FULL, 1), Line(FULL, 2), Line("表。", 3)]
    assert [line.page for line in join_lines(lines)] == [1]
