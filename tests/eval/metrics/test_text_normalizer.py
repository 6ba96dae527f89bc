import random

import cn2an
import pytest

from eval.metrics.text_normalizer import normalize

SAME = [
    ["500万元", "五百万元", "5,000,000元", "５００萬元"],
    ["2020年", "二零二零年", "二〇二〇年", "二○二○年"],
    ["VIP1对1", "vip一对一", "ＶＩＰ 1對1。"],
    ["13.5%", "百分之十三点五", "百分之13.5"],
    ["100%", "百分之百"],
    ["1/3", "三分之一"],
    ["3.125", "三点一二五"],
    ["3.5万", "三点五万"],
    ["36.5℃", "三十六点五摄氏度"],
    ["1799元", "一千七百九十九元", "1千7百99元"],
    ["4980元", "四千九百八元"],
    ["14400", "一万四千四百", "1万4千4百"],
    ["两个", "2个"],
    ["下午2点10分", "下午两点十分", "下午2:10"],
    ["8:00", "八点"],
    ["2:05", "两点零五分"],
    ["13800138000", "幺三八零零幺三八零零零", "138 0013 8000", "138-0013-8000"],
    ["0771-2818400", "零七七幺二八幺八四零零", "0771 2818400"],
    ["400-800-1200", "四零零八零零幺二零零"],
    ["拨打12345", "拨打一二三四五"],
    ["10086", "幺零零八六"],
    ["450107199003075500", "四五零幺零七幺九九零零三零七五五零零"],
    ["55 60啊65", "五十五六十啊六十五"],
    ["1万亿", "一万亿"],
    ["", "，。！？…… 　"],
]


@pytest.mark.parametrize("written", SAME, ids=lambda written: written[0])
def test_what_is_said_alike_is_equal_however_it_was_written(written: list[str]) -> None:
    assert len({normalize(text) for text in written}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [("500万元", "50万元"), ("2020年", "2002年"), ("13.5%", "13.6%"), ("05", "5"), ("一对一", "一对二")],
)
def test_other_numbers_stay_other(one: str, other: str) -> None:
    assert normalize(one) != normalize(other)


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("2026年", "二零二六年"),
        ("2000元", "二千元"),
        ("1760元", "一千七百六十元"),
        ("13812345600", "一三八一二三四五六零零"),
        ("95598", "九五五九八"),
        ("25600", "二万五千六百"),
        ("05号", "零五号"),
        ("9 点 30 分", "九点三十分"),
    ],
)
def test_numbers_are_as_long_as_they_are_spoken(written: str, spoken: str) -> None:
    assert normalize(written) == spoken


def test_words_that_hold_numerals_keep_their_length() -> None:
    for text in ("四六级", "千万别", "万一", "三四百块", "十分", "七八个", "百姓", "统一一百", "星期一一定"):
        assert normalize(text) == text


def test_amounts_are_equal_in_figures_and_in_words() -> None:
    chance = random.Random(20)
    for _ in range(1500):
        amount = chance.randrange(10 ** chance.randrange(1, 9))
        assert normalize(f"共{amount}元") == normalize(f"共{cn2an.an2cn(amount)}元")


def test_rows_of_digits_are_equal_in_figures_and_in_words() -> None:
    chance = random.Random(21)
    for _ in range(1500):
        figures = "".join(chance.choices("0123456789", k=chance.randrange(3, 19)))
        spelled = "".join("零一二三四五六七八九"[int(figure)] for figure in figures)
        assert normalize(f"编号{figures}。") == normalize(f"编号{spelled}")
        assert normalize(f"编号{spelled}") == normalize(f"编号{spelled.replace('一', '幺')}")


def test_any_text_becomes_letters_without_figures() -> None:
    chance = random.Random(22)
    signs = "〇零一二两三五九幺十百千万亿点0159.,:%‰/- 年壹廿貳㎡①½a元负半分之\U0001f600\x00"
    for _ in range(3000):
        text = normalize("".join(chance.choices(signs, k=chance.randrange(1, 14))))
        assert not any(character in "0123456789" or not character.isalnum() for character in text)


@pytest.mark.parametrize("piece", ["9", "一", "十", "1万", "1,", "1.", "1:", "一点", "1/", "0771-"])
def test_long_odd_text_is_taken(piece: str) -> None:
    assert normalize(piece * 20_000)
