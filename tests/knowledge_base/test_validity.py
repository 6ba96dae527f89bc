"""What documents say of when they hold."""

from __future__ import annotations

from datetime import date

import pytest

from knowledge_base.validity import Repeal, bare_name, read_validity, series_name


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("第九条 本办法自2024年5月1日起施行。", date(2024, 5, 1)),
        ("本通知自 2024 年 5 月 1 日起实施。", date(2024, 5, 1)),
        ("本规定自二〇二四年十二月三十一日起生效", date(2024, 12, 31)),
        ("本细则从２０２４年５月１日起执行", date(2024, 5, 1)),
        ("2015年3月15日 施行\n第一条 为了……", date(2015, 3, 15)),
        ("新的价格自2024年5月1日起执行。", date(2024, 5, 1)),
        ("依照自2020年1月1日起施行的《甲法》办理。\n本办法自2024年5月1日起施行。", date(2024, 5, 1)),
        ("本办法自2024年5月1日起施行。\n本决定自2025年6月1日起施行。", date(2025, 6, 1)),
        (
            "2018年3月30日 市人大常委会通过\n2024年3月29日 市人大常委会修正\n第一条 甲\n本条例自2018年5月1日起施行。",
            date(2024, 3, 29),
        ),
        ("# 办法\n施行日期：2026年1月1日\n各区：", date(2026, 1, 1)),
        ("本办法自2024-05-01起施行", date(2024, 5, 1)),
        ("2003年1月1日起施行的《甲条例》继续有效。", None),
        ("本市自2020年5月1日起实施垃圾分类，居民应当分类投放。", None),
        ("本办法自2024年13月40日起施行。", None),
        ("本办法自公布之日起施行。", None),
        ("", None),
    ],
)
def test_the_first_day(text: str, begins: date | None) -> None:
    read = read_validity("办法", "办法.md", text)
    assert read.effective_from == begins
    assert bool(read.evidence) == bool(begins)


def test_the_day_in_the_name_counts_only_where_the_text_has_none_that_is_later() -> None:
    later = "本法自2022年6月5日起施行。"
    assert read_validity("法", "法(2021-12-24).md", later).effective_from == date(2022, 6, 5)
    assert read_validity("法", "法(2021-12-24).md", "正文").effective_from == date(2021, 12, 24)
    amended = read_validity("法", "法（2024-03-29）.md", "本法自2018年5月1日起施行。")
    assert amended.effective_from == date(2024, 3, 29)
    assert "2024-03-29" in amended.evidence and "2018年5月1日" in amended.evidence
    assert read_validity("法", "法(2021-13-24).md", "正文").effective_from is None


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("本办法自2024年5月1日起施行，有效期至2029年4月30日。", date(2029, 4, 30)),
        ("本办法自2024年5月1日起施行，有效期5年。", date(2029, 4, 30)),
        ("本办法自2024年5月1日起施行，有效期为五年。", date(2029, 4, 30)),
        ("本通知自2024年1月31日起执行，有效期一个月。", date(2024, 2, 28)),
        ("本通知自2024年1月1日至2024年12月31日执行。", date(2024, 12, 31)),
        ("本规定自2025年1月1日起废止。", date(2024, 12, 31)),
        ("施行日期：2026年1月1日\n有效期：5年", date(2030, 12, 31)),
        ("本条例自2024年5月1日起施行。居民身份证有效期为十年。", None),
        ("本条例自2024年5月1日起施行。检验有效期至2026年1月1日的车辆，应当检验。", None),
        ("本办法有效期为五年。", None),
        ("本办法自2024年5月1日起施行，有效期十十年。", None),
        ("本办法自2999年5月1日起施行，有效期999年。", date(3998, 4, 30)),
        ("本办法自0001年1月1日起废止。", None),
        ("本办法自2024年5月1日起施行。本许可证有效期为五年。", None),
    ],
)
def test_the_last_day(text: str, until: date | None) -> None:
    assert read_validity("办法", "办法.md", text).effective_until == until


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("本法自2022年6月5日起施行。《中华人民共和国甲法》同时废止。", ["甲法"]),
        ("本法自2022年6月5日起施行。《甲办法》（市政府令第3号）、《乙办法》同时废止。", ["乙办法", "甲办法"]),
        ("本法自2022年6月5日起施行，1996年5月通过的《市实施〈中华人民共和国甲法〉办法》同时废止", ["市实施甲法办法"]),
        ("本法自2022年6月5日起施行。《市实施《中华人民共和国甲法》办法》同时废止。", ["市实施甲法办法"]),
        ("本法自2022年6月5日起施行。根据《甲法》制定的《乙办法》同时废止。", ["乙办法"]),
        ("本法自2022年6月5日起施行。依照《甲法》，证件应当废止。", []),
        ("《甲法》同时废止。", []),
    ],
)
def test_what_it_repeals(text: str, names: list[str]) -> None:
    repeals = read_validity("法", "法.md", text).repeals
    assert [repeal.name for repeal in repeals] == names
    assert {repeal.since for repeal in repeals} <= {date(2022, 6, 5)}


def test_a_repeal_has_its_own_day_and_a_decision_names_its_document_in_the_title() -> None:
    text = "本法自2022年6月5日起施行。《甲法》自2023年1月1日起废止。"
    assert read_validity("法", "法.md", text).repeals == (Repeal("甲法", date(2023, 1, 1)),)
    title = "关于废止《甲市养犬办法》的决定"
    assert read_validity(title, f"{title}.md", "本决定自2024年1月1日起施行。").repeals == (
        Repeal("甲市养犬办法", date(2024, 1, 1)),
    )


def test_files_of_one_name_but_for_a_day_at_its_end_are_one_series() -> None:
    names = ("条例(2021-09-24).md", "条例（2024-03-29）.md", "条例.md", "条例2024-03-29.md", "条例（2024年修正）.MD")
    assert {series_name(name) for name in names} == {"条例.md"}
    assert series_name("条例.pdf") == "条例.pdf"
    assert series_name("条例(试行).md") == "条例(试行).md"
    assert series_name("2024-03-29.md") == "2024-03-29.md"


def test_titles_are_compared_bare() -> None:
    assert bare_name("《中华人民共和国 甲法》(2021-12-24)") == bare_name("甲法") == "甲法"


def test_very_long_text_is_read_quickly() -> None:
    text = "《" * 50_000 + "自2024年" * 20_000 + "同时废止" * 5_000 + "本" * 50_000
    assert read_validity("题", "题.md", text).effective_until is None
