"""Linear models: which passages are best, and whether any is worth showing."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from retrieval.coverage import COVERAGE
from retrieval.errors import RetrievalError
from retrieval.evidence import FEATURES, Evidence
from retrieval.ranking import SIGNS, WEIGHTS, Model, Ranking, read_ranking, signs, write_ranking

SHOW = (0.0,) * (WEIGHTS + 1)


def evidence(*rows: dict[str, float], documents: str = "abcdef") -> Evidence:
    """Of passages 10, 20, …, each of its document."""
    ids = [10 * (n + 1) for n in range(len(rows))]
    features = [[row.get(name, 0.0) for name in FEATURES] for row in rows]
    table = np.array(features).reshape(len(rows), len(FEATURES))
    covered = {n: [row.get(name, 0.0) for name in COVERAGE] for n, row in zip(ids, rows, strict=True)}
    return Evidence(dict(zip(ids, documents, strict=False)), {}, ids, table, covered.__getitem__)


def model(silence: Sequence[float] = SHOW, chance: tuple[float, float] = (1.0, 0.0), **merit: float) -> Model:
    return Model(tuple(merit.get(name, 0.0) for name in FEATURES), chance, tuple(silence))


def silent(offset: float, **weights: float) -> tuple[float, ...]:
    alone, times_length = ([weights.get(f"{times}{name}", 0.0) for name in SIGNS] for times in ("", "length_"))
    return (*alone, *times_length, weights.get("about", 0.0), offset)


BY_WORDS_OR_SOUND = Ranking(typed=model(words=2.0, sound=0.5), heard=model(words=0.5, sound=2.0))


def test_typed_words_and_heard_sounds_come_first() -> None:
    found = evidence({"words": 1.0, "sound": 0.2}, {"words": 0.2, "sound": 1.0})
    typed, heard = (BY_WORDS_OR_SOUND.scores(found, way) for way in (False, True))
    assert typed[10] > typed[20]
    assert heard[20] > heard[10]


def test_the_score_is_the_chance_that_the_merit_gives() -> None:
    found = evidence({"words": 1.0}, {"words": 0.5}, {"words": -1000.0}, {"words": 1000.0})
    ranking = Ranking(model(chance=(2.0, -1.0), words=3.0), model())
    assert list(ranking.merits(found, heard=False)) == [3.0, 1.5, -3000.0, 3000.0]
    scores = ranking.scores(evidence({"words": 1.0}, {"words": 0.5}), heard=False)
    assert scores == pytest.approx({10: 1 / (1 + np.exp(-5)), 20: 1 / (1 + np.exp(-2))})
    assert set(ranking.scores(evidence({"words": 0.0}), heard=True).values()) == {0.5}


def test_the_signs_of_a_question() -> None:
    found = evidence(
        {
            "words_share": 0.3,
            "sound_share": 0.4,
            "dense": 0.7,
            "words": 1.0,
            "about": 0.5,
            "passage_pairs": 4.0,
            "length": 2.0,
        },
        {"words_share": 0.9, "sound_share": 0.1, "dense": 0.8, "words": 0.9},
        {"words_share": 0.2, "sound_share": 0.8, "dense": 0.6, "words": 0.6},
        documents="aab",
    )
    seen = signs(found, np.array([1.0, 0.9, 0.6]))
    assert len(seen) == WEIGHTS and seen[-1] == 0.5, "how much the conversation is on the best passage's document"
    assert list(seen[len(SIGNS) : -1]) == list(2.0 * seen[: len(SIGNS)]), "each once more, times the length"
    told = dict(zip(SIGNS, seen, strict=False))
    assert told == pytest.approx(
        {
            "merit": 1.0,
            "lead": 0.4,
            "words_share": 0.3,
            "sound_share": 0.4,
            "dense": 0.7,
            "most_words": 0.9,
            "most_sound": 0.8,
            "most_dense": 0.8,
            **dict.fromkeys(COVERAGE, 0.0),
            "passage_pairs": 4.0,
            "length": 2.0,
        }
    ), "passages of one document do not compete with one another"


def test_the_only_document_leads_nobody() -> None:
    assert signs(evidence({}, {}, documents="aa"), np.array([3.0, 2.0]))[SIGNS.index("lead")] == 0.0


def test_only_what_is_near_enough_is_worth_showing() -> None:
    needs = silent(-0.5, words_share=1.0)
    ranking = Ranking(model(needs, words=1.0), model(silent(-0.9, sound_share=1.0), sound=1.0))
    near, far = evidence({"words_share": 0.5}), evidence({"words_share": 0.49, "sound_share": 0.89})
    assert ranking.worth_showing(near, heard=False)
    assert not ranking.worth_showing(far, heard=False)
    assert not ranking.worth_showing(far, heard=True)
    assert ranking.worth_showing(evidence({"sound_share": 0.9}), heard=True)


def test_much_unsaid_in_a_short_question_is_little_in_a_long_one() -> None:
    ranking = Ranking(model(silent(0.0, passage_pairs=-1.0, length_passage_pairs=0.5), words=1.0), model())
    assert not ranking.worth_showing(evidence({"passage_pairs": 4.0, "length": 1.0}), heard=False)
    assert ranking.worth_showing(evidence({"passage_pairs": 4.0, "length": 3.0}), heard=False)


def test_nothing_considered_is_nothing_to_show() -> None:
    assert not BY_WORDS_OR_SOUND.worth_showing(evidence(), heard=False)


def test_it_is_written_and_read(tmp_path: Path) -> None:
    write_ranking(BY_WORDS_OR_SOUND, tmp_path / "ranking.json")
    assert read_ranking(tmp_path) == BY_WORDS_OR_SOUND


def test_the_one_that_comes_with_the_program_is_read_where_a_home_has_none(tmp_path: Path) -> None:
    ranking = read_ranking(tmp_path)
    assert ranking.typed != ranking.heard
    for model in (ranking.typed, ranking.heard):
        merit, (slope, _) = dict(zip(FEATURES, model.merit, strict=True)), model.chance
        assert slope > 0
        assert merit["about"] > 0 and merit["dense"] + merit["dense_gap"] > 0 and merit["sound"] > 0
    write_ranking(BY_WORDS_OR_SOUND, tmp_path / "ranking.json")
    assert read_ranking(tmp_path) != ranking


def spoiled(change: str) -> str:
    """A stored ranking with something wrong."""
    stored = json.loads(json.dumps({"typed": {}, "heard": {}}))
    for way in stored:
        stored[way] = {"merit": [0.0] * len(FEATURES), "chance": [1.0, 0.0], "silence": list(SHOW)}
    if change == "missing":
        del stored["heard"]
    elif change == "no object":
        stored["typed"] = [1, 2]
    elif change == "word":
        stored["typed"]["merit"][0] = "much"
    else:
        stored["heard"][change].append(1.0)
    return json.dumps(stored)


@pytest.mark.parametrize(
    "content",
    ["", "no JSON", "[]", "{}", "3", "null"] + [spoiled(change) for change in ("missing", "no object", "word")],
)
def test_a_file_that_is_no_ranking_is_told(tmp_path: Path, content: str) -> None:
    (tmp_path / "ranking.json").write_text(content, "utf-8")
    with pytest.raises(RetrievalError, match=r"ranking\.json is no ranking\. Learn it again"):
        read_ranking(tmp_path)


@pytest.mark.parametrize("change", ["merit", "chance", "silence"])
def test_one_of_an_earlier_version_is_passed_over_and_said(tmp_path: Path, change: str, caplog) -> None:
    (tmp_path / "ranking.json").write_text(spoiled(change), "utf-8")
    assert read_ranking(tmp_path) == read_ranking(tmp_path / "none")
    assert "another version" in caplog.text


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", None])
def test_a_file_that_cannot_be_read_is_told(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "ranking.json"
    path.mkdir() if content is None else path.write_bytes(content)
    with pytest.raises(RetrievalError, match="is no ranking"):
        read_ranking(tmp_path)
