import json

import pytest

from eval.runs.measure import Measure
from eval.runs.result import Result, flat, nested

HITS = Measure("typed hit@1", "ratio", "higher", "typed hit@1")
NEVER = Measure("heard hit@1", "ratio", "higher", "heard hit@1")
WAIT = Measure("latency_ms p50", "p50", "lower", "latency_ms")
SAMPLES = [
    {"id": "1", "unit": "1", "observed": {"typed hit@1": [[1.0, 1]], "latency_ms": [10.0]}},
    {"id": "2", "unit": "2", "observed": {"typed hit@1": [[0.0, 1]], "latency_ms": [20.0]}},
]


def test_figures_stand_in_the_groups_of_their_names() -> None:
    result = Result((HITS, WAIT, NEVER), SAMPLES, {"n": 2})
    assert result.figures == {
        "typed": {"hit@1": 0.5},
        "latency_ms": {"p50": 15.0},
        "heard": {"hit@1": None},
        "n": 2,
    }
    assert result.intervals["typed hit@1"] == (0.0, 1.0)
    assert result.intervals["latency_ms p50"] == pytest.approx((10.0, 20.0))
    assert "heard hit@1" not in result.intervals
    assert json.loads(json.dumps(result.figures, allow_nan=False)) == result.figures


def test_flat_is_the_reverse_of_nested() -> None:
    names = {"a b c": 1.0, "a b d": None, "e": 2.0}
    assert dict(flat(nested(names))) == names
