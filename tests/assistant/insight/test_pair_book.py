"""Pairs of passages found in a library as it changes."""

from datetime import date, timedelta
from typing import Any

import pytest

from assistant.errors import AssistantError
from assistant.insight.pair_book import PairBook
from assistant.insight.passage_matter import matters, pairs, slots
from assistant.wiring import Knowledge

TODAY = date.today()
SIX = "职工连续足额缴存住房公积金满六个月的，可以申请提取公积金支付房租。"
TWELVE = "职工连续足额缴存住房公积金满十二个月的，可以申请提取公积金支付房租。"


@pytest.fixture
def book(knowledge: Knowledge) -> PairBook:
    return PairBook(knowledge.store, knowledge.library, knowledge.searcher)


def found(book: PairBook) -> list[tuple[str, str]]:
    return [(one.one.title, one.other.title) for one in book.pairs(["figures", "sense"])]


def test_a_contradiction_is_found_with_its_figures(book: PairBook, add: Any) -> None:
    add("公积金办法", SIX)
    add("公积金问答", TWELVE)
    assert book.refresh(TODAY) == 2
    (pair,) = book.pairs(["figures"])
    assert book.counts() == {"figures": 1}
    assert [pair.one.text[slice(*span)] for span in pair.one_figures] == ["六个月"]
    assert [pair.other.text[slice(*span)] for span in pair.other_figures] == ["十二个月"]
    assert pair.one.text[slice(*pair.pair.one_span)] == SIX


def test_only_what_came_since_is_compared(book: PairBook, add: Any) -> None:
    add("公积金办法", SIX)
    assert book.refresh(TODAY) == 1
    assert book.refresh(TODAY) == 0
    add("公积金问答", TWELVE)
    assert book.refresh(TODAY) == 1
    assert found(book) == [("公积金办法", "公积金问答")]


def test_what_ended_or_was_mended_is_at_odds_no_more(book: PairBook, knowledge: Knowledge, add: Any) -> None:
    (old,) = add("公积金办法", SIX)
    add("公积金问答", TWELVE)
    add("公积金通知", TWELVE.replace("十二", "9"))
    book.refresh(TODAY)
    assert len(found(book)) == 3
    add("公积金通知", TWELVE)
    book.refresh(TODAY)
    assert set(found(book)) == {("公积金办法", "公积金问答"), ("公积金办法", "公积金通知")} or len(found(book)) == 1
    knowledge.library.set_validity(old.doc_id, None, TODAY - timedelta(days=1))
    book.refresh(TODAY)
    assert found(book) == []


def test_what_holds_elsewhere_is_not_at_odds(book: PairBook, add: Any) -> None:
    for name, text in (
        ("公积金提取办法", SIX),
        ("公积金提取问答", TWELVE),
        ("公积金租房问答", SIX.replace("六", "三")),
    ):
        place = "北京市" if name == "公积金租房问答" else "上海市"
        add(name, f"- 地区：{place}\n\n{text}")
    book.refresh(TODAY)
    (pair,) = book.pairs(["figures"])
    assert {pair.one.title, pair.other.title} == {"公积金提取办法", "公积金提取问答"}
    assert pair.one_filing.region == pair.other_filing.region == "上海市"


def test_equal_words_are_listed_once_and_counted(book: PairBook, add: Any) -> None:
    add("公积金办法", SIX)
    add("公积金问答", TWELVE)
    add("公积金通知", f"{TWELVE}\n\n")
    book.refresh(TODAY)
    (pair,) = book.pairs(["figures"])
    assert pair.times == 2


def test_what_was_dismissed_comes_back_only_with_other_words(book: PairBook, add: Any) -> None:
    add("公积金办法", SIX)
    add("公积金问答", TWELVE)
    book.refresh(TODAY)
    (pair,) = book.pairs(["figures"])
    book.dismiss(pair.pair.one, pair.pair.other, "王敏")
    assert found(book) == [] and book.counts() == {}
    add("公积金问答", f"{TWELVE}\n\n窗口受理时间另行公布，以窗口公告为准。")
    book.refresh(TODAY)
    assert found(book) == []
    add("公积金问答", TWELVE.replace("十二", "二十四"))
    book.refresh(TODAY)
    assert len(found(book)) == 1


def test_what_was_stopped_is_done_anew(book: PairBook, add: Any) -> None:
    add("公积金办法", SIX)
    add("公积金问答", TWELVE)
    book.refresh(TODAY, stop=lambda: True)
    assert found(book) == []
    book.refresh(TODAY)
    assert len(found(book)) == 1


def test_a_pair_that_is_gone_cannot_be_dismissed(book: PairBook) -> None:
    with pytest.raises(AssistantError, match="reload"):
        book.dismiss(1, 2, "")


def test_nothing_of_the_passages_stays_in_memory(book: PairBook, add: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    add("公积金办法", SIX)
    add("公积金问答", TWELVE)
    kept: list[int] = []
    written = book._write

    def write(*rows: Any) -> None:
        kept.append(matters.cache_info().currsize)
        written(*rows)

    monkeypatch.setattr(book, "_write", write)
    book.refresh(TODAY)
    assert kept == [2]
    assert [of.cache_info().currsize for of in (matters, pairs, slots)] == [0, 0, 0]
