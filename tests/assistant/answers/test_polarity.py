"""Flipped negations and bounds are found; other words for the same are not taken for a flip."""

import pytest

from assistant.answers.polarity import opposed, same_sense


@pytest.mark.parametrize(
    ("stated", "source", "same"),
    [
        ("缴费满5年最长领18个月", "满5年不满10年的，最长18个月", True),
        ("罚款最多500元", "处200元以上500元以下罚款", True),
        ("罚款500元以上", "处500元以下罚款", False),
        ("至少提前7天", "提前不超过7天", False),
        ("16周岁以下的由监护人代办", "未满16周岁的，由监护人代办", True),
        ("单位没有出具的可以交书面承诺", "单位不出具的，可提交本人书面承诺", True),
        ("可以在室外作业", "12时至15时不得安排室外作业", False),
        ("禁止携带宠物", "可以携带宠物", False),
        ("在职期间可以领取", "最长领取18个月。在职期间不得领取。", False),
        ("最长领取18个月", "最长领取18个月。在职期间不得领取。", True),
        ("可以取消备案", "办理备案的，6个月内不得取消", False),
        ("外地户口不能办理", "外地户口凭居住证申请", False),
        ("需要重新办理", "换了单位的，不用重新办理", False),
        ("不收取工本费", "收取工本费", False),
        ("备案的每月1800元", "未备案的每月1200元，备案的每月1800元", True),
    ],
)
def test_same_sense(stated: str, source: str, same: bool) -> None:
    assert same_sense(stated, source) is same


@pytest.mark.parametrize(
    ("one", "other", "at_odds"),
    [
        ("个人可以携犬进入公园", "个人不得携犬进入公园", True),
        ("可以免费参加体检", "不得免费参加体检", True),
        ("需要提供户口簿", "无需提供户口簿", True),
        ("应当提前不超过15日申请", "应当提前不少于15日申请", True),
        ("之后没有再出门", "之后回到家中", False),
        ("企业法人、非法人企业、其他组织", "企业法人、其他组织", False),
        ("不得携犬进入公园", "禁止携犬进入公园", False),
        ("机动车驾驶人在实习期内不得驾驶公共汽车", "驾驶人在实习期内不得驾驶公共汽车", False),
        ("自建管网不得与公共管网连接", "禁止擅自将自建管网与公共管网连接", False),
    ],
)
def test_opposed(one: str, other: str, at_odds: bool) -> None:
    assert opposed(one, other) is opposed(other, one) is at_odds
