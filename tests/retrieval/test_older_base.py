"""A base of the release before, whose full-text indexes stood in the database, is searchable after a refresh."""

from __future__ import annotations

from pathlib import Path

import faiss
import numpy as np

from knowledge_base.migrations import MIGRATIONS
from knowledge_base.store import Database, Store
from retrieval.embedder import HashedEmbedder

TEXTS = {"停车": "停车每小时收费三元。", "供水": "居民用水每立方米三元二角。", "养犬": "养犬应当办理犬只登记证。"}


def fill(db: Database) -> None:
    """Documents with their passages, and tokens in both indexes."""
    MIGRATIONS.apply(db, stop_before="m005_vectors")
    for number, (name, text) in enumerate(TEXTS.items(), 1):
        db.execute(
            "INSERT INTO documents VALUES (?, ?, 'set.jsonl', 'text', ?, NULL, ?, 1, '2026-01-05T01:00:00+00:00', ?)",
            [name, f"{name}办法", name, len(text), text],
        )
        db.execute("INSERT INTO sections VALUES (?, 0, '[]', 0, ?, NULL)", [name, len(text)])
        db.execute("INSERT INTO passages VALUES (?, ?, '[]', NULL, 0, ?, ?)", [number, name, len(text), text])
        for index in ("words", "sound"):
            db.execute(f"INSERT INTO passages_{index} (rowid, tokens) VALUES (?, ?)", [number, " ".join(text)])
            db.execute("INSERT OR REPLACE INTO passage_indexes VALUES (?, 'old')", [index])
        db.execute(
            "INSERT INTO versions VALUES (NULL, ?, ?, 'set.jsonl', '2026-01-05T01:00:00+00:00', 0)", [name, name]
        )
        db.execute("INSERT INTO validity VALUES (?, ?, NULL, NULL, '')", [name, name])


def test_it_is_searchable_after_a_refresh(open_base, counting, home: Path) -> None:
    with Store(home / "base.db") as store:
        store.write(fill)
    vector = HashedEmbedder().query("怎么办理犬只登记证")
    stale = faiss.IndexIDMap2(faiss.IndexFlatIP(256))
    stale.add_with_ids(np.stack([vector, vector, -vector]), np.arange(1, 4))
    faiss.write_index(stale, str(home / "dense-hashed.faiss"))

    base = open_base(counting())

    assert base.index.embedder.batches == [3]
    assert base.sizes() == (3, 3, 3)
    for query, heard in (("怎么办理犬只登记证", False), ("怎么半里全之等级正", True)):
        hit = base.searcher.search(query, heard=heard)[0]
        assert hit.passage.doc_id == "养犬"
        assert hit.ranks["sound"] == 1
    assert base.searcher.search("怎么办理犬只登记证")[0].ranks["dense"] == 1, "not by the old file's vectors"
    again = open_base(counting())
    assert again.index.embedder.batches == []
    assert again.searcher.search("怎么办理犬只登记证")[0].ranks["dense"] == 1
