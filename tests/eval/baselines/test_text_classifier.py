from eval.baselines.text_classifier import TextClassifier

TEXTS = ["家里停水了", "自来水发黄", "水压太低", "路面有坑", "路灯不亮", "老板拖欠工资"]
LABELS = ["供水", "供水", "供水", "道路", "道路", "工资"]


def test_the_majority_answers_the_commonest_whatever_is_asked() -> None:
    ranker = TextClassifier.majority(TEXTS, LABELS)
    assert ranker.rank("老板拖欠工资", 3) == ranker.rank("", 3) == ["供水", "道路", "工资"]
    assert ranker.rank("路灯", 1) == ["供水"]


def test_tfidf_learns_the_words() -> None:
    ranker = TextClassifier.tfidf_linear([*TEXTS[1:5], TEXTS[5], "讨要工资"], [*LABELS[1:5], "工资", "工资"])
    assert [ranker.rank(text, 1) for text in ("水压也太低", "路面坏了", "拖欠工资")] == [["供水"], ["道路"], ["工资"]]
    assert sorted(ranker.rank("拖欠工资", 9)) == sorted(set(LABELS))


def test_words_that_were_never_seen_are_no_trouble() -> None:
    assert TextClassifier.tfidf_linear(TEXTS, LABELS).rank("？！", 1) == ["供水"]
