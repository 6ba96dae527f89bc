from dataclasses import dataclass
from pathlib import Path

from eval.baselines.silenced import Silenced, never_silent
from retrieval.ranking import read_ranking


@dataclass
class Found:
    """As much of a hit as is looked at."""

    doc_id: str

    @property
    def passage(self) -> "Found":
        return self


class Searcher:
    """Shows two passages for one question and nothing for any other."""

    def search(self, query: str, limit: int) -> list[Found]:
        return [Found("a"), Found("b")][:limit] if query == "水费" else []


def test_ranks_what_is_shown_and_nothing_where_nothing_is() -> None:
    silenced = Silenced(Searcher())
    assert silenced.doc_ids("水费", 1) == {"silenced": ["a"]}
    assert silenced.doc_ids("电费", 5) == {"silenced": []}


def test_only_the_silence_of_a_ranking_goes(tmp_path: Path) -> None:
    ranking = read_ranking(tmp_path)
    talkative = never_silent(ranking)
    for model, other in ((ranking.typed, talkative.typed), (ranking.heard, talkative.heard)):
        assert (model.merit, model.chance, model.silence[:-1]) == (other.merit, other.chance, other.silence[:-1])
        assert other.silence[-1] == float("inf")
