"""How the channels' scores become one, for typed and for heard queries."""

from collections.abc import Mapping

import pytest

from knowledge_base.document import Passage
from retrieval.fusion import COSINE_FLOOR, HEARD, PER_DOCUMENT, TYPED, Weights, best_of, fuse
from retrieval.hit import SearchChannel

EQUAL = Weights(dense=1 / 3, words=1 / 3, sound=1 / 3)
Scores = Mapping[SearchChannel, Mapping[int, float]]


def passages(**documents: list[int]) -> dict[int, Passage]:
    """Passages by id, of the documents named."""
    return {i: Passage(i, doc, doc, (), None, 0, 2, "正文") for doc, ids in documents.items() for i in ids}


APART = passages(a=[1], b=[2], c=[3])


@pytest.mark.parametrize("weights", [TYPED, HEARD])
def test_shares_add_up_to_one(weights: Weights) -> None:
    assert weights.dense + weights.words + weights.sound == pytest.approx(1.0)
    assert weights.of("dense") == weights.dense
    assert weights.of("words") == weights.words
    assert weights.of("sound") == weights.sound


def test_what_was_heard_trusts_sounds_and_what_was_typed_trusts_words_more() -> None:
    scores: Scores = {"words": {1: 9.0, 2: 1.0}, "sound": {2: 7.0, 1: 2.0}, "dense": {}}
    typed, heard = fuse(scores, APART, TYPED, {}), fuse(scores, APART, HEARD, {})

    assert heard[2] > heard[1]
    assert typed[1] / typed[2] > heard[1] / heard[2]


@pytest.mark.parametrize(
    "scores",
    [
        {"words": {1: 50.0}, "sound": {1: 80.0}, "dense": {1: 1.0}},
        {"words": {1: 1e-6, 2: 1e-9}, "sound": {3: 1e-12}, "dense": {2: -1.0}},
        {"words": {}, "sound": {}, "dense": {1: 0.99, 2: 0.2}},
    ],
)
@pytest.mark.parametrize("about", [{}, {"a": 1.0, "b": 0.5}])
def test_scores_stay_between_0_and_1(scores: Scores, about: dict[str, float]) -> None:
    for weights in (TYPED, HEARD):
        assert all(0.0 <= score <= 1.0 for score in fuse(scores, APART, weights, about).values())


def test_units_of_a_channel_do_not_matter() -> None:
    small: Scores = {"words": {1: 0.2, 2: 0.1}, "sound": {2: 3.0}, "dense": {}}
    large: Scores = {"words": {1: 200.0, 2: 100.0}, "sound": {2: 0.003}, "dense": {}}

    assert fuse(small, APART, EQUAL, {}) == pytest.approx(fuse(large, APART, EQUAL, {}))


def test_a_cosine_under_the_floor_is_worth_nothing_and_never_harms() -> None:
    with_low: Scores = {"words": {1: 2.0}, "sound": {}, "dense": {1: COSINE_FLOOR - 0.5, 2: COSINE_FLOOR}}
    without: Scores = {"words": {1: 2.0}, "sound": {}, "dense": {}}

    fused = fuse(with_low, APART, EQUAL, {})

    assert fused[1] == pytest.approx(fuse(without, APART, EQUAL, {})[1])
    assert fused[2] == 0.0


def test_a_passage_that_more_channels_found_wins() -> None:
    scores: Scores = {"words": {1: 5.0, 2: 5.0}, "sound": {1: 5.0, 3: 5.0}, "dense": {1: 0.9, 2: 0.9, 3: 0.9}}

    fused = fuse(scores, APART, EQUAL, {})

    assert max(fused, key=lambda i: fused[i]) == 1
    assert fused[2] == pytest.approx(fused[3])


def test_the_subject_of_the_conversation_lifts_its_documents_by_how_much_it_is_on_them() -> None:
    scores: Scores = {"words": {1: 5.0, 2: 5.0, 3: 5.0}, "sound": {}, "dense": {}}

    fused = fuse(scores, APART, TYPED, {"b": 1.0, "c": 0.5, "gone": 1.0})

    assert fused[2] > fused[3] > fused[1]


def test_nothing_found_is_nothing() -> None:
    assert fuse({"words": {}, "sound": {}, "dense": {}}, {}, TYPED, {}) == {}
    assert best_of({}, {}, 5) == []


def test_the_best_come_first_and_no_document_takes_all_places() -> None:
    many = passages(a=[1, 2, 3, 4], b=[5], c=[6])
    fused = {1: 0.9, 2: 0.8, 3: 0.7, 4: 0.6, 5: 0.5, 6: 0.4}

    assert best_of(fused, many, 4) == [*range(1, PER_DOCUMENT + 1), 5, 6]
    assert best_of(fused, many, 1) == [1]
    assert best_of(fused, many, 0) == []
