"""Who issued a document, read from its own words."""

from __future__ import annotations

import pytest

from knowledge_base.editorial.origin import read_origin

BODY = "各区人民政府：\n现将有关事项通知如下。\n" + "一、按规定办理。" * 60


@pytest.mark.parametrize(
    ("title", "text", "department", "region"),
    [
        (
            "澜江市停车收费办法",
            "发布机关：澜江市发展和改革委员会\n文号：澜发改〔2025〕2号\n",
            "澜江市发展和改革委员会",
            "澜江市",
        ),
        ("澜江市人民政府办公厅关于印发养犬办法的通知", BODY, "澜江市人民政府办公厅", "澜江市"),
        ("关于停征污水处理费的通知", f"{BODY}\n特此通知。\n澜江市水务局\n2026年2月7日\n", "澜江市水务局", "澜江市"),
        (
            "关于减免社会保险费的通知",
            f"{BODY}\n财政部 国家税务总局 2026年2月7日（此件公开）",
            "财政部、国家税务总局",
            "全国",
        ),
        (
            "关于复课的公告",
            f"{BODY}\n澜江市教育工作\n领导小组办公室\n二〇二六年二月七日",
            "澜江市教育工作领导小组办公室",
            "澜江市",
        ),
        ("市商务局关于招商的通知", f"{BODY}\n澜江市商务局办公室 2026年2月15日印发", "澜江市商务局办公室", "澜江市"),
        (
            "澜江市供水条例",
            "澜江市供水条例\n\n2024年5月1日 澜江市第十六届人民代表大会常务委员会第三次会议通过\n\n第一条 供水。",
            "澜江市人民代表大会常务委员会",
            "澜江市",
        ),
        (
            "城镇供水条例",
            "城镇供水条例\n\n2024年5月1日 中华人民共和国国务院令第700号公布\n\n第一条 供水。",
            "国务院",
            "全国",
        ),
        ("国家税务总局澜江市税务局关于办税的通告", BODY, "国家税务总局澜江市税务局", "澜江市"),
        ("广东省人民政府办公厅转发省卫生健康委、财政厅关于补助的通知", BODY, "广东省人民政府办公厅", "广东省"),
    ],
)
def test_the_issuer_is_read_where_documents_name_it(title: str, text: str, department: str, region: str) -> None:
    origin = read_origin(title, text)
    assert (origin.department, origin.region) == (department, region)
    assert origin.evidence


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("停车常见问答", "根据《国务院关于停车的意见》和上级要求，国务院办公厅、财政部关于停车的规定照办。"),
        ("便民提示", "市水务局关于停水的通知已经发出，有关部门2026年2月7日起执行。"),
        ("记者近日获悉口罩充足", "2月7日，记者从超市了解到，城市供应充足。"),
    ],
)
def test_what_is_only_mentioned_is_no_issuer(title: str, text: str) -> None:
    origin = read_origin(title, text)
    assert (origin.department, origin.region, origin.evidence) == ("", "", "")


def test_a_service_guide_says_region_and_audience() -> None:
    text = "# 居住证签注\n- 实施部门：澜江市公安局\n- 地区：澜江市湖滨区\n- 服务对象：自然人、企业法人\n"
    origin = read_origin("居住证签注", text)
    assert (origin.department, origin.region, origin.audience) == ("澜江市公安局", "澜江市湖滨区", "自然人、企业法人")


@pytest.mark.parametrize("piece", ["局", "局 ", "2026年1月1日", "市市市市市市市市关于", "- ", "发布机关"])
def test_hostile_texts_come_to_an_end(piece: str) -> None:
    assert read_origin(piece * 20, piece * 10_000).audience == ""
