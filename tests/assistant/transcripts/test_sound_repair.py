import pytest

from asr.transcript import Word
from assistant.transcripts.mended_text import MendedText
from assistant.transcripts.phrase_count import count_phrases
from assistant.transcripts.sound_repair import Heard, repairs
from assistant.transcripts.term_book import TermBook

TEXTS = (
    "职工可以提取住房公积金，申请提取住房公积金须带身份证。",
    "被辞退的人员可以申领失业保险金，失业保险金按月发放。",
    "用人单位应当出具解除劳动合同的证明，单位不出具的可以投诉。",
    "租房合同已经备案的，每个月可以提取。",
)


@pytest.fixture(scope="module")
def book() -> TermBook:
    return TermBook(count_phrases(TEXTS * 10), {"湖滨区": "place", "临港区": "place", "噪声扰民": "category"})


def mended(heard: Heard, book: TermBook) -> str:
    return MendedText(heard.text).edited(repairs(heard, book)).text


def best(heard: Heard, book: TermBook) -> float:
    return max((edit.score for edit in repairs(heard, book)), default=0.0)


@pytest.mark.parametrize(
    ("heard", "meant"),
    [
        ("我想提取住房公基金", "我想提取住房公积金"),
        ("事业保险金怎么领", "失业保险金怎么领"),
        ("单位不出剧的怎么办", "单位不出具的怎么办"),
        ("租房和同已经备案了", "租房合同已经备案了"),
        ("我住在胡宾区", "我住在湖滨区"),
        ("这里早声扰民", "这里噪声扰民"),
    ],
)
def test_terms_take_the_place_of_what_sounds_like_them(heard: str, meant: str, book: TermBook) -> None:
    assert mended(Heard(heard), book) == meant


@pytest.mark.parametrize(
    "text",
    [
        "我们公司有三只公鸡",
        "你这个人真实在",
        "他喜欢唱歌跳舞",
        "我想提取住房公积金",
        "他的事业很成功",
        "",
        "abc",
        "，。",
    ],
)
def test_words_that_stand_for_themselves_stay(text: str, book: TermBook) -> None:
    assert mended(Heard(text), book) == text


def test_numbers_are_never_touched_nor_what_stands_beside_them(book: TermBook) -> None:
    for text in ("交了五公基金", "公基金3", "公基金八百"):
        assert mended(Heard(text), book) == text


def test_a_callers_name_is_no_term() -> None:
    book = TermBook(count_phrases(["城东新城的新城小学"] * 20), {})
    assert mended(Heard("去兴城小学"), book) == "去新城小学"
    assert mended(Heard("我信诚"), book) == "我信诚"


def test_the_words_replaced_are_named_with_the_reason_and_how_sure_it_is(book: TermBook) -> None:
    term, place = repairs(Heard("提取住房公基金在胡宾区"), book)
    assert (term.start, term.end, term.text, term.reason) == (4, 7, "公积金", "term")
    assert (place.start, place.end, place.text, place.reason) == (8, 11, "湖滨区", "place")
    assert 0.8 <= term.score <= 1 and 0.8 <= place.score <= 1


def test_what_the_engine_was_sure_of_takes_more() -> None:
    book = TermBook(count_phrases(["请带合同来"] * 2), {})
    text = "请带和同"
    sure, unsure = ([Word("请带", 0, 1, 0.9), Word("和同", 1, 2, one)] for one in (0.99, 0.05))
    assert repairs(Heard(text, unsure), book)[0].score > best(Heard(text, sure), book)


def test_a_term_said_before_takes_less() -> None:
    book = TermBook(count_phrases(["请带合同来"] * 2), {})
    (told,) = repairs(Heard("请带和同", before="请带合同来"), book)
    assert told.score > best(Heard("请带和同"), book)


def test_what_reads_as_well_as_the_term_stays_however_unsure_it_was() -> None:
    book = TermBook(count_phrases(["在建工程和谢谢再见"] * 50), {})
    assert mended(Heard("谢谢再见", [Word("谢谢", 0, 1, 0.9), Word("再见", 1, 2, 0.01)]), book) == "谢谢再见"
