"""What two passages have to do with each other."""

import pytest

from assistant.insight.passage_pair import PassagePair, compared, differing
from knowledge_base.document import Passage

GUIDE, FAQ = "澜江市便民服务办事指南", "澜江市便民服务办事问答"


def passage(text: str, doc: str = "a", title: str = GUIDE, number: int = 0) -> Passage:
    return Passage(number or ord(doc[0]), doc, title, (), None, 0, len(text), text)


def pair(one: str, other: str, titles: tuple[str, str] = (GUIDE, FAQ)) -> PassagePair | None:
    return compared(passage(one, "a", titles[0]), passage(other, "b", titles[1]))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("职工连续缴存住房公积金满六个月的，可以申请提取。", "职工连续缴存住房公积金满十二个月，可以申请提取。"),
        ("单位应当自用工之日起30日内为职工办理社保登记。", "单位应当自用工之日起15个工作日内为其职工办理社保登记。"),
        ("年满65周岁的老年人免费乘坐市内公共汽车。", "年满七十周岁的老年人可以免费乘坐市内公共汽车。"),
        ("物业服务企业应当提前7日通知业主停水检修。", "停水检修的，物业服务企业应当提前3日通知业主。"),
        ("出租车起步价10元，含3公里。", "出租车起步价12元，含3公里。"),
    ],
)  # fmt: skip
def test_other_figures_of_one_matter_are_at_odds(one: str, other: str) -> None:
    found = pair(one, other)
    assert found and found.kind == "figures"
    assert one[slice(*found.one_span)] in one
    mine, yours = differing(one, other)
    assert mine and yours


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("个人可以携犬进入公园、商场等公共场所。", "个人不得携犬进入公园、商场等公共场所。"),
        ("退休人员可以免费参加每年一次的健康体检。", "退休人员不得免费参加每年一次的健康体检。"),
        ("申请人需要提供户口簿原件。", "申请人无需提供户口簿原件。"),
    ],
)
def test_what_one_allows_and_the_other_denies_is_at_odds(one: str, other: str) -> None:
    found = pair(one, other)
    assert found and found.kind == "sense"


@pytest.mark.parametrize(
    ("one", "other", "titles"),
    [
        ("职工缴存公积金满六个月可以提取。", "职工缴存公积金满十二个月可以提取。", ("北京市办法", "上海市办法")),
        ("逾期不改正的，处五千元以上三万元以下罚款。", "逾期不改正的，处五万元以上十万元以下罚款。", (GUIDE, FAQ)),
        ("本条例自2020年1月1日起施行。", "本条例自2021年5月1日起施行。", (GUIDE, FAQ)),
        ("澜江市住房和城乡建设管理局 2020年2月5日", "澜江市住房和城乡建设管理局 2020年2月8日", (GUIDE, FAQ)),
        ("咨询电话：0512-66001234，周一至周五。", "咨询电话：0512-66005678，周一至周五。", (GUIDE, FAQ)),
        ("职工缴存住房公积金满六个月可以提取。", "职工缴存住房公积金满6个月可以提取。", (GUIDE, FAQ)),
        ("不得在公共通道饲养犬只；", "在公共通道饲养犬只的，处二百元以上二千元以下罚款；", (GUIDE, FAQ)),
        ("申请居住证应当提交身份证。", "夜间停车每小时收费三元。", (GUIDE, FAQ)),
    ],
)  # fmt: skip
def test_what_differs_by_right_or_only_in_writing_is_not(one: str, other: str, titles: tuple[str, str]) -> None:
    found = pair(one, other, titles)
    assert found is None or found.kind == "duplicate"


def test_the_same_words_twice_are_a_duplicate() -> None:
    text = "老年人优待证由户籍所在地的街道办事处办理，年满六十周岁的老年人凭身份证申领，免收工本费。"
    found = pair(text, text.replace("申领", "领取"))
    assert found and (found.kind, found.one_span) == ("duplicate", (0, len(text)))
    assert found.score > 0.85


def test_a_document_is_not_held_against_itself() -> None:
    one, other = "居民办理燃气开户应当在三日内受理完毕并答复。", "居民办理燃气开户应当在五日内受理完毕并答复。"
    assert pair(one, other)
    assert compared(passage(one, number=1), passage(other, number=2)) is None


def test_the_figures_that_differ_are_marked_where_they_stand() -> None:
    one, other = "满六个月的，每年可以提取一次，共3万元。", "满十二个月的，每年可以提取一次，共3万元。"
    mine, yours = differing(one, other)
    assert [one[slice(*span)] for span in mine] == ["六个月"]
    assert [other[slice(*span)] for span in yours] == ["十二个月"]


def test_what_differs_in_one_denial_only_is_no_duplicate() -> None:
    words = "个人{}携犬进入公园、商场、医院、学校、体育场馆、公共汽车和地铁等公共场所以及其他设有明显标志的地方。"
    found = pair(words.format("可以"), words.format("不得"))
    assert found and found.kind == "sense"
