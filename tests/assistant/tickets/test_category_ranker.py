import pytest

from assistant.errors import AssistantError
from assistant.tickets.category_ranker import CategoryRanker

TEXTS = [
    "失业金怎么领",
    "被辞退了想领失业保险金",
    "暖气不热室温很低",
    "供热公司不来修暖气",
    "出租车绕道多收钱",
    "司机拒载",
]
LABELS = ["失业", "失业", "供热", "供热", "出租", "出租"]


@pytest.fixture(scope="module")
def ranker() -> CategoryRanker:
    return CategoryRanker.fit(TEXTS, LABELS, {"出租": ["打表", "绕路"], "养犬": ["遛狗不牵绳", "狗叫"]})


def test_labels_are_ranked_with_scores_that_sum_to_one(ranker: CategoryRanker) -> None:
    ranked = ranker.rank("我想问失业保险金", limit=4)
    assert ranked[0].label == "失业"
    assert [r.score for r in ranked] == sorted((r.score for r in ranked), reverse=True)
    assert sum(r.score for r in ranked) == pytest.approx(1.0, abs=1e-6)
    assert len(ranker.rank("暖气", limit=2)) == 2


def test_homophones_do_not_move_the_ranking(ranker: CategoryRanker) -> None:
    assert ranker.rank("诗夜筋")[0].label == "失业"
    assert ranker.rank("暧启勿惹，拱惹")[0].label == "供热"
    assert ranker.rank("初组扯烙稻")[0].label == "出租"


def test_keywords_alone_can_stand_for_a_label(ranker: CategoryRanker) -> None:
    assert ranker.rank("楼下有人遛狗")[0].label == "养犬"


def test_the_title_line_counts_more(ranker: CategoryRanker) -> None:
    titled = {r.label: r.score for r in ranker.rank("暖气\n司机", limit=4)}
    plain = {r.label: r.score for r in ranker.rank("暖气，司机", limit=4)}
    assert titled["供热"] > plain["供热"]


def test_two_labels_and_segmented_words_are_enough() -> None:
    ranker = CategoryRanker.fit(["暖气 不热", "出租车 绕道"], ["供热", "出租"])
    ranked = ranker.rank("出租车司机绕道")
    assert [r.label for r in ranked] == ["出租", "供热"]
    assert sum(r.score for r in ranked) == pytest.approx(1.0, abs=1e-6)


@pytest.mark.parametrize("text", ["", "，。！", "\n"])
def test_nothing_to_read_ranks_nothing(ranker: CategoryRanker, text: str) -> None:
    assert ranker.rank(text) == ()


@pytest.mark.parametrize(
    ("texts", "labels"), [([], []), (["一"], ["甲"]), (["一", "二"], ["甲"]), (["，", "。"], ["甲", "乙"])]
)
def test_too_little_to_learn_from_is_said(texts: list[str], labels: list[str]) -> None:
    with pytest.raises(AssistantError):
        CategoryRanker.fit(texts, labels)
