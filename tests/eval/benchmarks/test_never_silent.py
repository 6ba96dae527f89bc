from pathlib import Path

from eval.benchmarks.never_silent import never_silent
from retrieval.ranking import read_ranking


def test_only_the_silence_of_a_ranking_goes(tmp_path: Path) -> None:
    ranking = read_ranking(tmp_path)
    talkative = never_silent(ranking)
    for model, other in ((ranking.typed, talkative.typed), (ranking.heard, talkative.heard)):
        assert (model.merit, model.chance, model.silence[:-1]) == (other.merit, other.chance, other.silence[:-1])
        assert other.silence[-1] == float("inf")
