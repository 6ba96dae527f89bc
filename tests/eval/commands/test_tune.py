import json

import pytest

from eval.errors import EvalError
from retrieval.embedder import HashedEmbedder
from retrieval.evidence import FEATURES
from retrieval.ranking import read_ranking

SUBJECTS = {
    "公积金": "职工租住商品房的，可以申请提取住房公积金支付房租，每年提取一次。",
    "失业": "失业人员每月领取失业保险金一千八百二十四元，累计缴费满五年的最长领取十八个月。",
    "居住证": "在本市居住半年以上的，可以向派出所申领居住证，凭证享受子女入学待遇。",
    "落户": "本科毕业生可以凭劳动合同办理人才落户，由区公安分局审批。",
    "医保": "参保居民在定点医院住院，医疗保险按百分之七十报销费用。",
    "噪音": "夜间十点后禁止建筑施工，噪声扰民的由城市管理部门责令停工。",
}
ASKED = {
    "公积金": ["租住商品房可以提取公积金吗", "公积金每年提取几次", "派出所可以申请吗"],
    "失业": ["失业保险金每月领取多少", "最长领取几个月", "每年提取一次吗"],
    "居住证": ["居住证向谁申领", "子女入学要什么证", "由谁审批"],
    "落户": ["本科毕业生落户由谁审批", "人才落户凭什么办理", "可以向派出所申领吗"],
    "医保": ["住院费用报销多少", "医疗保险按百分之几报销", "每月领取多少"],
    "噪音": ["夜间几点禁止施工", "噪声扰民谁来管", "由谁责令"],
}


@pytest.fixture
def data(write_rows, write_silence) -> tuple[object, ...]:
    write_silence("a.wav", 0.5)
    documents = [{"docid": name, "title": name, "text": text} for name, text in SUBJECTS.items()]
    asked = [(name, text) for name, texts in ASKED.items() for text in texts]
    questions = [{"id": place, "docid": name, "question": text} for place, (name, text) in enumerate(asked)]
    return ("--documents", write_rows("d.jsonl", documents), "--questions", write_rows("q.jsonl", questions))


def test_learns_on_four_fifths_beside_the_ranking_in_use_and_saves_only_when_asked(
    run, data, settings, tmp_path
) -> None:
    used = read_ranking(settings.home)
    run("tune", *data, "--json", tmp_path / "r.json", "--out", tmp_path / "out")
    report = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert set(report["typed"]) == set(report["in_use"]["typed"]) == {"hit@1", "hit@5", "kept", "silent"}
    assert report["n"] == 18
    assert not (settings.home / "ranking.json").exists()
    learnt = read_ranking(tmp_path / "out")
    assert learnt.typed != used.typed and learnt.heard == used.heard
    run("tune", *data, "--save")
    assert read_ranking(settings.home) == learnt


def test_the_ranking_in_use_is_that_of_the_home(run, data, lean, tmp_path) -> None:
    lean(-1000)
    run("tune", *data, "--json", tmp_path / "r.json")
    report = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert report["in_use"]["typed"] == {"hit@1": 0.0, "hit@5": 0.0, "kept": 0.0, "silent": 1.0}
    assert report["typed"]["kept"] > 0.5 and report["typed"]["hit@1"] > 0.5


def test_what_has_no_recording_is_also_asked_as_it_is_misheard(run, data, settings, tmp_path) -> None:
    used = read_ranking(settings.home)
    run("tune", *data, "--misheard", "--json", tmp_path / "r.json", "--out", tmp_path / "out")
    report = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert set(report["heard"]) == set(report["typed"])
    assert read_ranking(tmp_path / "out").heard != used.heard


def test_without_meaning_cosines_count_nothing(run, data, settings, tmp_path) -> None:
    run("tune", *data, "--without-meaning", "--save")
    learnt = read_ranking(settings.home, HashedEmbedder.name)
    merit = dict(zip(FEATURES, learnt.typed.merit, strict=True))
    assert merit["dense"] == merit["dense_gap"] == 0 and merit["sound"] != 0
    assert read_ranking(settings.home) == read_ranking(tmp_path / "none"), "with the model another one is used"


@pytest.mark.parametrize("part", [slice(0, 2), slice(2, 4), slice(0, 0)])
def test_documents_go_with_questions(run, data, part: slice) -> None:
    refused = run("tune", *data[part])
    assert refused.exit_code == 2 and "--documents with --questions" in refused.output


def test_too_few_questions_are_said(run, write_rows, data) -> None:
    few = write_rows("few.jsonl", [{"id": 1, "docid": "失业", "question": "最长领取几个月"}])
    with pytest.raises(EvalError, match="cannot teach"):
        run("tune", *data[:2], "--questions", few)
