"""Processes that share a home: searches see what is committed as soon as it is, and nothing before."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge_base.store import Store
from retrieval.search_index import SearchIndex
from retrieval.searcher import DEPTH, Searcher

QUERY = "怎么办理犬只登记证"
DOG = "养犬应当办理犬只登记证，并注射狂犬病疫苗。"
MANY = DOG * 1200


@pytest.fixture
def other(base, open_base):
    """Another process's view of the base."""
    return open_base()


@pytest.fixture
def midway(base, monkeypatch: pytest.MonkeyPatch):
    """`midway(fn)` runs `fn` between placing in the indexes and committing."""

    def run(fn: Callable[[], None]) -> None:
        place = SearchIndex.place

        def placed(*args):
            committed = place(*args)
            fn()
            return committed

        monkeypatch.setattr(SearchIndex, "place", placed)

    return run


def test_a_new_document_is_found_in_every_channel_as_soon_as_it_is_committed(base, other, make_document) -> None:
    assert "养犬" not in other.found(QUERY, limit=20)
    base.library.add_document(make_document("养犬", DOG))
    for view in (base, other):
        hit = view.searcher.search(QUERY)[0]
        assert (hit.passage.doc_id, hit.ranks) == ("养犬", {"dense": 1, "words": 1, "sound": 1})


def test_a_removed_document_is_found_no_more(base, other) -> None:
    query = "租房子怎么提取住房公积金"
    assert base.found(query)[0] == other.found(query)[0] == "公积金"
    base.library.remove("公积金")
    for view in (base, other):
        assert "公积金" not in view.found(query, limit=20)
    base.searcher.refresh()
    for view in (base, other):
        assert "公积金" not in view.found(query, limit=20)


def test_removed_passages_take_no_place(base, other, make_document) -> None:
    base.library.add_document(make_document("猫", "养猫无需办理犬只登记证。"))
    base.library.add_document(make_document("养犬", MANY))
    assert len(base.library.passages_of("养犬")) > DEPTH
    for view in (base, other):
        view.found(QUERY)
    base.library.remove("养犬")
    for _ in range(2):
        for view in (base, other):
            hits = view.searcher.search(QUERY, limit=20)
            assert hits[0].passage.doc_id == "猫"
            assert hits[0].ranks == {"dense": 1, "words": 1, "sound": 1}
            assert len(hits) == 13, "the vectors of the others are found as well"
        base.searcher.refresh()


def test_a_changed_document_is_found_by_its_new_text_only(base, other, make_document) -> None:
    base.library.add_document(make_document("供水", "水表读数有疑问的，可以申请免费校验。"))
    for view in (base, other):
        assert view.searcher.search("水表读数有疑问申请校验")[0].passage.text.startswith("水表读数")
        texts = [hit.passage.text for hit in view.searcher.search("自来水管爆裂抢修", limit=20)]
        assert not any("抢修" in text for text in texts)
    base.library.remove("供水")
    base.library.add_document(make_document("供水", "自来水管爆裂的，由水务集团抢修。"))
    assert all("抢修" in view.searcher.search("自来水管爆裂抢修")[0].passage.text for view in (base, other))


def test_between_placing_and_committing_the_old_state_is_seen(base, other, make_document, midway) -> None:
    before = [set_of(view.searcher.search(QUERY, limit=20)) for view in (base, other)]
    seen = []
    midway(lambda: seen.extend(set_of(view.searcher.search(QUERY, limit=20)) for view in (base, other)))
    base.library.add_document(make_document("养犬", MANY))
    assert seen == before
    assert base.found(QUERY)[0] == other.found(QUERY)[0] == "养犬"


def set_of(hits) -> set[tuple[int, tuple[tuple[str, int], ...]]]:
    """Passages with their ranks."""
    return {(hit.passage.passage_id, tuple(sorted(hit.ranks.items()))) for hit in hits}


def test_an_addition_that_fails_after_placing_is_never_found(base, other, make_document, midway) -> None:
    def fail() -> None:
        raise RuntimeError("crash")

    midway(fail)
    with pytest.raises(RuntimeError, match="crash"):
        base.library.add_document(make_document("养犬", MANY))
    for view in (base, other):
        assert "养犬" not in view.found(QUERY, limit=20)


def test_a_new_version_takes_the_place_of_the_old_in_one_moment(base, other, home: Path) -> None:
    path, rules = home / "犬只办法.md", [f"# 犬只办法\n\n养犬应当办理犬只登记证，收费{n}元。\n" for n in "一二三四五六"]
    path.write_text(rules[0], "utf-8")
    base.library.add(path)
    done, seen, failed = threading.Event(), [], []

    def search(view) -> None:
        try:
            while not done.is_set():
                hits = view.searcher.search(QUERY, limit=3)
                seen.append(tuple(hit.passage.text for hit in hits if hit.passage.title == "犬只办法"))
        except BaseException as exc:
            failed.append(exc)

    threads = [threading.Thread(target=search, args=(view,)) for view in (base, base, other)]
    for thread in threads:
        thread.start()
    for rule in rules[1:]:
        path.write_text(rule, "utf-8")
        base.library.add(path)
    done.set()
    for thread in threads:
        thread.join()
    assert failed == []
    assert {len(texts) for texts in seen} == {1}
    assert all(view.searcher.search(QUERY)[0].passage.text.endswith("六元。") for view in (base, other))


def test_a_search_that_began_before_a_change_ends_with_what_was_there(base, other, make_document) -> None:
    base.library.add_document(make_document("养犬", DOG))
    expected = set_of(base.searcher.search(QUERY, limit=20))
    with base.library.snapshot():
        assert set_of(base.searcher.search(QUERY, limit=20)) == expected
        other.library.remove("养犬")
        other.library.add_document(make_document("养猫", "养猫无需办理犬只登记证。"))
        assert {number for number, _ in set_of(base.searcher.search(QUERY, limit=20))} == {n for n, _ in expected}
    assert base.found(QUERY)[0] == "养猫"


@pytest.mark.parametrize("by", ["another thread", "another process"])
def test_what_is_added_meanwhile_waits_so_that_ids_become_visible_in_their_order(
    base, other, make_document, midway, by: str
) -> None:
    second = base if by == "another thread" else other
    adding = threading.Thread(target=second.library.add_document, args=(make_document("养猫", "养猫无需登记。"),))

    def add_meanwhile() -> None:
        if adding.ident is None:
            adding.start()
            adding.join(0.5)

    midway(add_meanwhile)
    base.library.add_document(make_document("养犬", DOG))
    adding.join()
    for view in (base, other):
        assert view.found(QUERY)[0] == "养犬"
        assert view.index.dense.ids() == set(view.library.passage_ids())
        assert view.sizes() == (14, 14, 14)


def test_a_search_of_one_process_needs_no_refresh_of_its_own(base, home: Path, plain) -> None:
    with Store(home / "base.db") as store:
        index = SearchIndex(home, store, base.index.embedder)
        assert Searcher(base.library, index, plain).search("居住证在哪里申领")[0].passage.doc_id == "居住证"


def test_a_refresh_waits_for_what_is_placed_but_not_committed(base, other, make_document, midway) -> None:
    refreshing = threading.Thread(target=other.searcher.refresh)

    def refresh_meanwhile() -> None:
        refreshing.start()
        refreshing.join(0.5)

    midway(refresh_meanwhile)
    base.library.add_document(make_document("养犬", DOG))
    refreshing.join()
    for view in (base, other):
        assert view.searcher.search(QUERY)[0].ranks == {"dense": 1, "words": 1, "sound": 1}
        assert view.sizes() == (13, 13, 13)
