"""Recordings of every promised kind, in blocks; broken ones are refused with advice; resampling makes no clicks."""

import tracemalloc
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import soundfile as sf

from asr.audio import RATE, Recording, Resampler, Samples, read_audio
from asr.errors import AudioUnreadable


def tone(rate: int, seconds: float, hertz: float = 300.0) -> Samples:
    """A sine at half of full scale."""
    return (0.5 * np.sin(2 * np.pi * hertz * np.arange(int(rate * seconds)) / rate)).astype(np.float32)


def unlike(first: Samples, second: Samples) -> float:
    """The largest difference, away from the edges that lossy codecs smear."""
    length = min(len(first), len(second))
    return float(np.abs(first[:length] - second[:length])[1000 : length - 1000].max())


@pytest.mark.parametrize(
    ("name", "rate", "subtype", "error"),
    [
        ("call.wav", 8_000, "PCM_16", 0.001),
        ("call.wav", 16_000, "FLOAT", 0.001),
        ("call.wav", 8_000, "ULAW", 0.02),
        ("call.wav", 11_025, "PCM_16", 0.001),
        ("CALL.WAV", 44_100, "PCM_24", 0.001),
        ("call.flac", 16_000, "PCM_16", 0.001),
        ("call.flac", 96_000, "PCM_16", 0.001),
    ],
)
def test_lossless_and_telephone_codecs_give_back_each_sample(
    tmp_path: Path, name: str, rate: int, subtype: str, error: float
) -> None:
    sf.write(tmp_path / name, tone(rate, 1.0), rate, subtype=subtype)

    recording = Recording(tmp_path / name)

    assert (recording.rate, recording.channels) == (rate, 1)
    assert recording.seconds == pytest.approx(1.0, abs=0.1)
    heard = np.concatenate(list(recording.blocks(0.1)))
    assert heard.dtype == np.float32
    assert heard.shape[1] == 1
    assert unlike(heard[:, 0], tone(rate, 1.0)) < error


