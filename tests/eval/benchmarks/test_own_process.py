import os
from operator import itemgetter

import pytest

from eval.benchmarks.own_process import in_own_process


def test_works_elsewhere_and_gives_back_what_came_of_it() -> None:
    assert in_own_process(os.getpid) != os.getpid()


def test_what_is_raised_there_is_raised_here() -> None:
    with pytest.raises(KeyError):
        in_own_process(itemgetter("a"), {})
