import json
from dataclasses import replace

from asr.transcript import FinalTranscript, Repair
from assistant.transcripts.mender import Mender

TEXTS = ["提取住房公积金须带身份证。" * 5, "公积金中心办理提取住房公积金。" * 5]


def test_what_was_heard_before_is_mended_with_the_terms_of_documents(run, write_rows, tmp_path) -> None:
    documents = write_rows("d.jsonl", [{"docid": str(at), "text": text} for at, text in enumerate(TEXTS)])
    rows = [{"id": "a", "text": "提取住房公积金三百元", "heard": "提取住房公基金，三百元"}]
    manifest = write_rows("m.jsonl", rows)
    result = run("repair", manifest, "--documents", documents, "--json", tmp_path / "r.json")
    assert result.exit_code == 0
    report = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert (report["raw"]["cer"], report["mended"]["cer"]) == (0.1, 0)
    assert (report["raw"]["important"]["terms"], report["mended"]["important"]["terms"]) == (1, 0)
    assert (report["repairs"], report["repair"], report["numerals_touched"]) == (1, {"right": 1, "wrong": 0}, 0)
    assert report["samples"][0]["mended"] == "提取住房公积金，300元"


def test_a_repair_that_makes_it_worse_counts_as_wrong_and_is_shown(run, write_rows, tmp_path) -> None:
    documents = write_rows("d.jsonl", [{"docid": str(at), "text": text} for at, text in enumerate(TEXTS)])
    said = "提取住房公基金，三百元"
    manifest = write_rows("m.jsonl", [{"id": "a", "text": said, "heard": said}])
    assert run("repair", manifest, "--documents", documents, "--json", tmp_path / "r.json").exit_code == 0
    report = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert (report["raw"]["cer"], report["mended"]["cer"]) == (0, 0.1)
    assert (report["repairs"], report["repair"]) == (1, {"right": 0, "wrong": 1})
    assert [(one["where"], one["said"], one["heard"]) for one in report["samples"][0]["examples"]] == [
        ("a", said, "提取住房公积金，300元")
    ]


def test_a_repair_by_sound_that_touches_a_numeral_is_counted(run, write_rows, monkeypatch, tmp_path) -> None:
    def touch(_mender: Mender, final: FinalTranscript, _before: object) -> FinalTranscript:
        return replace(final, text="要四百元", raw=final.text, repairs=(Repair(1, 2, "十", "term", 0.9),))

    monkeypatch.setattr(Mender, "mend", touch)
    manifest = write_rows("m.jsonl", [{"id": "a", "text": "要十百元", "heard": "要十百元"}])
    assert run("repair", manifest, "--json", tmp_path / "r.json").exit_code == 0
    assert json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))["numerals_touched"] == 1


def test_recordings_are_heard_and_mended_with_the_home(run, manifest, tmp_path) -> None:
    assert run("repair", manifest, "--json", tmp_path / "r.json").exit_code == 0
    report = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert report["run"]["used"] == {"recognizer": "scripted"}
    assert (report["n"], report["raw"]["cer"]) == (1, 0.2)
