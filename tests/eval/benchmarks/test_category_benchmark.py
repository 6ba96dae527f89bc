import pytest

from eval.benchmarks.category_benchmark import benchmark_categories
from eval.data.label_set import LabelledText
from eval.data.selection import Selection, Skipped
from eval.runs.result import Result

TRAIN = Selection(
    tuple(
        LabelledText("", text, label)
        for label, texts in {
            "供水": ["家里停水了", "自来水发黄", "水压太低", "水管漏水"],
            "道路": ["路面有坑", "井盖坏了", "路灯不亮"],
            "工资": ["老板拖欠工资", "工钱没有发", "讨薪"],
            "噪声": ["夜里施工太吵", "广场舞噪声", "装修声音大"],
        }.items()
        for text in texts
    ),
    (Skipped("t.jsonl, line 3", "no label"),),
)


@pytest.fixture
def measured(runs, all_of):
    def measure(*texts: LabelledText, baselines: bool = False) -> Result:
        return benchmark_categories(TRAIN, all_of(texts), runs.begin("categories"), baselines)

    return measure


def test_figures_and_samples_of_a_ranker_that_learnt_the_rows(measured) -> None:
    result = measured(LabelledText("x:1", "停水了", "供水"), LabelledText("x:2", "拖欠工资", "供水"))
    assert result.figures["accuracy@1"] == 0.5
    assert result.figures["accuracy@3"] >= 0.5
    assert result.figures["macro_f1"] == pytest.approx(2 / 3)
    assert result.figures["n"] == 2
    assert [sample["place"] for sample in result.samples] == ["x:1", "x:2"]
    assert [sample["ranked"][0] for sample in result.samples] == ["供水", "工资"]
    assert result.skipped == TRAIN.skipped


def test_a_text_without_words_is_a_miss(measured) -> None:
    figures = measured(LabelledText("x:1", "？！", "供水")).figures
    assert (figures["accuracy@1"], figures["accuracy@3"], figures["macro_f1"]) == (0, 0, 0)


def test_simpler_classifiers_learn_the_same_rows(measured) -> None:
    test = [LabelledText("x:1", "停水了", "供水"), LabelledText("x:2", "老板拖欠工资", "工资")]
    figures = measured(*test, baselines=True).figures
    assert figures["majority"]["accuracy@1"] == 0.5  # the commonest is 供水
    assert figures["majority"]["macro_f1"] == pytest.approx((2 / 3 + 0) / 2)
    assert figures["tfidf_linear"]["accuracy@1"] == 1.0
    assert set(figures["tfidf_linear"]) == {"accuracy@1", "accuracy@3", "macro_f1"}


def test_without_baselines_there_are_ours_alone(measured) -> None:
    assert set(measured(LabelledText("x:1", "停水了", "供水")).figures) == {"accuracy@1", "accuracy@3", "macro_f1", "n"}
