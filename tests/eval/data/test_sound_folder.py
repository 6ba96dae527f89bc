import pytest

from eval.data.sound_folder import read_sound_folder
from eval.errors import EvalError


def test_every_recording_of_a_folder_is_one_clip_of_mono_sound(write_silence, tmp_path) -> None:
    write_silence("waiting.wav", 1.5)
    write_silence("ringing.flac", 0.5)
    found = read_sound_folder(tmp_path)
    assert [(sound.name, sound.rate, len(sound.samples())) for sound in found] == [
        ("ringing.flac", 16_000, 8_000),
        ("waiting.wav", 16_000, 24_000),
    ]
    assert found[0].samples().ndim == 1


def test_what_is_no_audio_is_named(tmp_path) -> None:
    (tmp_path / "notes.txt").write_text("no sound")
    with pytest.raises(EvalError, match=r"notes\.txt"):
        read_sound_folder(tmp_path)


def test_an_empty_folder_is_refused(tmp_path) -> None:
    with pytest.raises(EvalError, match="no recordings"):
        read_sound_folder(tmp_path)
