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
        ("道路交付使用后五年内、大修后三年内不得挖掘。", "道路交付使用后三年内、大修后三年内不得挖掘。"),
        ("领取养老金的人员每12个月认证一次，在其后12个月内办理。", "领取养老金的人员每6个月认证一次，到期后办理。"),
        ("对抢险救灾工亡的，补助金按六十个月发给。", "对抢险救灾工亡的，一次性补助金按五十四个月发给。"),
        ("受理提取申请之日起三个工作日内，作出准予提取的决定。", "受理提取申请后，在五个工作日内作出准予提取的决定。"),
        ("第三条 经批准到市外就医的，住宿费每天不超过220元。", "第九条 经批准到市外就医的，住宿费每天最多150元。"),
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
        ("职工缴存公积金满六月可以提取。", "职工缴存公积金满九月可以提取。", ("公积金办法", "公积金办法（2021）")),
        ("法定办结时限：60(工作日)", "法定办结时限：30(工作日)", ("环境影响报告书审批", "环境影响报告表审批")),
        ("办结时限：10(工作日)", "办结时限：4(工作日)", ("建设工程规划许可证核发", "建设用地规划许可证核发")),
        ("公积金窗口下午13时至17时受理申请。", "公积金窗口下午13时至16时受理申请。", ("公积金提取", "公积金贷款")),
        ("办公室在广州市天河区林和中路168号2楼大厅。", "办公室在广州市天河区林和中路168号1楼大厅。", (GUIDE, FAQ)),
        ("办公室在广州市天河区林和中路168号大厅。", "办公室在广州市天河区林和中路170号大厅。", (GUIDE, FAQ)),
        ("二级注册建筑师应当持证从业。", "一级注册建筑师应当持证从业。", (GUIDE, FAQ)),
        ("合同三个月以上不满一年的，试用一个月。", "合同一年以上不满三年的，试用二个月。", (GUIDE, FAQ)),
        ("申请人三年内不得申请机动车登记。", "申请人一年内不得申领驾驶证。", ("机动车登记", "驾驶证")),
        ("试用期提前三日通知单位，可以解除合同。", "解除合同应当提前三十日书面通知。", (GUIDE, FAQ)),
        ("应当书面反馈情况，未采纳的，3日内说明理由。", "应当30日内书面反馈情况，未采纳的，说明理由。", (GUIDE, FAQ)),
        ("依照第六条第四项，核发六个月的临时号牌。", "依照第六条第五项，核发三十日的临时号牌。", (GUIDE, FAQ)),
        ("自2020年1月1日至2020年3月31日，免征进口关税。", "自2020年1月1日至3月31日，免征进口关税。", (GUIDE, FAQ)),
        ("承诺办结时限：5(工作日)", "承诺办结时限：2(工作日)", ("办理往来港澳通行证", "办理往来港澳通行证逗留签注")),
        ("13日军队系统又增援了2600名医护赶赴该市。", "12日军队系统又增援了2600名医护赶赴该市。", (GUIDE, FAQ)),
        ("服务对象：自然人、企业法人、非法人企业、其他组织", "服务对象：自然人、企业法人、其他组织", (GUIDE, FAQ)),
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


@pytest.mark.parametrize(
    ("regions", "at_odds"),
    [
        (("", ""), True),
        (("广东省", "广东省"), True),
        (("广东省", ""), True),
        (("全国", "上海市"), True),
        (("广东省", "广东省广州市"), True),
        (("北京市", "上海市"), False),
        (("广东省广州市", "广东省深圳市"), False),
    ],
)
def test_rules_of_two_places_differ_by_right(regions: tuple[str, str], at_odds: bool) -> None:
    words = "职工缴存公积金满{}个月可以提取。"
    one, other = passage(words.format("六"), "a", GUIDE), passage(words.format("十二"), "b", FAQ)
    assert bool(compared(one, other, regions)) is at_odds


def test_where_titles_share_nothing_a_clause_may_stand_in_a_longer_one() -> None:
    one = "现有的架空管线应当在五年内入地，暂时不能入地的，采取套管、捆扎等措施，不得影响市容市貌。"
    other = (
        "现有架空管线应当在三年内入地；暂不能入地的，经营者、所有权人应当采取套管、捆扎等措施，逐步改造入地或者采取"
        "隐蔽措施，不得影响市容市貌。"
    )
    assert pair(one, other, ("架空线入地", "市容环境卫生条例"))


def test_words_that_the_other_title_has_are_not_a_clauses_own() -> None:
    one, other = "工伤职工在市外就医的，住宿费每天最多150元。", "参保人员在市外就医的，住宿费每天不超过220元。"
    assert pair(one, other, ("参保人员待遇", "工伤职工待遇"))
    assert not pair(one, other, ("待遇办法", "待遇问答"))


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
