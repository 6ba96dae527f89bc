"""The list of calls that go on, its button, and the notice of a new one."""

from assistant.desk import LiveCall
from ui.calls.live_calls_view import button_words, incoming_html, live_calls_html, lost_html
from ui.texts import Texts

ZH, EN = Texts("zh"), Texts("en")
MINE = LiveCall("c2", "8001", "8001", "line", "2026-03-02T01:30:00+00:00", "paused")
OTHER = LiveCall("c1", "call-01", "", "replay", "2026-03-02T01:29:00+00:00", "on")


def test_each_call_says_who_since_when_for_whom_and_how_it_is_heard() -> None:
    html = live_calls_html([MINE, OTHER], "c1", "8001", EN)
    mine, other = html.split("</tr>")[1:3]
    assert 'class="mine"' in mine and ":30" in mine and ">Line</td><td>8001" in mine and "paused" in mine
    assert 'data-call="c2"' in mine
    assert "Recording · call-01" in other and "shown" in other and "data-call" not in other


def test_no_call_is_said_plainly() -> None:
    assert "现在没有通话" in live_calls_html([], "", "", ZH)


def test_the_button_counts_calls_and_names_the_extension() -> None:
    assert button_words(3, "8001", EN) == "Ext. 8001 · calls 3"
    assert "设分机" in button_words(0, "", ZH)


def test_the_notice_opens_its_call_or_lets_it_wait() -> None:
    html = incoming_html([MINE], ZH)
    assert 'role="alert"' in html and "您有新来电" in html and "另有" not in html
    assert html.index('data-call="c2"') < html.index('data-later="c2"')
    assert incoming_html([], ZH) == ""


def test_the_notice_is_of_the_first_call_and_counts_the_others() -> None:
    html = incoming_html([OTHER, MINE, MINE], EN)
    assert 'data-call="c1"' in html and "c2" not in html and "and 2 more" in html


def test_a_lost_page_says_so_and_has_a_button() -> None:
    assert "不再更新" in lost_html(ZH) and "<button" in lost_html(ZH)
