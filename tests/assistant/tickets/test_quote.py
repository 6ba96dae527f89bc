from asr.transcript import FinalTranscript, Repair, Word
from assistant.tickets.quote import Quote


def test_words_time_a_quote_where_the_engine_gives_them() -> None:
    words = (Word("我", 100, 200, 1.0), Word("姓", 200, 300, 1.0), Word("王", 700, 900, 1.0))
    final = FinalTranscript("caller", 3, "我姓，王", 0, 1000, words)
    evidence = Quote(final, 1, 4).evidence()
    assert (evidence.channel, evidence.utterance, evidence.quote) == ("caller", 3, "姓，王")
    assert (evidence.start_ms, evidence.end_ms) == (200, 900)


def test_a_quote_is_timed_in_proportion_where_words_have_no_times_or_do_not_match() -> None:
    for words in ((), (Word("别的", 0, 10, 1.0),)):
        evidence = Quote(FinalTranscript("operator", 0, "一二三四五六七八九十", 1000, 2000, words), 5, 10).evidence()
        assert (evidence.start_ms, evidence.end_ms) == (1500, 2000)


def test_typed_words_are_not_said_by_the_caller() -> None:
    assert Quote(FinalTranscript("caller", 0, "退休", 0, 0, engine="typed"), 0, 2).evidence().channel == "typed"


def test_words_that_were_replaced_are_timed_by_those_that_stood_there() -> None:
    words = (
        Word("住在", 0, 400, 0.9),
        Word("蓝", 400, 600, 0.3),
        Word("疆", 600, 800, 0.3),
        Word("路", 800, 1000, 0.9),
    )
    repairs = (Repair(2, 4, "蓝疆", "place", 0.9),)
    final = FinalTranscript("caller", 0, "住在澜江路。", 0, 1000, words, raw="住在蓝疆路", repairs=repairs)
    evidence = Quote(final, 2, 4).evidence()
    assert (evidence.start_ms, evidence.end_ms) == (400, 800)
    assert Quote(final, 4, 5).evidence().start_ms == 800
