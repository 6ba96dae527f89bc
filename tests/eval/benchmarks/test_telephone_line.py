"""What worse lines do to a synthetic voice: bursts of a buzz with pauses between."""

from pathlib import Path

import numpy as np
import pytest
import soundfile as sf

from asr.errors import AudioUnreadable
from eval.benchmarks.telephone_line import CODECS, Codec, TelephoneLine

RATE, SECONDS = 16_000, 6


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Left speaks every other half second, right never."""
    at = np.arange(RATE * SECONDS) / RATE
    voice = 0.2 * np.sign(np.sin(2 * np.pi * 150 * at)) * (at % 1 < 0.5)
    path = tmp_path / "call.flac"
    sf.write(path, np.column_stack([voice, np.zeros_like(voice)]), RATE)
    return path


def carried(line: TelephoneLine, source: Path) -> tuple[np.ndarray, int]:
    target = source.with_name("carried.flac")
    line.carry(source, target)
    return sf.read(target)  # type: ignore[no-any-return]


@pytest.mark.parametrize("ratio", [20.0, 5.0, -3.0])
def test_noise_has_the_ratio_that_was_asked_for_while_someone_speaks(source: Path, ratio: float) -> None:
    clean, _ = sf.read(source)
    noisy, rate = carried(TelephoneLine(noise_db=ratio), source)
    noise = (noisy - clean)[:, 0]
    speaking = clean[:, 0] != 0
    achieved = 10 * np.log10((clean[speaking, 0] ** 2).mean() / (noise**2).mean())
    assert achieved == pytest.approx(ratio, abs=1)
    assert (rate, noisy.shape) == (RATE, clean.shape)
    power = np.abs(np.fft.rfft(noise)) ** 2
    assert power[600:6000].mean() > 3 * power[-6000:].mean()  # pink: lower frequencies are louder


def test_noise_leaves_a_channel_without_a_voice_silent(source: Path) -> None:
    assert not carried(TelephoneLine(noise_db=0.0), source)[0][:, 1].any()


@pytest.mark.parametrize("codec", CODECS)
def test_codecs_keep_the_length_and_the_voice_at_8_khz(source: Path, codec: Codec) -> None:
    clean, _ = sf.read(source)
    coded, rate = carried(TelephoneLine(codec=codec), source)
    assert (rate, coded.shape) == (8000, (8000 * SECONDS, 2))
    speaking, silent = np.abs(coded[:, 0]).reshape(-1, 2, 4000).mean(axis=(0, 2))
    assert speaking > 0.1 and speaking > 5 * silent
    assert np.corrcoef(coded[:, 0], clean[::2, 0])[0, 1] > 0.6


def test_codecs_are_not_all_the_same(source: Path) -> None:
    heard = [carried(TelephoneLine(codec=codec), source)[0] for codec in CODECS]
    assert not np.array_equal(heard[0], heard[1]) and not np.array_equal(heard[0], heard[2])


def test_the_share_of_packets_that_was_asked_for_is_silence(source: Path) -> None:
    voice = np.full((RATE * 20, 2), 0.5)
    sf.write(source, voice, RATE)
    heard, rate = carried(TelephoneLine(loss=0.1), source)
    packets = heard.reshape(-1, rate // 50, 2)
    lost = (packets == 0).all(axis=1)
    assert lost.mean(axis=0) == pytest.approx([0.1, 0.1], abs=0.03)
    assert (packets[~lost.any(axis=1)] == 0.5).all()  # a packet is lost as a whole or not at all
    assert not np.array_equal(lost[:, 0], lost[:, 1])
    assert not carried(TelephoneLine(loss=1.0), source)[0].any()


@pytest.mark.parametrize("line", [TelephoneLine(noise_db=5.0), TelephoneLine(loss=0.2)])
def test_the_same_every_time_and_another_for_another_recording(source: Path, line: TelephoneLine) -> None:
    first = carried(line, source)[0]
    assert np.array_equal(first, carried(line, source)[0])
    other = source.rename(source.with_name("other.flac"))
    assert not np.array_equal(first, carried(line, other)[0])


@pytest.mark.parametrize(
    ("line", "name"),
    [
        (TelephoneLine(), ""),
        (TelephoneLine(noise_db=10.0), "noise_10dB"),
        (TelephoneLine(noise_db=-2.5), "noise_-2.5dB"),
        (TelephoneLine(codec="gsm"), "codec_gsm"),
        (TelephoneLine(loss=0.05), "loss_5%"),
        (TelephoneLine(20.0, "alaw", 0.015), "noise_20dB+codec_alaw+loss_1.5%"),
    ],
)
def test_names(line: TelephoneLine, name: str) -> None:
    assert line.name == name
    assert " " not in name


def test_recordings_too_short_for_a_frame_and_broken_ones(source: Path) -> None:
    sf.write(source, np.full((10, 1), 0.5), RATE)
    assert carried(TelephoneLine(5.0, "gsm", 0.5), source)[0].shape[0] in (5, 10)
    source.write_bytes(b"no sound")
    with pytest.raises(AudioUnreadable):
        TelephoneLine(loss=0.1).carry(source, source.with_name("carried.flac"))
