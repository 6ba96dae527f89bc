"""The indexes agree with the library: nothing is embedded twice, nothing that is lost stays lost."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from knowledge_base.indexer import Searchable
from retrieval import dense_index
from retrieval.dense_index import DenseIndex, Rows
from retrieval.search_index import BATCH, SearchIndex, embedded, packed, unpacked

FIRST = "# 停车办法\n\n" + "\n\n".join(
    f"## 第{n}条\n\n第{n}种车辆停放每小时收费{n}元。{'按规定缴纳。' * 60}" for n in "一二三四五"
)
SECOND = FIRST.replace("第三种车辆停放每小时收费三元", "第三种车辆停放免费")


def add(base, home: Path, name: str, text: str) -> str:
    path = home / name
    path.write_text(text, "utf-8")
    return base.library.add(path).doc_id


def test_of_a_changed_document_only_the_changed_passage_is_embedded(open_base, counting, home: Path) -> None:
    embedder = counting()
    base = open_base(embedder)
    old = add(base, home, "a.md", FIRST)
    assert embedder.batches == [5]
    new = add(base, home, "a.md", SECOND)
    assert embedder.batches == [5, 1]
    assert base.sizes() == (10, 2, 10)
    vectors = base.index.vectors_of(base.library.passage_ids())
    for doc_id in (old, new):
        for passage in base.library.passages_of(doc_id):
            assert vectors[passage.passage_id] == pytest.approx(embedder.query(embedded(passage)), abs=1e-3)


def test_adding_again_embeds_nothing(open_base, counting, home: Path, make_document) -> None:
    embedder = counting()
    base = open_base(embedder)
    add(base, home, "a.md", FIRST)
    add(base, home, "a.md", SECOND)
    batches = list(embedder.batches)
    for name, text in (("a.md", FIRST), ("a.md", SECOND), ("b.md", FIRST)):
        add(base, home, name, text)
    assert embedder.batches == batches
    assert base.searcher.refresh() == 0
    again = open_base(counting())
    assert again.searcher.refresh() == 0
    assert again.index.embedder.batches == []


def test_the_same_passages_in_one_document_are_embedded_once(open_base, counting) -> None:
    index = open_base(counting()).index
    index.prepare([Searchable("题", ("章",), text) for text in ("甲事", "乙事", "甲事")])
    assert index.embedder.batches == [2]


def test_passages_are_embedded_in_batches_and_counted(open_base, counting) -> None:
    index = open_base(counting()).index
    told: list[tuple[int, int]] = []
    ready = index.prepare(
        [Searchable("题", (), f"第{n}号") for n in range(BATCH + 3)], lambda done, of: told.append((done, of))
    )
    assert index.embedder.batches == [BATCH, 3]
    assert told == [(BATCH, BATCH + 3), (BATCH + 3, BATCH + 3)]
    assert len(ready.vectors) == len(ready.digests) == len(ready.tokens) == BATCH + 3


def test_another_model_embeds_all_and_the_first_keeps_its_vectors(base, open_base, counting) -> None:
    told: list[tuple[int, int]] = []
    other = open_base(counting("other"), refreshed=False)
    assert other.searcher.refresh(lambda done, of: told.append((done, of))) == 12
    assert told == [(12, 12)]
    assert other.found("居住证在哪里申领")[0] == "居住证"
    assert other.searcher.search("居住证在哪里申领")[0].ranks["dense"] == 1
    first = open_base(counting())
    assert first.index.embedder.batches == []
    assert first.sizes() == (12, 12, 12)


def test_what_came_under_another_model_is_embedded_at_a_refresh(base, open_base, counting, make_document) -> None:
    other = open_base(counting("other"))
    other.library.add_document(make_document("养犬", "养犬应当办理犬只登记证。"))
    base.library.add_document(make_document("养猫", "养猫无需办理登记。"))
    assert base.found("怎么办理犬只登记证")[0] == "养犬"
    assert "dense" not in base.searcher.search("怎么办理犬只登记证")[0].ranks
    assert base.searcher.refresh() == 1
    assert base.searcher.search("怎么办理犬只登记证")[0].ranks["dense"] == 1
    assert base.sizes() == (14, 14, 14)
    assert open_base().sizes() == (14, 14, 14)


@pytest.mark.parametrize("lost", ["text-*/passages", "text-*/documents", "text-*", "dense-hashed.faiss", "*[!b]"])
def test_what_is_lost_is_made_anew_without_embedding(base, open_base, counting, home: Path, lost: str) -> None:
    query, before = "老年人乘坐公交车免费吗", base.sizes()
    expected = base.searcher.search(query, limit=20)
    base.store.close()
    for path in home.glob(lost):
        if "base.db" not in path.name:
            shutil.rmtree(path) if path.is_dir() else path.unlink()

    again = open_base(counting())

    assert again.sizes() == before
    assert again.index.embedder.batches == []
    assert again.searcher.search(query, limit=20) == expected


@pytest.mark.parametrize("path", ["text-*/passages/meta.json", "text-*/documents/meta.json", "dense-hashed.faiss"])
def test_what_is_damaged_is_made_anew(base, open_base, home: Path, path: str) -> None:
    base.store.close()
    (found,) = home.glob(path)
    found.write_bytes(b"broken")
    again = open_base()
    assert again.sizes() == (12, 12, 12)
    assert again.found("居住证在哪里申领")[0] == "居住证"


def test_what_was_placed_but_never_committed_is_no_hit_and_gone_after_a_refresh(
    base, open_base, make_document, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = SearchIndex.place

    def crash(*args: object) -> object:
        place(*args)  # type: ignore[arg-type]
        raise RuntimeError("crash")

    monkeypatch.setattr(SearchIndex, "place", crash)
    with pytest.raises(RuntimeError, match="crash"):
        base.library.add_document(make_document("养犬", "养犬应当办理犬只登记证。"))
    monkeypatch.undo()
    assert base.sizes() == (13, 13, 12)
    assert "养犬" not in base.found("怎么办理犬只登记证", limit=20)
    for view in (base, open_base(refreshed=False)):
        view.searcher.refresh()
        assert view.sizes() == (12, 12, 12)
    base.library.add_document(make_document("养犬", "养犬应当办理犬只登记证。"))
    assert base.found("怎么办理犬只登记证")[0] == "养犬"
    assert base.sizes() == (13, 13, 13)


def test_removed_passages_are_out_of_every_index_after_a_refresh(base, open_base) -> None:
    base.library.remove("公积金")
    base.searcher.refresh()
    assert base.sizes() == (11, 11, 11)
    assert open_base().sizes() == (11, 11, 11)


def test_many_vectors_get_cells_while_documents_come(
    base, open_base, make_document, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dense_index, "EXACT", 60)
    base.library.add_documents(
        [make_document("街道", "".join(f"第{n}街道办事处电话公告。\n\n" * 40 for n in range(60)))]
    )
    for n in range(12):
        base.library.add_document(make_document(f"文件{n}", f"第{n}号文件的内容。" * 300))
    assert not base.index.dense.outgrown()
    assert base.index.dense.ids() == set(base.library.passage_ids())
    assert len(base.library.passage_ids()) > 60
    assert base.searcher.search("居住证在哪里申领")[0].ranks["dense"] == 1
    assert open_base().index.dense.ids() == base.index.dense.ids()


def test_what_another_process_commits_while_cells_are_made_is_found_by_meaning(
    base, open_base, make_document, monkeypatch: pytest.MonkeyPatch
) -> None:
    base.library.add_document(make_document("街道", "街道办事处电话公告。" * 800))
    other, rebuild, passes = open_base(), DenseIndex.rebuild, []

    def with_an_addition(index: DenseIndex, rows: Callable[[], Rows]) -> None:
        def late() -> Rows:
            yield from rows()
            passes.append(1)
            if len(passes) == 2:
                other.library.add_document(make_document("养犬", "养犬应当办理犬只登记证。"))
                assert base.searcher.search("怎么办理犬只登记证")[0].ranks["dense"] == 1

        rebuild(index, late if index is base.index.dense else rows)

    monkeypatch.setattr(dense_index, "EXACT", 20)
    monkeypatch.setattr(DenseIndex, "rebuild", with_an_addition)
    base.index.settle()
    assert len(passes) == 2
    assert base.searcher.search("怎么办理犬只登记证")[0].ranks["dense"] == 1


def test_vectors_come_back_nearly_as_they_were() -> None:
    vectors = np.random.default_rng(1).normal(size=(3, 8)).astype(np.float32)
    assert unpacked([packed(row) for row in vectors]) == pytest.approx(vectors, rel=1e-3)
    assert len(packed(vectors[0])) == 16
