import pytest

from eval.data.call_set import ExpectedTicket
from eval.metrics.important_words import important_words, vocabulary

TICKET = ExpectedTicket(caller_name="陈先生", parties=("顺捷公司",), place="湖滨区3号楼")
KINDS = vocabulary(TICKET, ["湖滨区", "云溪区"], ["失业金", "金", "失业金申领"])


def test_the_vocabulary_is_normalised_and_has_no_single_characters() -> None:
    assert KINDS == {
        "失业金": "terms",
        "失业金申领": "terms",
        "湖滨区": "places",
        "云溪区": "places",
        "湖滨区三号楼": "places",
        "陈先生": "names",
        "顺捷公司": "names",
    }


def test_errors_are_counted_by_kind_and_by_sound() -> None:
    found = important_words("陈先生，湖滨区失业金怎么领？云溪区呢？", "程先生湖冰区失业金怎么领云西区呢", KINDS)
    assert {kind: (error.characters, error.sound) for kind, error in found.items()} == {
        "names": ([1, 1], [1, 1]),  # chen is not cheng
        "places": ([2, 2], [1, 2]),
        "terms": ([0, 1], [0, 1]),
    }


def test_a_stammer_before_a_word_is_no_error_in_it() -> None:
    assert important_words("我是陈先生", "我是陈陈先生", KINDS)["names"].characters == [0, 1]
    assert important_words("我是陈先生", "我是陈先先生", KINDS)["names"].characters == [1, 1]


def test_the_longest_word_counts_once() -> None:
    assert important_words("失业金申领", "失业金", KINDS)["terms"].characters == [1, 1]
    assert important_words("湖滨区3号楼", "湖滨区三号楼", KINDS)["places"].characters == [0, 1]


def test_a_number_takes_its_characters_before_any_name() -> None:
    kinds = vocabulary(ExpectedTicket(place="二十六路公交"), [], [])
    found = important_words("二十六路公交", "二十六路公交", kinds)
    assert {kind: error.characters for kind, error in found.items()} == {"numbers": [0, 1]}


@pytest.mark.parametrize(
    ("heard", "wrong"),
    [
        ("每月1824元", 0),
        ("每月一千八百二十四元", 0),
        ("每月一千八百二十元", 1),
        ("每月一千八百啊二十四元", 1),  # all there, but not in a row
        ("每月一万一千八百二十四元", 1),  # a numeral was added before it
        ("每月一千八百二十四万元", 1),
        ("每月", 1),
    ],
)
def test_a_number_is_right_only_as_a_whole(heard, wrong) -> None:
    assert important_words("每月一千八百二十四元", heard, {})["numbers"].characters == [wrong, 1]


def test_single_numerals_and_phrases_with_numerals_are_no_numbers() -> None:
    assert important_words("万一那三个千万不行", "", {}) == {}


def test_letters_and_figures_keep_their_place_among_the_sounds() -> None:
    found = important_words("ETC卡在云溪区", "ETC卡在云西区", KINDS)
    assert (found["places"].characters, found["places"].sound) == ([1, 1], [0, 1])
    assert important_words("云溪区", "", KINDS)["places"].sound == [1, 1]
