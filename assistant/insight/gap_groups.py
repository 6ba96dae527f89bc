"""The stored groups of questions without an answer: a new question joins one, or makes one with others."""

from __future__ import annotations

import numpy as np

from assistant.insight.question_groups import QuestionVectors, Vectors, grouped, most_central, nearest_group
from knowledge_base.store import Database, Store

STEP = 500
"""Questions that are embedded and grouped at once, as grouping takes their number squared."""


def use_model(db: Database, name: str) -> None:
    """Forgets the vectors of another model; the groups stay."""
    if db.execute("SELECT name FROM gap_embedder").fetchall() != [(name,)]:
        db.execute("DELETE FROM gap_embedder")
        db.execute("INSERT INTO gap_embedder VALUES (?)", [name])
        db.execute("UPDATE gap_questions SET vector = NULL")


def group_new(store: Store, vectors: QuestionVectors) -> int:
    """Groups the questions that are in none; gives how many those were. One caller at a time."""
    bare = "SELECT question_id, query FROM gap_questions WHERE vector IS NULL LIMIT ?"
    filled = "UPDATE gap_questions SET vector = ? WHERE question_id = ?"
    while asked := store.read(lambda db: list(db.execute(bare, [STEP]))):
        rows = vectors([query for _, query in asked])
        packed = [(row.astype(np.float16).tobytes(), one[0]) for row, one in zip(rows, asked, strict=True)]
        store.write(lambda db, packed=packed: db.conn.executemany(filled, packed))  # type: ignore[misc]
    count = 0
    while step := store.write(_group):
        count += step
    return count


def _group(db: Database) -> int:
    """The next questions, by the groups that there are; what fits none is grouped among itself."""
    ids, rows, _ = _questions(db, "group_id IS NULL ORDER BY question_id LIMIT ?", STEP)
    if not ids:
        return 0
    groups, middles = _middles(db)
    joined = nearest_group(rows, middles)
    place: dict[int, int] = {at: groups[group] for at, group in enumerate(joined) if group >= 0}
    alone = np.flatnonzero(joined < 0)
    numbers = grouped(rows[alone])
    for number in np.unique(numbers):
        group_id = _new_group(db)
        place |= dict.fromkeys(alone[numbers == number].tolist(), group_id)
    pairs = [(group_id, ids[at]) for at, group_id in place.items()]
    db.conn.executemany("UPDATE gap_questions SET group_id = ? WHERE question_id = ?", pairs)
    for group_id in set(place.values()):
        members, vectors, _ = _questions(db, "group_id = ?", group_id)
        central = members[most_central(vectors)]
        renewed = "UPDATE gap_groups SET central = ?, state = iif(state = 'done', 'open', state) WHERE group_id = ?"
        db.execute(renewed, [central, group_id])
    return len(ids)


def _middles(db: Database) -> tuple[list[int], Vectors]:
    """Every group and the mean of its members' vectors."""
    _, rows, member_of = _questions(db, "group_id IS NOT NULL AND vector IS NOT NULL")
    groups, inverse = np.unique(np.asarray(member_of, np.int64), return_inverse=True)
    sums = np.zeros((len(groups), rows.shape[1]), np.float32)
    np.add.at(sums, inverse, rows)
    counts = np.maximum(np.bincount(inverse, minlength=len(groups)), 1).astype(np.float32)
    return groups.tolist(), sums / counts[:, None]


def _questions(db: Database, where: str, *values: int) -> tuple[list[int], Vectors, list[int]]:
    """Ids, vectors and groups of questions."""
    found = list(db.execute(f"SELECT question_id, vector, group_id FROM gap_questions WHERE {where}", values))
    rows = np.frombuffer(b"".join(vector for _, vector, _ in found), np.float16).astype(np.float32)
    ids, groups = [question_id for question_id, _, _ in found], [group for _, _, group in found]
    return ids, rows.reshape(len(found), -1 if found else 0), groups


def _new_group(db: Database) -> int:
    return int(db.execute("INSERT INTO gap_groups (central) VALUES (0)").lastrowid or 0)