@pytest.mark.parametrize(
    ("name", "rate", "subtype"),
    [
        ("call.mp3", 16_000, "MPEG_LAYER_III"),
        ("call.mp3", 44_100, "MPEG_LAYER_III"),
        ("call.ogg", 48_000, "OPUS"),
        ("call.ogg", 22_050, "VORBIS"),
    ],
)
def test_lossy_codecs_give_back_the_sound(tmp_path: Path, name: str, rate: int, subtype: str) -> None:
    sf.write(tmp_path / name, tone(rate, 2.0), rate, subtype=subtype)

    samples, heard_rate = read_audio(tmp_path / name)

    middle = samples[rate // 2 : rate // 2 + rate, 0]
    assert heard_rate == rate
    assert len(samples) == pytest.approx(2 * rate, rel=0.1)
    assert np.abs(np.fft.rfft(middle)).argmax() == 300  # one second: a bin is a hertz
    assert np.sqrt(np.mean(middle**2)) == pytest.approx(0.5 / np.sqrt(2), rel=0.05)


@pytest.mark.parametrize(
    ("name", "subtype"),
    [
        ("a.al", "ALAW"),
        ("a.alaw", "ALAW"),
        ("A.PCMA", "ALAW"),
        ("u.ul", "ULAW"),
        ("u.ulaw", "ULAW"),
        ("u.pcmu", "ULAW"),
    ],
)
def test_raw_telephone_audio_is_8_khz_mono_by_its_name(tmp_path: Path, name: str, subtype: str) -> None:
    path = tmp_path / name
    sf.write(path, tone(8_000, 1.0), 8_000, subtype=subtype, format="RAW")

    samples, rate = read_audio(path)

    assert rate == 8_000
    assert samples.shape == (8_000, 1)
    assert unlike(samples[:, 0], tone(8_000, 1.0)) < 0.02


def test_blocks_keep_channels_apart_and_end_with_what_is_left(tmp_path: Path) -> None:
    both = np.stack([tone(8_000, 1.05), -0.5 * tone(8_000, 1.05)], axis=1)
    sf.write(tmp_path / "two.wav", both, 8_000, subtype="FLOAT")

    blocks = list(Recording(tmp_path / "two.wav").blocks(0.2))

    assert [len(block) for block in blocks] == [1600] * 5 + [400]
    assert np.array_equal(np.concatenate(blocks), both)


def test_a_block_stays_as_it_was_while_the_next_is_read(tmp_path: Path) -> None:
    sf.write(tmp_path / "ramp.wav", np.linspace(-1, 1, 800), 8_000, subtype="FLOAT")
    blocks = Recording(tmp_path / "ramp.wav").blocks(0.05)
    first = next(blocks)
    kept = first.copy()

    next(blocks)

    assert np.array_equal(first, kept)


def test_what_is_no_number_or_too_loud_is_tamed(tmp_path: Path) -> None:
    sf.write(tmp_path / "bad.wav", np.array([np.nan, np.inf, -np.inf, 5.0, -0.5]), 8_000, subtype="FLOAT")

    assert read_audio(tmp_path / "bad.wav")[0][:, 0].tolist() == [0.0, 1.0, -1.0, 1.0, -0.5]


def test_a_long_recording_takes_no_more_memory_than_a_block(tmp_path: Path) -> None:
    with sf.SoundFile(tmp_path / "long.flac", "w", 8_000, 1) as file:
        for _ in range(20):
            file.write(np.zeros(8_000 * 60, np.float32))
    recording = Recording(tmp_path / "long.flac")
    tracemalloc.start()

    heard = sum(len(block) for block in recording.blocks(1.0))

    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert heard == 8_000 * 60 * 20
    assert recording.seconds == 1200
    assert peak < 1_000_000  # the whole is 38 MB


def test_a_cut_mp3_ends_where_its_sound_ends(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    noise = np.random.default_rng(0).normal(0, 0.1, 16_000 * 10)
    sf.write(tmp_path / "cut.mp3", noise, 16_000)
    whole = (tmp_path / "cut.mp3").read_bytes()
    (tmp_path / "cut.mp3").write_bytes(whole[: len(whole) // 2])

    blocks = list(Recording(tmp_path / "cut.mp3").blocks(1.0))

    assert sum(map(len, blocks)) == pytest.approx(16_000 * 5, abs=8_000)
    assert not any(np.array_equal(a, b) for a, b in pairwise(blocks))
    capfd.readouterr()  # the decoder's own complaints


def test_a_flac_cut_part_way_gives_its_beginning_and_then_says_that_it_is_broken(tmp_path: Path) -> None:
    sf.write(tmp_path / "cut.flac", np.random.default_rng(0).normal(0, 0.1, 80_000), 8_000)
    whole = (tmp_path / "cut.flac").read_bytes()
    (tmp_path / "cut.flac").write_bytes(whole[: len(whole) // 2])
    blocks = Recording(tmp_path / "cut.flac").blocks(1.0)

    assert len(next(blocks)) == 8_000
    with pytest.raises(AudioUnreadable, match=r"cut\.flac is broken part-way: export it again"):
        list(blocks)


def test_a_flac_from_a_pipe_is_refused_for_its_missing_length(tmp_path: Path) -> None:
    sf.write(tmp_path / "pipe.flac", tone(8_000, 1.0), 8_000)
    data = bytearray((tmp_path / "pipe.flac").read_bytes())
    data[21] &= 0xF0  # STREAMINFO's 36 bits of total samples, RFC 9639 section 8.2
    data[22:26] = bytes(4)
    (tmp_path / "pipe.flac").write_bytes(data)

    with pytest.raises(AudioUnreadable, match="does not say how long it is"):
        Recording(tmp_path / "pipe.flac")


@pytest.mark.parametrize("name", ["call.wav", "call.mp3", "call.flac", "call.ogg", "call.raw", "call.txt", "call"])
def test_junk_is_refused_with_what_can_be_read(tmp_path: Path, name: str, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / name).write_bytes(b"no sound at all, " * 50)

    with pytest.raises(AudioUnreadable, match="unknown codec: give WAV, FLAC, MP3") as caught:
        Recording(tmp_path / name)

    assert str(tmp_path) not in str(caught.value)
    capfd.readouterr()


def test_missing_empty_and_soundless_files_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "empty.wav").touch()
    sf.write(tmp_path / "zero.wav", np.zeros(0), 8_000)

    with pytest.raises(AudioUnreadable, match=r"There is no file gone\.wav"):
        Recording(tmp_path / "gone.wav")
    with pytest.raises(AudioUnreadable, match="There is no file"):
        Recording(tmp_path)
    with pytest.raises(AudioUnreadable, match=r"empty\.wav is empty"):
        Recording(tmp_path / "empty.wav")
    with pytest.raises(AudioUnreadable, match=r"zero\.wav holds no sound"):
        Recording(tmp_path / "zero.wav")


@pytest.mark.parametrize(("channels", "rate"), [(12, 8_000), (9, 8_000), (1, 2_000), (1, 384_000)])
def test_too_many_channels_and_impossible_rates_are_refused(tmp_path: Path, channels: int, rate: int) -> None:
    sf.write(tmp_path / "odd.wav", np.zeros((100, channels)), rate)

    with pytest.raises(AudioUnreadable, match=f"has {channels} channels at {rate} Hz"):
        Recording(tmp_path / "odd.wav")


@pytest.mark.parametrize("rate", [0, -8_000, 3_999, 192_001])
def test_a_source_of_an_impossible_rate_is_refused(rate: int) -> None:
    with pytest.raises(AudioUnreadable, match=f"A sample rate of {rate} Hz cannot be used"):
        Resampler(rate)


@pytest.mark.parametrize("rate", [8_000, 11_025, 44_100, 48_000])
def test_resampling_odd_pieces_gives_the_same_as_one_piece(rate: int) -> None:
    sound = tone(rate, 1.5)
    whole = Resampler(rate).feed(sound, last=True)
    resampler, sizes = Resampler(rate), np.random.default_rng(7)
    pieces, at = [], 0

    while at < len(sound):
        size = int(sizes.integers(1, 900))
        pieces.append(resampler.feed(sound[at : at + size]))
        at += size
    before = sum(map(len, pieces))
    pieces.append(resampler.feed(np.zeros(0, np.float32), last=True))

    assert len(whole) == pytest.approx(1.5 * RATE, abs=1)
    assert before < len(whole)
    assert np.allclose(np.concatenate(pieces), whole, atol=1e-6)
    assert unlike(whole, tone(RATE, 1.5)) < 1e-4


def test_16_khz_passes_untouched() -> None:
    sound = tone(RATE, 0.1)

    assert Resampler(RATE).feed(sound) is sound
    assert len(Resampler(RATE).feed(np.zeros(0, np.float32), last=True)) == 0
