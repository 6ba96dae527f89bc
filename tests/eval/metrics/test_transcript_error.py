from eval.metrics.transcript_error import Misheard, heard_of, misheard, said_by, transcript_error

TURNS = [
    ("operator", "您好，请讲。", 0, 900),
    ("caller", "我想问公积金提取。", 1000, 2000),
    ("operator", "电话多少？", 2100, 2900),
    ("caller", "一三八零零零零，", 3000, 4000),
    ("caller", "一三五七。", 4200, 5000),
]


def test_each_speaker_is_scored_over_the_whole_call(script, stream, final) -> None:
    events = stream(
        (0, final("caller", 1, "提取", 1600, 2000)),  # published before what was said before it
        (1, final("caller", 0, "我想问公鸡金", 1000, 1500)),
        (2, final("operator", 0, "您好请讲", 0, 900)),
        (3, final("caller", 2, "", 2100, 2200)),
    )
    heard = heard_of("caller", events)
    error = transcript_error("我想问公积金提取", heard)
    assert (error.characters, error.syllables) == ([1, 8], [0, 8])
    assert said_by("operator", script(TURNS)).split() == ["您好，请讲。", "电话多少？"]


def test_a_number_said_in_two_breaths_is_one_number(script, stream, final) -> None:
    said = said_by("caller", script(TURNS))
    one_final = stream((0, final("caller", 0, "我想问公积金提取 13800001357", 0, 9000)))
    assert transcript_error(said, heard_of("caller", one_final)).characters == [0, 19]
    two_finals = stream(
        (0, final("caller", 0, "我想问公积金提取一三八", 0, 8000)),
        (1, final("caller", 1, "零零零零一三五七", 8000, 9000)),
    )
    assert transcript_error(said, heard_of("caller", two_finals)).characters == [0, 19]


def test_numbers_apart_stay_apart(stream, final) -> None:
    events = stream((0, final("caller", 0, "一共80", 0, 1)), (1, final("caller", 1, "2月", 2, 3)))
    assert transcript_error("一共八十，二月", heard_of("caller", events)).characters == [0, 6]


def test_nothing_said_or_heard_still_counts() -> None:
    assert transcript_error("", "你好").characters == [2, 0]
    assert transcript_error("你好", "").syllables == [2, 2]
    assert transcript_error("", "").characters == [0, 0]


def test_misheard_turns_are_told_with_what_was_heard_there(script, stream, final) -> None:
    events = stream(
        (0, final("operator", 0, "您好", 0, 400)),
        (0, final("operator", 1, "请讲吧。电话多少", 500, 2900)),
        (1, final("caller", 0, "我想问，公鸡金提取了 一三八零零", 1000, 3500)),
        (2, final("caller", 1, "零零一三五七", 3500, 5000)),
    )
    assert misheard(script(TURNS), events) == [
        Misheard("operator", "您好，请讲。", "您好 请讲吧", 0, 1),
        Misheard("caller", "我想问公积金提取。", "我想问，公鸡金提取了", 1000, 2),
    ]


def test_a_turn_that_was_not_heard_has_nothing(script, stream, final) -> None:
    events = stream((0, final("caller", 0, "我想问公积金提取", 1000, 2000)))
    found = misheard(script(TURNS), events)
    assert [(each.speaker, each.heard, each.at_ms) for each in found] == [
        ("operator", "", 0),
        ("operator", "", 2100),
        ("caller", "", 3000),
        ("caller", "", 4200),
    ]
    assert found[0].edits == len("您好请讲")


def test_what_was_heard_before_any_word_belongs_to_the_first_turn(script, stream, final) -> None:
    one = script([("caller", "你好", 0, 100), ("caller", "再见", 200, 300)])
    events = stream((0, final("caller", 0, "喂你好再见", 0, 300)))
    assert [(each.said, each.heard) for each in misheard(one, events)] == [("你好", "喂你好")]
