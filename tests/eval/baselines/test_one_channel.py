from eval.baselines.one_channel import OneChannel
from retrieval.searcher import Searcher


def test_each_channel_ranks_alone(searcher: Searcher) -> None:
    found = OneChannel(searcher).doc_ids("拖欠工资向谁投诉", 5)
    assert tuple(found) == OneChannel(searcher).names == ("bm25", "dense", "sound")
    assert all(doc_ids[0] == "wages" for doc_ids in found.values())
    assert not OneChannel(searcher).timed


def test_only_sound_finds_what_sounds_alike(searcher: Searcher) -> None:
    found = OneChannel(searcher).doc_ids("巨竹症调师", 5)
    assert found["sound"][0] == "permit"
    assert found["bm25"] == []


def test_each_gives_what_the_searcher_has_of_that_channel_and_no_more_than_asked_for(searcher: Searcher) -> None:
    found, scores = OneChannel(searcher).doc_ids("投诉", 2), searcher.scores("投诉")
    for name, channel in (("bm25", "words"), ("dense", "dense"), ("sound", "sound")):
        passages = searcher.passages(list(scores[channel]))
        assert found[name] == [passages[i].doc_id for i in scores[channel]][:2]
    assert len(found["dense"]) == 2
