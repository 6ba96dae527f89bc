from types import SimpleNamespace

import numpy as np
import pytest

from eval.benchmarks.answer_elsewhere import PASSAGES, answered_elsewhere
from retrieval.coverage import COVERAGE
from retrieval.evidence import FEATURES, Evidence
from retrieval.ranking import WEIGHTS, Model, Ranking

BY_WORDS = Model(tuple(float(name == "words") for name in FEATURES), (1.0, 0.0), (0.0,) * (WEIGHTS + 1))
ANSWER = "每月领取失业保险金一千八百二十四元"


def found(*texts: str):
    """A base that holds these passages, and the evidence of a question that considered them, best first."""
    features = np.zeros((len(texts), len(FEATURES)))
    features[:, FEATURES.index("words")] = np.arange(len(texts), 0, -1)
    ids = list(range(len(texts)))
    evidence = Evidence(dict.fromkeys(ids, "d"), {}, ids, features, lambda _: (0.0,) * len(COVERAGE))
    texts_of = {number: SimpleNamespace(text=text) for number, text in enumerate(texts)}
    library = SimpleNamespace(passages=lambda wanted: {number: texts_of[number] for number in wanted})
    return SimpleNamespace(library=library), evidence


@pytest.mark.parametrize(
    ("texts", "stands"),
    [
        (["别的事", f"本市规定，{ANSWER}。"], True),
        (["失业人员每月领取的失业保险金：一千八百二十四元"], True),  # in other words
        (["失业保险金由用人单位申报"], False),
        ([], False),
        (["别的事"] * PASSAGES + [ANSWER], False),  # too far down to be seen
    ],
)
def test_the_answer_is_looked_for_in_the_best_passages(texts: list[str], stands: bool) -> None:
    base, evidence = found(*texts)
    ranking = Ranking(BY_WORDS, BY_WORDS)
    assert answered_elsewhere(base, ranking, evidence, heard=False, answer=ANSWER) is stands


@pytest.mark.parametrize("answer", ["", "……"])
def test_without_words_nothing_stands_anywhere(answer: str) -> None:
    base, evidence = found("……")
    assert not answered_elsewhere(base, Ranking(BY_WORDS, BY_WORDS), evidence, heard=True, answer=answer)


def test_a_short_answer_is_looked_for_as_a_whole() -> None:
    base, evidence = found("请拨打12345。")
    assert not answered_elsewhere(base, Ranking(BY_WORDS, BY_WORDS), evidence, heard=True, answer="十天")
    base, evidence = found("须十天办结")
    assert answered_elsewhere(base, Ranking(BY_WORDS, BY_WORDS), evidence, heard=True, answer="十天")
