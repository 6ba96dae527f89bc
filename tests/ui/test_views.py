"""What the views say, and that hostile words stay words in every one of them."""

from dataclasses import replace
from datetime import date
from html import escape
from html.parser import HTMLParser
from types import SimpleNamespace
from typing import Any

import pytest

from asr.transcript import Repair, Word
from assistant.answer import Answer, AnswerSentence, Citation
from assistant.events import Alert, CallEnded, CallFault, FinalTranscript, Hit, PartialTranscript, Passage, Suggestion
from assistant.ticket import Draft, Evidence, FieldValue, RankedLabel
from knowledge_base.clause_change import ClauseChange
from knowledge_base.document import Document, DocumentSummary, Section
from knowledge_base.version import DocumentVersion, Term
from ui.advice_view import advice_html, alerts_html, merge_spans
from ui.calls.hearing_view import hearing_html
from ui.calls.live_calls_view import incoming_html, live_calls_html
from ui.knowledge.document_page import document_html, message_html
from ui.knowledge.knowledge_view import documents_html, hits_html
from ui.knowledge.versions_view import differences_html, versions_html
from ui.panel_state import HearingNote, PanelState, TypedQuestion
from ui.records_view import calls_html, tickets_html
from ui.status_view import call_status_html, desk_status_html, language_html
from ui.texts import Texts
from ui.ticket_view import chips_html, evidence_html
from ui.transcript_view import clock, transcript_html

EVIL = """</p><script>alert(1)</script><img src=x onerror='a'>"><b id=evil>{{x}}${y}"""
ZH, EN = Texts("zh"), Texts("en")
PASSAGE = Passage(1, EVIL, EVIL, (EVIL, EVIL), 3, 0, len(EVIL), EVIL)
CITATION = Citation(1, EVIL, EVIL, (EVIL,), 3, 4, 20, EVIL[4:20])
SUGGESTION = Suggestion(
    0, EVIL, True, (Hit(PASSAGE, 0.5, {"sound": 2}),), Answer((AnswerSentence(EVIL, (CITATION,)),), "drafted", False)
)
STATE = PanelState(
    EVIL, 9, 65_000, EVIL, EVIL, EVIL,
    (FinalTranscript("caller", 0, EVIL, 0, 1, (Word(EVIL[4:30], 0, 1, 0.1),)), 
     FinalTranscript("operator", 0, EVIL, 2, 3, (), 0.1, raw=EVIL * 2, repairs=(Repair(4, 20, EVIL, EVIL, 0.5),)),
     PartialTranscript("caller", 1, EVIL, 9, 4, 5), TypedQuestion(EVIL, 6)),
    SUGGESTION, Draft({"title": FieldValue(EVIL, (Evidence(EVIL, 0, EVIL, 0, 1),))}, (RankedLabel(EVIL, 0.5),)),
    {}, (Alert(EVIL, EVIL, 0),), (CallFault("llm", EVIL),), CallEnded(65_000, EVIL), EVIL,
)  # fmt: skip
STATUS: Any = SimpleNamespace(recognizer=EVIL, embedder=EVIL, llm=EVIL, documents=1, passages=1, missing=(EVIL,))
LIVE: Any = SimpleNamespace(call_id=EVIL, label=EVIL, operator=f"{EVIL}2", source=EVIL, started_at=EVIL, hearing="off")
SUMMARY = DocumentSummary(EVIL, EVIL, EVIL, EVIL, 1, 1, EVIL)
VERSION = DocumentVersion(EVIL, EVIL, EVIL, 1, EVIL, False, None, None, EVIL, False, Term(None, date(2020, 1, 1)))
TICKET: Any = SimpleNamespace(ticket_id=1, call_id=EVIL, submitted_at=EVIL, fields={"title": EVIL, "category": EVIL})
CALL: Any = SimpleNamespace(call_id=EVIL, started_at=EVIL, label=EVIL, duration_ms=1, summary=EVIL)
DOCUMENT = Document(EVIL, EVIL, EVIL, "text", EVIL * 2, (Section((EVIL, EVIL), 3, 40, 2),), "", (EVIL,))
VIEWS = {
    "transcript": transcript_html(STATE, ZH, (), 0.5),
    "missing": transcript_html(PanelState(), EN, (EVIL,)),
    "alerts": alerts_html(STATE, ZH),
    "advice": advice_html(STATE, EN),
    "evidence": evidence_html(STATE, "title", ZH),
    "chips": chips_html(STATE.draft.categories, "category", EVIL),
    "call status": call_status_html(STATE, STATUS, 1, ZH),
    "desk status": desk_status_html(STATUS, ZH),
    "language": language_html(EVIL, ZH),
    "hearing": hearing_html(replace(STATE, ended=None, hearing="paused"), ZH) + escape(EVIL),
    "live calls": live_calls_html([LIVE], "", EVIL, ZH),
    "incoming": incoming_html([LIVE, LIVE], EN),
    "documents": documents_html([SUMMARY], "", ZH),
    "hits": hits_html(SUGGESTION.hits, ZH),
    "tickets": tickets_html([TICKET], ZH),
    "calls": calls_html([CALL], EN),
    "document": document_html(DOCUMENT, (5, 60), ZH),
    "message": message_html(EVIL),
    "repealed hits": hits_html([replace(SUGGESTION.hits[0], in_force=False)], ZH),
    "versions": versions_html([VERSION, replace(VERSION, number=2, restored=True, corrected=True)], ZH),
    "differences": differences_html([ClauseChange("changed", (EVIL,), EVIL, f"{EVIL}x{EVIL}")], 1, 2, EN),
    "notice": document_html(DOCUMENT, (5, 60), ZH, [VERSION]),
}


