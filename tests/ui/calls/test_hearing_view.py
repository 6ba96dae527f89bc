"""Which buttons a call offers, by how it is heard."""

from dataclasses import replace

import pytest

from assistant.events import CallEnded, Hearing
from ui.calls.hearing_view import hearing_html
from ui.panel_state import PanelState
from ui.texts import Texts

ZH, EN = Texts("zh"), Texts("en")
LIVE = PanelState("c1", source="line")


@pytest.mark.parametrize(
    ("hearing", "pill", "asks"),
    [("on", "", ["paused", "off"]), ("paused", "听写已暂停", ["on", "off"]), ("off", "不听写", [])],
)
def test_a_call_that_goes_on(hearing: Hearing, pill: str, asks: list[str]) -> None:
    html = hearing_html(replace(LIVE, hearing=hearing), ZH)
    assert [part.split('"')[0] for part in html.split('data-hearing="')[1:]] == asks
    assert (f'<span class="pill held">{pill}</span>' in html) is bool(pill)


def test_stopping_for_good_is_asked_for_once_more() -> None:
    html = hearing_html(LIVE, EN)
    assert html.index("<details") < html.index("cannot be undone") < html.index('data-hearing="off"')


@pytest.mark.parametrize("state", [PanelState(), replace(LIVE, source="typed"), replace(LIVE, ended=CallEnded(1, ""))])
def test_nothing_is_offered_where_nothing_is_heard(state: PanelState) -> None:
    assert hearing_html(state, ZH) == ""


def test_an_ended_call_still_says_that_it_was_not_transcribed() -> None:
    assert "not transcribed" in hearing_html(replace(LIVE, hearing="off", ended=CallEnded(1, "")), EN)
