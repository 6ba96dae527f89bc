"""Values, questions and lines that rest on words heard unsurely."""

from dataclasses import replace

import pytest

from asr.transcript import Word
from assistant.events import FinalTranscript, Suggestion
from assistant.ticket import Draft, Evidence, FieldName, FieldValue
from assistant.transcripts.mender import Mender
from assistant.transcripts.term_source import TermSource
from ui.calls.doubt import heard_words, unsure_field, unsure_line, unsure_question
from ui.panel_state import PanelState
from ui.texts import Texts
from ui.transcript_view import transcript_html

WORDS = (Word("我住", 0, 1, 0.9), Word("金桂", 1, 2, 0.9), Word("花园", 2, 3, 0.3), Word("二单元", 3, 4, 0.8))
FINAL = FinalTranscript("caller", 0, "我住金桂花园二单元", 0, 4, WORDS, 0.73)


def resting(name: FieldName, quote: str, final: FinalTranscript = FINAL) -> PanelState:
    evidence = Evidence("caller", final.utterance, quote, 0, 4)
    return PanelState("c1", lines=(final,), draft=Draft({name: FieldValue("x", (evidence,))}))


def test_words_are_found_where_they_stand() -> None:
    assert heard_words(FINAL) == [(0, 2, 0.9), (2, 4, 0.9), (4, 6, 0.3), (6, 9, 0.8)]


SPOKEN = (
    Word("电话", 0, 1, 0.9),
    *(Word(word, 1, 2, 0.8) for word in ("幺三八", "零零", "零零")),
    Word("五六", 2, 3, 0.3),
    Word("七八", 3, 4, 0.8),
    Word("吗", 5000, 6000, 0.9),
)


@pytest.fixture
def mended() -> FinalTranscript:
    """A telephone number written in figures, of which two digits were heard unsurely."""
    heard = FinalTranscript("caller", 0, "".join(word.text for word in SPOKEN), 0, 6000, SPOKEN, 0.9)
    return Mender(TermSource(list, lambda: 0, {})).mend(heard, [])


def test_a_number_written_in_figures_is_as_sure_as_the_least_of_its_words(mended: FinalTranscript) -> None:
    assert mended.text == "电话13800005678。吗？"
    assert heard_words(mended) == [(0, 2, 0.9), (2, 13, 0.3), (14, 15, 0.9)]
    assert unsure_field(resting("caller_phone", "13800005678", mended), "caller_phone", 0.5)
    assert not unsure_field(resting("caller_phone", "13800005678", mended), "caller_phone", 0.3)


def test_the_doubt_is_shown_inside_of_what_was_written(mended: FinalTranscript) -> None:
    html = transcript_html(PanelState("c1", lines=(mended,)), Texts("zh"), (), 0.5)
    assert '<span class="repaired unsure" ' in html and "可信度 30%" in html and ">13800005678</span>" in html
    sure = transcript_html(PanelState("c1", lines=(mended,)), Texts("zh"), (), 0.3)
    assert '<span class="repaired" ' in sure and "可信度" not in sure


@pytest.mark.parametrize(
    ("name", "quote", "unsure"),
    [
        ("place", "金桂花园", True),
        ("place", "二单元", False),
        ("description", "我住金桂花园二单元", False),
        ("title", "花园", True),
    ],
)
def test_one_word_spoils_a_place_and_the_mean_a_story(name: FieldName, quote: str, unsure: bool) -> None:
    assert unsure_field(resting(name, quote), name, 0.5) is unsure


def test_without_times_of_words_the_whole_sentence_counts() -> None:
    final = replace(FINAL, words=(), confidence=0.4)
    assert unsure_field(resting("place", "金桂", final), "place", 0.5)
    assert unsure_field(resting("place", "不在其中", final), "place", 0.5)
    assert not unsure_field(resting("place", "金桂", replace(final, confidence=None)), "place", 0.5)


def test_a_department_without_words_rests_on_those_of_the_category() -> None:
    state = resting("category", "花园")
    drafted = {**state.draft.fields, "department": FieldValue("x")}
    assert unsure_field(replace(state, draft=Draft(drafted)), "department", 0.5)
    assert not unsure_field(replace(state, draft=Draft(drafted)), "urgency", 0.5)


def test_what_was_typed_is_sure() -> None:
    typed = Draft({"place": FieldValue("x", (Evidence("typed", -1, "金桂", 0, 0),))})
    assert not unsure_field(PanelState("c1", lines=(FINAL,), draft=typed), "place", 0.5)


def test_a_question_is_as_sure_as_the_sentence_it_was_asked_in() -> None:
    state = PanelState("c1", lines=(FINAL, replace(FINAL, channel="operator", confidence=0.1)))
    asked = Suggestion(0, "金桂花园", True, (), None)
    assert not unsure_question(replace(state, suggestion=asked), 0.5)
    assert unsure_question(replace(state, suggestion=asked), 0.8)
    assert not unsure_question(replace(state, suggestion=replace(asked, heard=False)), 0.8)
    assert not unsure_question(state, 0.8)


def test_a_line_without_a_confidence_is_as_sure_as_its_words() -> None:
    final = replace(FINAL, confidence=None)
    assert unsure_line(final, 0.75) and not unsure_line(final, 0.7)
    assert not unsure_line(replace(final, words=()), 0.75)
