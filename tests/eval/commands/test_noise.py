import json

import pytest

from eval.sounds import quiet_audio


@pytest.fixture(autouse=True)
def short_clips(monkeypatch) -> None:
    monkeypatch.setattr(quiet_audio, "CLIP_S", 1)
    monkeypatch.setattr(quiet_audio, "KINDS", quiet_audio.KINDS[:3])


def test_sounds_that_are_made_recorded_ones_and_speech(run, write_rows, write_silence, tmp_path) -> None:
    sounds = tmp_path / "sounds"
    sounds.mkdir()
    write_silence("sounds/hold.wav", 1.0)
    write_silence("a.wav", 1.0)
    manifest = write_rows("m.jsonl", [{"id": "a", "audio": "a.wav", "text": "一共伍百万元"}])
    shown = run("noise", "--minutes", 1, "--sounds", sounds, "--speech", manifest, "--json", tmp_path / "r.json")
    assert shown.exit_code == 0
    report = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert (report["n"], report["n_speech"], report["speech"]["heard"]) == (61, 1, 1.0)
    assert report["recordings"]["invented_finals"] == pytest.approx(1200.0)  # the script's two lines in one second
    assert report["run"]["options"] == {"minutes": 1.0}
    assert report["run"]["used"] == {"recognizer": "scripted"}
