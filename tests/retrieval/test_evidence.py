"""What speaks for each passage: shares that compare across queries and collections."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest

from retrieval.evidence import FEATURES, Evidence, evidence, read_background
from retrieval.query import read_query

QUERY = "居住证在哪里申领登记"


@pytest.fixture
def consider(base):
    """What speaks for each passage that any channel found."""

    def run(text: str = QUERY, about: Mapping[str, float] | None = None) -> Evidence:
        query, index, library = read_query(text, heard=False), base.index, base.library
        found = base.searcher.scores(text)
        documents = library.places({number for scores in found.values() for number in scores})[0]
        background = read_background(query, index)
        return evidence(query, index, found, documents, library.first_passages(), about or {}, background)

    return run


def column(found: Evidence, name: str) -> dict[str, float]:
    """One feature by document."""
    values = found.features[:, FEATURES.index(name)]
    return {found.documents[i]: float(value) for i, value in zip(found.ids, values, strict=True)}


def test_every_passage_has_every_feature(consider) -> None:
    found = consider()
    assert found.features.shape == (12, len(FEATURES))
    assert sorted(found.ids) == sorted(found.documents)
    assert np.isfinite(found.features).all()


@pytest.mark.parametrize("name", ["words", "sound", "document_sound"])
def test_shares_of_the_best_are_1_for_it(consider, name: str) -> None:
    shares = column(consider(), name)
    assert max(shares, key=lambda doc_id: shares[doc_id]) == "居住证"
    assert shares["居住证"] == 1.0
    assert all(0.0 <= share < 1.0 for doc_id, share in shares.items() if doc_id != "居住证")


@pytest.mark.parametrize("name", ["words_share", "sound_share"])
def test_shares_of_what_is_possible_say_how_much_of_the_question_is_there(consider, name: str) -> None:
    partly = column(consider("居住证在哪里申领，夏天西瓜甜不甜，葡萄多少钱一斤"), name)["居住证"]
    wholly = column(consider("本市居住半年以上申领居住证"), name)["居住证"]
    assert 0.0 < partly < wholly < 1.0


def test_each_bm25_is_that_of_its_channel(consider, base) -> None:
    found, query = consider(), read_query(QUERY, heard=False)
    for field, tokens in (("words", query.words), ("sound", query.sound)):
        raw, most = base.searcher.scores(QUERY)[field], base.index.passages.most(field, tokens)
        for name, whole in ((field, max(raw.values())), (f"{field}_share", most)):
            wanted = {found.documents[i]: raw.get(i, 0.0) / whole for i in found.ids}
            assert column(found, name) == pytest.approx(wanted)


def test_the_cosine_and_how_far_it_is_from_the_best(consider, base) -> None:
    found = consider()
    vectors = base.index.vectors_of(found.ids)
    wanted = {found.documents[i]: float(vectors[i] @ base.index.embedder.query(QUERY)) for i in found.ids}
    assert column(found, "dense") == pytest.approx(wanted, abs=1e-3)
    best = max(wanted.values())
    gaps = {name: cosine - best for name, cosine in wanted.items()}
    assert column(found, "dense_gap") == pytest.approx(gaps, abs=1e-3)


def test_what_meaning_missed_has_the_lowest_cosine_found(base) -> None:
    scores = base.searcher.scores(QUERY)
    near = dict(list(scores["dense"].items())[:3])
    documents = base.library.places(base.library.passage_ids())[0]
    query = read_query(QUERY, heard=False)
    found = evidence(
        query,
        base.index,
        scores | {"dense": near},
        documents,
        base.library.first_passages(),
        {},
        read_background(query, base.index),
    )
    cosines = dict(zip(found.ids, found.features[:, FEATURES.index("dense")], strict=True))
    assert {number: cosines[number] for number in near} == near
    assert {cosine for number, cosine in cosines.items() if number not in near} == {min(near.values())}


def test_what_the_conversation_is_about_is_told_of_its_documents(consider) -> None:
    about = column(consider(about={"落户": 0.5, "gone": 1.0}), "about")
    assert about["落户"] == 0.5
    assert sum(about.values()) == 0.5


def test_a_long_documents_passages_share_what_the_whole_has(base, make_document, consider) -> None:
    text = "养犬应当办理犬只登记证。" + "其他规定从略。" * 100 + "犬只应当每年注射狂犬病疫苗。"
    base.library.add_document(make_document("养犬", text))
    found = consider("犬只登记证和狂犬病疫苗")
    own = [n for n, i in enumerate(found.ids) if found.documents[i] == "养犬"]
    assert len(own) > 1
    assert (found.features[own, FEATURES.index("document_sound")] == 1.0).all()
    assert len({*found.features[own, FEATURES.index("words")]}) > 1


def test_ranks_are_each_channels_own_without_those_that_are_gone(consider, base) -> None:
    scores = base.searcher.scores(QUERY)
    first, second = list(scores["words"])[:2]
    query = read_query(QUERY, heard=False)
    found = evidence(
        query,
        base.index,
        scores,
        base.library.places({*base.library.passage_ids()} - {first})[0],
        base.library.first_passages(),
        {},
        read_background(query, base.index),
    )
    assert first not in found.ranks["words"]
    assert found.ranks["words"][second] == 1
    assert consider().ranks["words"][first] == 1


def test_nothing_found_is_no_evidence(base) -> None:
    query = read_query(QUERY, heard=False)
    found = evidence(
        query, base.index, {"dense": {}, "words": {}, "sound": {}}, {}, {}, {}, read_background(query, base.index)
    )
    assert (found.ids, found.features.shape) == ([], (0, len(FEATURES)))
    assert found.ranks == {"dense": {}, "words": {}, "sound": {}}
