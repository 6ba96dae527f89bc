from pathlib import Path

import pytest

from assistant.errors import AssistantError
from assistant.settings import SAMPLE
from assistant.tickets.gazetteer import Gazetteer
from assistant.tickets.taxonomy import Name


def test_the_sample_gazetteer_finds_names_by_sound() -> None:
    mention = Gazetteer.read(SAMPLE / "gazetteer.jsonl").mentions("住在翠湖明底")[0]
    assert (mention.name, mention.kind, mention.start, mention.end) == ("翠湖名邸", "estate", 2, 6)


def test_text_is_spelled_as_the_city_spells() -> None:
    gazetteer = Gazetteer([Name("金桂花园", "estate")])
    assert gazetteer.spelled("嗯金贵花园停水", 1, 7) == "金桂花园停水"


def test_an_unknown_kind_is_named(tmp_path: Path) -> None:
    path = tmp_path / "g.jsonl"
    path.write_text('{"name": "月亮", "kind": "moon"}\n', encoding="utf-8")
    with pytest.raises(AssistantError, match="moon"):
        Gazetteer.read(path)


def test_an_empty_gazetteer_finds_nothing() -> None:
    assert Gazetteer().mentions("金桂花园") == []
