import pytest

from assistant.ticket import RankedLabel
from assistant.tickets.department_ranker import DepartmentRanker
from assistant.tickets.taxonomy import Category, Department

DEPARTMENTS = (
    Department("澜江市供热办公室", "市供热办", ("暖气温度不达标", "供热收费")),
    Department("澜江市交通运输局", "市交通运输局", ("出租车绕道拒载", "公交线路")),
    Department("澜江市教育局", "市教育局", ("小学入学报名", "转学")),
)
CATEGORIES = (Category("城", "热", "暖气不热", "市供热办"), Category("交", "车", "出租投诉", "市交通运输局"))


@pytest.fixture(scope="module")
def ranker() -> DepartmentRanker:
    return DepartmentRanker(DEPARTMENTS, CATEGORIES)


def test_the_category_names_its_department(ranker: DepartmentRanker) -> None:
    ranked = ranker.rank("他不讲理", [RankedLabel("交/车/出租投诉", 0.9), RankedLabel("城/热/暖气不热", 0.1)])
    assert ranked[0].label == "市交通运输局"
    assert sum(r.score for r in ranked) <= 1.0 + 1e-6


def test_the_duties_decide_where_the_categories_do_not(ranker: DepartmentRanker) -> None:
    unsure = [RankedLabel("交/车/出租投诉", 0.04), RankedLabel("城/热/暖气不热", 0.03)]
    assert ranker.rank("孩子小学入学怎么报名", unsure)[0].label == "市教育局"
    assert ranker.rank("孩子小学入血怎么报明", unsure)[0].label == "市教育局"


def test_departments_are_heard_by_name(ranker: DepartmentRanker) -> None:
    assert [f.phrase for f in ranker.named("转市公热办，再转澜江市教育局")] == ["市供热办", "市教育局"]