class Reader(HTMLParser):
    """Collects what a browser would see as elements and as attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {f"{name}={value}" if name == "id" else name for name, value in attrs}


@pytest.mark.parametrize("name", VIEWS)
def test_hostile_words_stay_words(name: str) -> None:
    html = VIEWS[name]
    seen = Reader(html)
    assert not seen.tags & {"script", "img"}
    assert not {"onerror", "id=evil"} & seen.attributes
    assert "&lt;script&gt;" in html or "script%3E" in html


def test_lines_say_who_and_when_and_how_sure() -> None:
    words = (Word("合同", 0, 1, 0.9), Word("备案", 1, 2, 0.4), Word("。", 2, 2, 0.1))
    state = PanelState("c1", lines=(FinalTranscript("caller", 0, "合同备案。", 65_000, 67_000, words),))
    html = transcript_html(state, ZH, (), 0.5)
    assert "来电人" in html and "01:05" in html
    assert '合同<span class="unsure" title="可信度 40%">备案</span>。</p>' in html


def test_a_line_heard_unsurely_as_a_whole_is_said_to_be() -> None:
    sure, unsure = (FinalTranscript("caller", n, "不热纹", n, 9, (), c) for n, c in enumerate((0.5, 0.49)))
    assert "听得不准" not in transcript_html(PanelState("c1", lines=(sure,)), ZH, (), 0.5)
    html = transcript_html(PanelState("c1", lines=(unsure,)), ZH, (), 0.5)
    assert "听得不准" in html and "可信度 49%" in html


def test_a_repair_says_what_was_heard_why_and_how_sure_by_mouse_and_by_key() -> None:
    repairs = (Repair(2, 6, "养光家元", "place", 0.83),)
    words = (Word("我住", 0, 1, 0.9), Word("阳光", 1, 2, 0.1), Word("吗", 3, 4, 0.2))
    final = FinalTranscript("caller", 0, "我住阳光家园吗", 0, 9, words, 0.9, "", "我住养光家元吗", repairs)
    html = transcript_html(PanelState("c1", lines=(final,)), ZH, (), 0.5)
    note = "原听作“养光家元”，依据地名改正，把握 83%"
    assert (
        f'我住<span class="repaired" tabindex="0" data-note="{note}" aria-description="{note}">阳光家园</span>' in html
    )
    assert '</span><span class="unsure" title="可信度 20%">吗</span></p>' in html
    assert 'data-note="识别原文：我住养光家元吗"' in html


@pytest.mark.parametrize("repair", [Repair(-1, 3, "x", "term", 1.0), Repair(5, 99, "x", "term", 1.0)])
def test_a_repair_that_lies_outside_of_its_text_is_not_drawn(repair: Repair) -> None:
    final = FinalTranscript("caller", 0, "备案了吗", 0, 9, repairs=(repair,))
    assert '<p lang="zh">备案了吗</p>' in transcript_html(PanelState("c1", lines=(final,)), ZH, (), 0.5)


def test_a_long_call_shows_its_last_lines_while_it_goes_on_and_all_when_it_has_ended() -> None:
    said = tuple(FinalTranscript("caller", n, f"第{n}句", n, n + 1) for n in range(1_000))
    live = PanelState("c", 1, lines=said)
    assert "第999句" in transcript_html(live, ZH) and "第699句" not in transcript_html(live, ZH)
    assert "700 earlier" in transcript_html(live, EN)
    ended = transcript_html(replace(live, ended=CallEnded(1, "")), ZH)
    assert "第0句" in ended and "更早" not in ended


def test_a_pause_stands_in_the_transcript_where_it_began() -> None:
    state = PanelState("c1", lines=(HearingNote("paused", 61_000),))
    assert "01:01" in transcript_html(state, ZH) and "听写暂停" in transcript_html(state, ZH)


def test_the_tail_of_a_partial_is_apart_from_what_is_stable() -> None:
    html = transcript_html(PanelState("c1", lines=(PartialTranscript("caller", 0, "我想问", 2, 0, 1),)), ZH)
    assert '我想<span class="tail">问</span>' in html


def test_words_that_no_longer_stand_in_a_final_do_not_spoil_it() -> None:
    words = (Word("背案", 0, 1, 0.9), Word("了", 1, 2, 0.2))
    html = transcript_html(
        PanelState("c1", lines=(FinalTranscript("caller", 0, "备案了吗", 0, 9, words),)), EN, (), 0.5
    )
    assert "备案<span" in html and "</span>吗" in html


def test_quotes_are_marked_and_numbered_in_the_order_of_the_answer(script: SimpleNamespace) -> None:
    html = advice_html(PanelState("c1", suggestion=Suggestion(0, "q", True, script.HITS[::-1], script.ANSWER)), ZH)
    assert "<mark>租住房屋的，提交已备案的租赁合同</mark>" in html
    assert "<mark>首次申领免费</mark>" in html
    assert html.index('data-passage="11"') < html.index('data-passage="12"') < html.index('data-passage="31"')
    assert "原文引用" in html and 'target="_blank"' in html


def test_nothing_found_is_said_plainly() -> None:
    html = advice_html(PanelState("c1", suggestion=Suggestion(-1, "q", False, (), None)), EN)
    assert "Nothing good was found" in html


def test_a_draft_by_the_llm_is_said_to_be_one_while_it_is_written() -> None:
    html = VIEWS["advice"]
    assert "drafted by the LLM" in html and "being written" in html


def test_evidence_names_words_speaker_and_second(script: SimpleNamespace) -> None:
    state = PanelState("c1", draft=script.DRAFT)
    html = evidence_html(state, "caller_phone", ZH)
    assert "草拟" in html and "00:31 <q>幺九九零零零零幺二三四</q> 来电人" in html
    assert "推断" in evidence_html(state, "urgency", ZH)
    assert "坐席填写" in evidence_html(PanelState("c1", draft=script.DRAFT, edits={"title": "x"}), "title", ZH)
    assert evidence_html(state, "time", ZH) == ""


def test_a_value_and_an_answer_from_words_heard_unsurely_are_marked(script: SimpleNamespace) -> None:
    finals = tuple(
        FinalTranscript("caller", n, words, n, 9, (), 0.4) for n, words in enumerate(("居住证怎么办", "我姓王"))
    )
    state = PanelState("c1", draft=script.DRAFT, lines=finals, suggestion=Suggestion(0, "居住证", True, (), None))
    assert "听得不准" in evidence_html(state, "title", ZH, 0.5) and "草拟" in evidence_html(state, "title", ZH, 0.3)
    assert "听得不准" in evidence_html(state, "department", ZH, 0.5)
    assert "听得不准" in advice_html(state, ZH, {}, 0.5) and "听得不准" not in advice_html(state, ZH, {}, 0.3)
    chips = chips_html(state.draft.categories, "category", "", ZH("doubt.field"))
    assert chips.count("chip doubt") == 3 and chips.count("请核对") == 3


def test_only_the_three_best_labels_are_offered_and_the_chosen_is_pressed() -> None:
    ranked = tuple(RankedLabel(f"甲/乙/{n}", 0.5) for n in range(5))
    html = chips_html(ranked, "category", "甲/乙/1")
    assert html.count("<button") == 3 and html.count('aria-pressed="true"') == 1


def test_degraded_modes_are_said_in_words() -> None:
    bare: Any = SimpleNamespace(recognizer="", embedder="", llm="", documents=0, passages=0, missing=())
    html = call_status_html(PanelState("c1", faults=(CallFault("hearing", "X"),)), bare, 1, EN)
    assert "rely on your ears" in html and "type questions" in html and "No LLM" in html


def test_a_call_says_where_from_for_whom_and_which_engine_hears_it() -> None:
    state = PanelState("c1", source="line", label="8001", operator="8001", recognizer="whisper-base")
    assert "电话线路 · 打给 8001 · whisper-base" in call_status_html(state, STATUS, 1, ZH)


def test_a_running_call_has_a_running_clock_and_an_ended_one_has_not() -> None:
    assert 'data-rate="2"' in call_status_html(PanelState("c1"), STATUS, 2.0, ZH)
    assert 'data-rate="0"' in call_status_html(STATE, STATUS, 2.0, ZH)


@pytest.mark.parametrize(("ms", "shown"), [(0, "00:00"), (65_900, "01:05"), (3_661_000, "1:01:01"), (-5, "00:00")])
def test_clock(ms: int, shown: str) -> None:
    assert clock(ms) == shown


def test_spans_that_touch_are_one() -> None:
    assert merge_spans([(5, 9), (0, 3), (3, 4), (8, 12)]) == [(0, 4), (5, 12)]


def test_the_list_is_filtered_by_title_or_file() -> None:
    documents = [
        DocumentSummary(n, t, s, "pdf", 1, 1, "") for n, t, s in (("1", "供热办法", "a.pdf"), ("2", "公交", "b.pdf"))
    ]
    html = documents_html(documents, "供热", ZH)
    assert "供热办法" in html and "公交" not in html and "1 / 2" in html


def test_a_hit_shows_its_rank_in_every_channel(script: SimpleNamespace) -> None:
    html = hits_html(script.HITS[1:2], ZH)
    assert "语义 第 1" in html and "字词 未中" in html and "读音 第 2" in html
