"""What the health page says, and that hostile words stay words in it."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest

from assistant.insight.gap_list import Gap
from assistant.insight.insight_desk import Overview, PassageMark, Reach, Recall, Showing, UnusedPart
from assistant.insight.pair_book import FoundPair
from assistant.insight.passage_pair import PassagePair
from assistant.knowledge.editorial_desk import Filing
from knowledge_base.document import Passage
from ui.insight.gap_view import gaps_html
from ui.insight.insight_view import SECTIONS, page_html
from ui.insight.mark_view import mark_foot, marks_html
from ui.insight.pair_view import pairs_html
from ui.insight.recall_view import recalls_html, showings_html, unused_html
from ui.texts import Texts

EVIL = """</p><script>alert(1)</script><img src=x onerror='a'>"><b id=evil>{{x}}${y}"""
ZH, EN = Texts("zh"), Texts("en")
PASSAGE = Passage(1, EVIL, EVIL, (EVIL, EVIL), 3, 10, 10 + len(EVIL), EVIL)
MARK = PassageMark(1, 1, EVIL, EVIL, EVIL, 0, 9, EVIL, EVIL, "wrong", EVIL, EVIL, "", "")
HANDLED = PassageMark(2, 1, EVIL, EVIL, EVIL, 0, 9, EVIL, EVIL, "outdated", EVIL, EVIL, EVIL, EVIL)
GAP = Gap(1, EVIL, (EVIL, EVIL + "?"), 3, 2, (EVIL,), EVIL, EVIL, "open", EVIL, "", True)
PAIR = FoundPair(PassagePair(1, 2, "figures", 0.9, (2, 30), (0, 9)), PASSAGE, PASSAGE, ((4, 12),), (), 2)
RECALL = Recall(EVIL, EVIL, "replaced", None, EVIL, frozenset({1}), EVIL, Reach(9, 1, 1))
PART = UnusedPart(EVIL, EVIL, 5, 2, EVIL, "")
OVERVIEW = Overview(1, 2, 3, 4, 5, 6, 7, EVIL)
SHOWN = showings_html([Showing(EVIL, EVIL, (1,), (1,), (7,))], RECALL, [PASSAGE], ZH)
VIEWS = {
    "foot": mark_foot(1, {}, {1}, ZH),
    "own mark": mark_foot(1, {1: MARK}, {1}, EN),
    "marks": marks_html([MARK, HANDLED], ZH),
    "gaps": gaps_html([GAP], ZH),
    "pairs": pairs_html([PAIR], "conflicts", EN),
    "recalls": recalls_html([RECALL], EVIL, SHOWN, ZH),
    "unused": unused_html([PART], EVIL, [PASSAGE], ZH),
    "page": page_html(OVERVIEW, "gaps", "", ZH),
}


class Tags(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs


@pytest.mark.parametrize("name", VIEWS)
def test_hostile_words_stay_words(name: str) -> None:
    seen = Tags(VIEWS[name])
    assert not {"script", "img"} & set(seen.tags)
    assert not [key for key, value in seen.attributes if key.startswith("on") or (key == "id" and value == "evil")]


def test_every_section_has_a_tile_with_its_count() -> None:
    html = page_html(OVERVIEW, "recall", "<i>body</i>", EN)
    assert [html.count(f'data-id="{section}"') for section in SECTIONS] == [1] * len(SECTIONS)
    assert '<section class="recall">' in html and "<i>body</i>" in html
    assert html.count('aria-pressed="true"') == 1
    assert all(f"<b>{count}</b>" in html for count in range(1, 7))


def test_a_card_offers_two_marks_or_shows_ones_own() -> None:
    fresh, warned, own = (mark_foot(1, marks, ids, ZH) for marks, ids in (({}, {}), ({}, {1}), ({1: MARK}, {1})))  # type: ignore[arg-type]
    assert 'data-mark="wrong"' in fresh and 'data-mark="outdated"' in fresh
    assert "请核对" in warned and "请核对" not in fresh + own
    assert 'data-mark=""' in own and 'class="mark-reason"' in own and 'data-mark="wrong"' not in own


def test_differing_figures_are_marked_inside_their_clause() -> None:
    text = "第一句。缴存满六个月可以提取。第三句。"
    at = text.index("六个月")
    passage = Passage(1, "d", "公积金", (), None, 0, len(text), text)
    found = FoundPair(PassagePair(1, 2, "figures", 0.9, (4, 15), (4, 15)), passage, passage, ((at, at + 3),), (), 1)
    found = replace(found, one_filing=Filing("市公积金中心", "澜江市"), other_filing=Filing("澜江市", "澜江市"))
    html = pairs_html([found], "conflicts", ZH)
    assert "澜江市 · 市公积金中心" in html and html.count("澜江市") == 2
    assert "缴存满<mark>六个月</mark>可以提取" in html
    assert html.count("<mark>") == 1
    assert "".join(Words(html).words).count("第一句。") == 2


class Words(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.feed(html)

    def handle_data(self, data: str) -> None:
        self.words.append(data)


@pytest.mark.parametrize(
    ("state", "offered"), [("open", ["done", "dismissed"]), ("started", ["done", "dismissed"]), ("done", ["open"])]
)
def test_a_gap_offers_what_can_be_done_about_it(state: Any, offered: list[str]) -> None:
    html = gaps_html([Gap(7, "q", (), 1, 1, (), "d", "d", state, "", "", False)], ZH)
    assert re.findall('data-do="gap" data-id="7" data-value="([a-z]+)"', html) == offered
    assert ('data-do="draft"' in html) == (state != "done")


def test_calls_of_the_opened_document_lead_to_the_panel() -> None:
    html = recalls_html([Recall("d1", "停车", "ended", None, "", None, "", Reach(250, 0, 0))], "d1", "<i>calls</i>", ZH)
    assert "<i>calls</i>" in html and 'data-id=""' in html
    shown = showings_html([Showing("c1", "2026-03-01T02:00:00+00:00", (1,), (), (5,))], RECALL, [], EN)
    assert 'href="/en/?call=c1"' in shown and "ticket 5" in shown and "8 more" in shown


@pytest.mark.parametrize("say", [ZH, EN])
def test_nothing_is_said_plainly(say: Texts) -> None:
    empty = [gaps_html([], say), marks_html([], say), recalls_html([], "", "", say), unused_html([], "", [], say)]
    empty += [pairs_html([], section, say) for section in ("conflicts", "duplicates")]
    assert all(html.startswith('<p class="hint">') for html in empty)
