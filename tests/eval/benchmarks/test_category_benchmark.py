import pytest

from eval.benchmarks.category_benchmark import benchmark_categories
from eval.data.label_set import LabelledText

TRAIN = [
    LabelledText("", text, label)
    for label, texts in {
        "供水": ["家里停水了", "自来水发黄", "水压太低"],
        "道路": ["路面有坑", "井盖坏了", "路灯不亮"],
        "工资": ["老板拖欠工资", "工钱没有发", "讨薪"],
        "噪声": ["夜里施工太吵", "广场舞噪声", "装修声音大"],
    }.items()
    for text in texts
]


def test_figures_and_samples_of_a_ranker_that_learnt_the_rows() -> None:
    test = [LabelledText("x:1", "停水了", "供水"), LabelledText("x:2", "拖欠工资", "供水")]
    result = benchmark_categories(TRAIN, test)
    assert result.figures["accuracy@1"] == 0.5
    assert result.figures["accuracy@3"] >= 0.5
    assert result.figures["macro_f1"] == pytest.approx(2 / 3)
    assert result.figures["n"] == 2
    assert [sample["place"] for sample in result.samples] == ["x:1", "x:2"]
    assert [sample["ranked"][0] for sample in result.samples] == ["供水", "工资"]


def test_a_text_without_words_is_a_miss() -> None:
    figures = benchmark_categories(TRAIN, [LabelledText("x:1", "？！", "供水")]).figures
    assert (figures["accuracy@1"], figures["accuracy@3"], figures["macro_f1"]) == (0, 0, 0)
