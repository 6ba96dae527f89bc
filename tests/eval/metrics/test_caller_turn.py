from eval.metrics.caller_turn import caller_turns

TURNS = [
    ("operator", "您好", 0, 500),
    ("caller", "水费怎么交", 1000, 2000),
    ("caller", "我姓陈", 2500, 3500),
    ("operator", "好的", 3600, 4000),
]


def test_utterances_belong_to_the_turn_in_which_or_soon_after_which_they_end(script, stream, final, suggestion) -> None:
    one = script(TURNS, answers=[{"turn": 1, "document": "水费指南"}])
    first, second = suggestion(0, "d2"), suggestion(0, "d1")
    events = stream(
        (0, final("operator", 0, "您好", 0, 500)),
        (1, final("caller", 0, "水费怎么交", 1000, 2600)),  # ends when the next turn has begun
        (2, first),
        (3, second),
        (4, final("caller", 1, "我姓陈", 2700, 3400)),
        (5, suggestion(1, "d2")),
        (6, final("caller", 2, "再见", 9000, 9900)),  # in no turn
        (7, suggestion(2, "d2")),
        (8, suggestion(-1, "d2")),
    )
    asking, idle = caller_turns(events, one)
    assert (asking.turn, [answer.document for answer in asking.answers]) == (1, ["水费指南"])
    assert (asking.heard, idle.heard) == (("水费怎么交",), ("我姓陈",))
    assert asking.shown == ((first, second),)
    assert asking.last == (second,)
    assert (idle.turn, idle.answers, idle.last) == (2, (), (suggestion(1, "d2"),))


def test_a_turn_on_which_nothing_was_shown_is_there(script, stream) -> None:
    assert [(turn.turn, turn.shown) for turn in caller_turns([], script(TURNS))] == [(1, ()), (2, ())]


def test_answers_without_a_turn_make_the_call_a_turn_of_its_own(script, stream, final, suggestion) -> None:
    one = script(TURNS, answers=[{"document": "水费指南"}])
    events = stream(
        (0, final("caller", 0, "水费怎么交", 1000, 1900)),
        (1, suggestion(0, "d1")),
        (2, final("caller", 1, "我姓陈", 2700, 3400)),
        (3, suggestion(1, "d2")),
    )
    (whole,) = caller_turns(events, one)
    assert (whole.turn, whole.heard) == (-1, ("水费怎么交", "我姓陈"))
    assert whole.last == (suggestion(0, "d1"), suggestion(1, "d2"))
    both = script(TURNS, answers=[{"document": "水费指南"}, {"turn": 2, "document": "别的"}])
    assert [turn.turn for turn in caller_turns(events, both)] == [2, -1]
