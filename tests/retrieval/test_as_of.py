"""Searches as of a day: what is not in force takes no good passage's place, in no channel."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from knowledge_base.library import Library
from knowledge_base.store import Store
from retrieval import searcher as searching
from retrieval.embedder import HashedEmbedder, Vectors
from retrieval.hit import SEARCH_CHANNELS
from retrieval.ranking import Ranking
from retrieval.search_index import SearchIndex
from retrieval.searcher import Searcher

QUERY = "老年人乘坐公交车免费吗"
DEPTH = 10
VERSIONS = DEPTH + 5


class Topics(HashedEmbedder):
    """Texts on buses mean the same, however many versions of them there are."""

    def query(self, text: str) -> Vectors:
        return super().query("公交" if "公交" in text else text)


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Library, SearchIndex]]:
    """One rule in more versions than a channel is deep, and one other document."""
    home = tmp_path_factory.mktemp("as_of")
    with Store(home / "base.db") as store:
        index = SearchIndex(home, store, Topics())
        library = Library(store, home / "originals", index)
        path = home / "公交.md"
        for number in range(VERSIONS):
            rule, start = f"老年人乘坐公交车免费，{number}号卡有效。", f"本办法自{1950 + number}年1月1日起施行。"
            path.write_text(f"# 公交优待办法\n\n第一条 {rule}\n\n第二条 {start}\n", "utf-8")
            library.add(path)
        other = home / "地铁.md"
        other.write_text("# 地铁优待办法\n\n老年人持卡乘坐地铁半价。\n", "utf-8")
        library.add(other)
        yield library, index


@pytest.fixture
def library(opened: tuple[Library, SearchIndex]) -> Library:
    return opened[0]


@pytest.fixture
def searcher(opened: tuple[Library, SearchIndex], plain: Ranking, monkeypatch: pytest.MonkeyPatch) -> Searcher:
    monkeypatch.setattr(searching, "DEPTH", DEPTH)
    return Searcher(*opened, plain)


def test_old_versions_crowd_nothing_out(searcher: Searcher) -> None:
    hits = searcher.search(QUERY, limit=50)
    assert f"{VERSIONS - 1}号卡" in hits[0].passage.text
    assert {hit.passage.title for hit in hits} == {"公交优待办法", "地铁优待办法"}
    assert len({hit.passage.doc_id for hit in hits}) == 2
    assert all(hit.in_force for hit in hits)
    assert set(hits[-1].ranks) == set(SEARCH_CHANNELS)


@pytest.mark.parametrize("year", [1950, 1957, 1950 + VERSIONS - 1])
def test_each_day_is_answered_by_its_version(searcher: Searcher, year: int) -> None:
    hit = searcher.search(QUERY, as_of=date(year, 6, 1))[0]
    assert f"{year - 1950}号卡" in hit.passage.text
    assert hit.ranks == dict.fromkeys(SEARCH_CHANNELS, 1)


def test_what_is_not_in_force_is_found_when_asked_for_and_marked(searcher: Searcher) -> None:
    hits = searcher.search(QUERY, limit=50, as_of=date(1960, 6, 1), include_repealed=True)
    rules = [hit for hit in hits if "号卡" in hit.passage.text]
    assert len(rules) >= DEPTH
    assert all(hit.in_force == ("10号卡" in hit.passage.text) for hit in rules)


def test_a_change_of_days_counts_at_once(searcher: Searcher, library: Library) -> None:
    newest = searcher.search(QUERY)[0].passage
    library.set_validity(newest.doc_id, date(2999, 1, 1), None)
    assert f"{VERSIONS - 2}号卡" in searcher.search(QUERY)[0].passage.text
    library.set_validity(newest.doc_id, date(1950 + VERSIONS - 1, 1, 1), None)
    assert searcher.search(QUERY)[0].passage == newest


def test_the_days_are_counted_once_for_a_revision_and_a_day(library: Library) -> None:
    assert library.not_in_force(date(2026, 1, 1)) is library.not_in_force(date(2026, 1, 1))
    assert len(library.not_in_force(date(2026, 1, 1))) == VERSIONS - 1
    assert len(library.not_in_force(date(1949, 1, 1))) == VERSIONS
