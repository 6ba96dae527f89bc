"""Learnt weights put the right document first."""

from __future__ import annotations

import numpy as np
import pytest

from eval.tuning.merit import ABOUT, Asked, learn_chance, learn_merit
from retrieval.evidence import FEATURES


def first_right(questions: list[Asked], merit) -> float:
    """The share of questions whose best passage is of the right document."""
    return float(np.mean([asked.right[(asked.evidence.features @ np.array(merit)).argmax()] for asked in questions]))


def test_the_right_passages_are_those_of_the_document(make_evidence) -> None:
    evidence = make_evidence("abca")
    assert Asked(evidence, {"a"}).right.tolist() == [True, False, False, True]
    assert Asked(evidence, {"b", "c"}).right.tolist() == [False, True, True, False], "of any document that answers"
    assert Asked(evidence, {"gone"}).right.tolist() == [False] * 4


def test_what_tells_the_right_document_gets_the_weight(questions) -> None:
    merit = learn_merit(questions[:200])
    weights = dict(zip(FEATURES, merit, strict=True))
    spread = {
        name: np.concatenate([asked.evidence.features[:, n] for asked in questions]).std()
        for n, name in enumerate(FEATURES)
    }
    said = {name: weights[name] * spread[name] for name in FEATURES if name != "about"}
    assert max(said, key=lambda name: said[name]) == "sound"
    assert said["words"] < 0
    assert all(abs(said[name]) < 0.3 * said["sound"] for name in said if name not in ("sound", "words"))
    assert first_right(questions[200:], merit) > 0.9 > first_right(questions[200:], [1.0] * len(FEATURES))


def test_the_units_of_a_feature_do_not_matter(questions) -> None:
    merit = learn_merit(questions)
    for asked in questions:
        asked.evidence.features[:, FEATURES.index("sound")] *= 1000
    scaled = dict(zip(FEATURES, learn_merit(questions), strict=True))
    assert 1000 * scaled["sound"] == pytest.approx(merit[FEATURES.index("sound")], rel=1e-2)


def test_the_conversations_weight_is_given_not_learnt(questions) -> None:
    for asked in questions:
        asked.evidence.features[:, FEATURES.index("about")] = asked.right
    assert learn_merit(questions)[FEATURES.index("about")] == ABOUT


def test_a_question_whose_document_was_not_considered_teaches_nothing(questions) -> None:
    merit = learn_merit(questions[:50])
    lost = [Asked(asked.evidence, {"gone"}) for asked in questions[50:]]
    assert learn_merit([*questions[:50], *lost]) == pytest.approx(merit)


def test_one_good_passage_of_the_right_document_is_enough(make_evidence) -> None:
    asked = [Asked(make_evidence("aab", sound=[1.0, 0.0, 0.5]), {"a"}) for _ in range(20)]
    assert first_right(asked, learn_merit(asked)) == 1.0


def test_the_chance_grows_with_the_merit_and_is_that_of_the_questions(questions) -> None:
    merit = learn_merit(questions)
    slope, offset = learn_chance(questions, merit)
    best = np.array([(asked.evidence.features @ np.array(merit)).max() for asked in questions])
    chances = 1 / (1 + np.exp(-(slope * best + offset)))
    assert slope > 0
    assert float(chances.mean()) == pytest.approx(first_right(questions, merit), abs=0.02)


def test_a_question_that_found_nothing_is_passed_over(questions, make_evidence) -> None:
    merit = learn_merit(questions)
    assert learn_chance([*questions, Asked(make_evidence(""), {"b"})], merit) == learn_chance(questions, merit)


def test_questions_that_teach_nothing_are_refused(questions) -> None:
    with pytest.raises(ValueError, match="concatenate"):
        learn_merit([Asked(asked.evidence, {"gone"}) for asked in questions])
