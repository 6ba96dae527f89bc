from asr.transcript import FinalTranscript
from eval.metrics.confidence import confidence_pairs


def final(text: str, confidence: float | None) -> FinalTranscript:
    return FinalTranscript("caller", 0, text, 0, 1, (), confidence)


def test_each_character_is_as_sure_as_its_final_and_right_where_it_was_said() -> None:
    heard = [final("水费，", 0.91234), final("税额", 0.4)]
    assert confidence_pairs("水费税率", heard) == [[0.9123, 1.0], [0.9123, 1.0], [0.4, 1.0], [0.4, 0.0]]


def test_what_was_heard_too_much_is_wrong() -> None:
    assert confidence_pairs("你好", [final("你好", 0.9), final("谢谢", 0.3)])[2:] == [[0.3, 0.0], [0.3, 0.0]]


def test_finals_without_confidence_are_left_out_and_the_others_keep_their_place() -> None:
    assert confidence_pairs("水费怎么交", [final("水费", None), final("怎么找", 0.5)]) == [
        [0.5, 1.0],
        [0.5, 1.0],
        [0.5, 0.0],
    ]


def test_where_nothing_was_said_or_heard_there_are_none() -> None:
    assert confidence_pairs("。", [final("水费", 0.9)]) == []
    assert confidence_pairs("水费", [final("……", 0.9)]) == []
    assert confidence_pairs("水费", []) == []
