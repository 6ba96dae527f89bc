import pytest

from assistant.tickets.caller_phone import caller_phone


@pytest.mark.parametrize(
    "lines",
    [
        ("c: 我电话是13800001234",),
        ("o: 您的电话是多少？", "c: 幺三八，零零零零，幺二三四。"),
        ("o: 留个电话吧", "c: 一三八", "o: 嗯", "c: 零零零零", "o: 零零零零", "c: 一二三四"),
        ("o: 电话号码是多少", "c: 一三八四个零一二三四"),
        ("o: 电话多少", "c: 是一三八零零令零一二三四"),
        ("c: 还有八个人", "o: 贵姓，电话多少", "c: 我姓吴，一三八零零零零一二三四"),
        ("o: 贵姓，电话多少", "c: 我姓五,要三八零零零零一二三四"),
        ("o: 电话多少", "c: 要三八零零零零一二三四"),
        ("o: 电话多少", "c: 一三八零零零零一二三五，哦不对，一三八零零零零一二三四"),
        ("o: 电话多少", "c: 一三八零零零零一二三四，一三八零零零零一二三四"),
        ("o: 电话多少", "c: 一三八零零零零一二三", "o: 一三八零零零零一二三四对吗", "c: 对"),
    ],
)
def test_a_complete_mobile_number_is_taken(talk, lines) -> None:
    phone = caller_phone(talk(*lines))
    assert phone is not None
    assert phone.value == "13800001234"
    assert all(evidence.quote in lines_text(lines) for evidence in phone.evidence)


def lines_text(lines) -> str:
    return "".join(line[2:] for line in lines)


@pytest.mark.parametrize(
    "lines",
    [
        ("o: 电话多少", "c: 一三八零零零零一二三"),
        ("c: 公司电话是13800001234",),
        ("o: 电话多少", "c: 电话是要38009456。"),
        ("o: 电话多少", "c: 电话是一三八" + "零" * 41),
        ("c: 我的订单号是13800001234",),
        ("o: 您可以打零五九九八八零一零零一", "c: 好的"),
        ("o: 方便留个电话吗", "c: 电话就不留了"),
        ("c: 二零二六年八月十五号交了八八零一零零一块",),
        ("o: 电话多少", "c: 五一三八零零我零零"),
    ],
)
def test_what_is_no_whole_number_of_the_caller_is_left_out(talk, lines) -> None:
    assert caller_phone(talk(*lines)) is None


@pytest.mark.parametrize(("said", "digits"), [("零五九九八八零一零零一", "05998801001"), ("八八零一零零一", "8801001")])
def test_landlines_need_to_be_asked_for(talk, said: str, digits: str) -> None:
    phone = caller_phone(talk("o: 您的联系电话是？", f"c: {said}"))
    assert phone is not None and phone.value == digits


def test_pieces_over_utterances_each_have_their_evidence(talk) -> None:
    phone = caller_phone(talk("o: 电话", "c: 一三八零零零零", "o: 嗯", "c: 一二三四"))
    assert phone is not None
    assert [(e.utterance, e.quote) for e in phone.evidence] == [(0, "一三八零零零零"), (1, "一二三四")]


def test_a_read_back_confirms(talk) -> None:
    said = ("o: 电话多少", "c: 一三八零零零零一二三四")
    alone = caller_phone(talk(*said))
    confirmed = caller_phone(talk(*said, "o: 幺三八零零零零幺二三四，对吧"))
    assert alone is not None and confirmed is not None
    assert confirmed.confidence == 1.0 > alone.confidence
    assert confirmed.evidence[-1].channel == "operator"
