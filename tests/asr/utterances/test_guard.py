"""What Whisper makes up is held back; what people really say on the telephone passes."""

import pytest

from asr.engines.whisper_recognizer import PROMPT
from asr.utterances.guard import _RECITED, GLANCE_CONFIDENCE, MIN_CONFIDENCE, invented, plain, without_loops
from asr.utterances.reading import Reading


def reading(text: str, confidence: float = 0.8, silence: float = 0.05) -> Reading:
    return Reading(text, (1, 2), confidence, silence)


@pytest.mark.parametrize("text", ["嗯", "对", "可以", "是的。", "好的,谢谢", "没有", "一三八零零零零", "ＯＫ", "12345"])
def test_short_answers_pass(text: str) -> None:
    assert not invented(reading(text), voiced_s=0.4)


@pytest.mark.parametrize(
    ("text", "voiced_s"),
    [
        ("你好，我上个月被公司辞退了，想问问失业保险金怎么领。", 5.0),
        ("那湖滨区每个月能领多少钱？", 2.4),
        ("好的好的好的，我知道了", 2.0),
        ("我的电话是13800000000", 4.0),
        ("电视里的字幕看不清，找哪个部门反映", 4.0),
        ("谢谢，再见", 1.0),
    ],
)
def test_what_callers_say_passes(text: str, voiced_s: float) -> None:
    assert not invented(reading(text), voiced_s)


@pytest.mark.parametrize(
    "text",
    [
        "谢谢观看",
        "请不吝点赞 订阅 转发 打赏支持明镜与点点栏目",
        "字幕 by 索兰娅",
        "字幕由Amara.org社区提供",
        "以下是普通话的句子。",
        "我们下期再见!",
        "作词 作曲 李宗盛",
    ],
)
def test_closing_lines_of_videos_are_held_back_however_sure_the_engine_is(text: str) -> None:
    assert invented(reading(text, confidence=0.99), voiced_s=10.0)


@pytest.mark.parametrize("text", ["", "  ", "。", "……！？", "_ - _"])
def test_marks_alone_are_nothing_said(text: str) -> None:
    assert invented(reading(text), voiced_s=3.0)


def test_doubtful_readings_are_held_back_and_a_glance_may_be_less_sure() -> None:
    between = (MIN_CONFIDENCE + GLANCE_CONFIDENCE) / 2

    assert invented(reading("可以", confidence=between), 1.0)
    assert not invented(reading("可以", confidence=between), 1.0, GLANCE_CONFIDENCE)
    assert invented(reading("可以", confidence=GLANCE_CONFIDENCE / 2), 1.0, GLANCE_CONFIDENCE)


def test_probable_silence_needs_a_sure_reading() -> None:
    assert invented(reading("你好", confidence=0.45, silence=0.9), 1.0)
    assert not invented(reading("你好", confidence=0.9, silence=0.9), 1.0)
    assert not invented(reading("你好", confidence=0.45, silence=0.3), 1.0)


def test_the_more_probable_silence_is_the_surer_a_reading_must_be() -> None:
    assert not invented(reading("不会的，工单会标注保密", confidence=0.63, silence=0.77), 3.0)
    assert invented(reading("不会的，工单会标注保密", confidence=0.63, silence=0.92), 3.0)
    assert invented(reading("不会的，工单会标注保密", confidence=0.63, silence=0.92), 3.0, GLANCE_CONFIDENCE)


@pytest.mark.parametrize("text", ["请问有什么可以帮您？", "请问有什么可以帮您帮您帮您", "市民服务热线"])
def test_the_prompts_words_are_only_heard_where_somebody_surely_speaks(text: str) -> None:
    assert invented(reading(text, confidence=0.74, silence=0.32), 4.0)
    assert not invented(reading(text, confidence=0.45, silence=0.12), 4.0)


def test_what_is_taken_for_recited_stands_in_the_prompt_that_whisper_is_given() -> None:
    assert all(words in plain(PROMPT) for words in _RECITED)


def test_more_words_than_anybody_can_say_in_the_time_are_held_back() -> None:
    sentence = "累计缴费满五年不满十年的最长可以领十八个月"

    assert invented(reading(sentence), voiced_s=0.5)
    assert not invented(reading(sentence), voiced_s=3.5)


@pytest.mark.parametrize("text", ["谢谢大家" * 12, "啊" * 40, "0" * 60])
def test_loops_are_held_back(text: str) -> None:
    assert invented(reading(text), voiced_s=30.0)


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("对对对对对，是这样", "对，是这样"),
        ("好的。好的。好的。好的。", "好的。"),
        ("对对对", "对对对"),
        ("我想问一下", "我想问一下"),
        ("", ""),
    ],
)
def test_what_is_said_again_and_again_is_said_once(said: str, shown: str) -> None:
    assert without_loops(said) == shown


@pytest.mark.parametrize(
    "said", ["我的电话是13800000000", "一三八零零零零八八八八", "欠了10000元", "1 2 1 2 1 2 1 2", "幺幺幺幺"]
)
def test_numbers_keep_all_their_digits(said: str) -> None:
    assert without_loops(said) == said


def test_plain_text_has_no_marks_and_one_case() -> None:
    assert plain("你好， Wi-Fi_是《什么》？") == "你好wifi是什么"
