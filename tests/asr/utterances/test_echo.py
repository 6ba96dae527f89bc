"""Echoes of a sample call, made with delay, loss, filters, noise and G.711, beside people who really speak."""

import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

import numpy as np
import pytest
import soundfile as sf
import soxr

from asr.audio import Samples
from asr.utterances.echo import Echo

CALL = Path(__file__).resolve().parents[3] / "knowledge_base" / "sample" / "calls" / "call-01"
RATE = 8000


@dataclass(frozen=True)
class Voices:
    """What the call's caller and operator say, cut into turns."""

    caller: list[Samples]
    operator: list[Samples]


@pytest.fixture(scope="module")
def voices() -> Voices:
    sound, rate = sf.read(CALL.with_suffix(".flac"), dtype="float32")
    turns = json.loads(CALL.with_suffix(".json").read_text("utf-8"))["turns"]
    said: dict[str, list[Samples]] = {"caller": [], "operator": []}
    for turn in turns:
        side = sound[:, ["caller", "operator"].index(turn["speaker"])]
        piece = side[turn["start_ms"] * rate // 1000 : turn["end_ms"] * rate // 1000]
        said[turn["speaker"]].append(soxr.resample(piece, rate, RATE))
    return Voices(**said)


def placed(sound: Samples, at_ms: int, length_ms: int = 8000) -> Samples:
    out = np.zeros(length_ms * RATE // 1000, np.float32)
    start = at_ms * RATE // 1000
    part = sound[: len(out) - start]
    out[start : start + len(part)] = part
    return out


def loud(sound: Samples, db: float) -> Samples:
    return sound * np.float32(10 ** (db / 20))


def through_g711(sound: Samples, seed: int, noise_db: float = -62) -> Samples:
    noise = 10 ** (noise_db / 20) * np.random.default_rng(seed).standard_normal(len(sound))
    coded = io.BytesIO()
    sf.write(coded, (sound + noise).clip(-1, 1), RATE, format="WAV", subtype="ULAW")
    coded.seek(0)
    return soxr.resample(sf.read(coded, dtype="float32")[0], RATE, 16_000)


def listening(caller: Samples, operator: Samples, piece_ms: int = 100) -> Echo:
    echo = Echo()
    sides = {"caller": through_g711(caller, 1), "operator": through_g711(operator, 2)}
    size = piece_ms * 16
    for start in range(0, len(sides["caller"]), size):
        for channel, sound in sides.items():
            echo.hear(channel, sound[start : start + size])  # type: ignore[arg-type]
    return echo


def same(sound: Samples) -> Samples:
    return sound


def narrow(sound: Samples) -> Samples:
    frequencies = np.fft.rfftfreq(len(sound), 1 / RATE)
    band = (frequencies > 600) & (frequencies < 2400)
    return np.fft.irfft(np.fft.rfft(sound) * band, len(sound)).astype(np.float32)


def room(sound: Samples) -> Samples:
    chance = np.random.default_rng(3)
    tail = chance.standard_normal(1600) * 10 ** (-3 * np.arange(1600) / 1600)
    response = np.concatenate([[1.0], 0.5 * tail / np.linalg.norm(tail)])
    return np.convolve(sound, response)[: len(sound)].astype(np.float32)


def distorted(sound: Samples) -> Samples:
    return np.tanh(4 * sound / np.abs(sound).max()).astype(np.float32) * np.abs(sound).max() / 2


@pytest.mark.parametrize(
    ("delay_ms", "db", "way"),
    [(0, -6, same), (40, -12, room), (120, -20, narrow), (250, -15, distorted), (500, -30, same), (480, -6, narrow)],
)
@pytest.mark.parametrize("piece_ms", [20, 200])
def test_the_echo_is_told_from_what_it_repeats(
    voices: Voices, delay_ms: int, db: float, way: Callable[[Samples], Samples], piece_ms: int
) -> None:
    said = placed(voices.caller[0], 1000)
    again = loud(way(placed(voices.caller[0], 1000 + delay_ms)), db)
    echo = listening(said, again, piece_ms)
    assert echo.repeats("operator", 800 + delay_ms, 5500 + delay_ms)
    assert not echo.repeats("caller", 800, 5500)


def test_it_does_not_matter_which_channel_echoes(voices: Voices) -> None:
    echo = listening(loud(placed(voices.operator[0], 1100), -15), placed(voices.operator[0], 1000))
    assert echo.repeats("caller", 900, 6500)
    assert not echo.repeats("operator", 900, 6500)


@pytest.mark.parametrize("turn", range(4))
def test_two_people_who_speak_at_once_are_both_kept(voices: Voices, turn: int) -> None:
    echo = listening(placed(voices.caller[turn], 1000), loud(placed(voices.operator[turn], 1000), -6))
    assert not echo.repeats("operator", 800, 4000)
    assert not echo.repeats("caller", 800, 4000)


@pytest.mark.parametrize("length_ms", [200, 400, 900])
def test_a_word_of_ones_own_over_the_echo_is_kept(voices: Voices, length_ms: int) -> None:
    word = voices.operator[1][4000:][: length_ms * RATE // 1000]
    again = loud(placed(voices.caller[0], 1060), -12)
    assert listening(placed(voices.caller[0], 1000), again).repeats("operator", 900, 5500)
    assert not listening(placed(voices.caller[0], 1000), again + placed(word, 3000)).repeats("operator", 900, 5500)


def test_ones_own_words_after_the_echo_are_kept(voices: Voices) -> None:
    again = loud(placed(voices.caller[2], 1060), -12) + placed(voices.operator[1], 3600)
    echo = listening(placed(voices.caller[2], 1000), again)
    assert echo.repeats("operator", 900, 3400)
    assert not echo.repeats("operator", 900, 5500)


def test_the_same_words_said_again_a_second_later_are_kept(voices: Voices) -> None:
    echo = listening(placed(voices.caller[2], 1000), loud(placed(voices.caller[2], 2000), -6))
    assert not echo.repeats("operator", 1900, 4400)


@pytest.mark.parametrize("db", [0, -10])
def test_speech_over_a_tone_that_both_channels_carry_is_kept(voices: Voices, db: float) -> None:
    at = np.arange(8 * RATE) / RATE
    tone = (0.05 * np.sin(2 * np.pi * 450 * at) * (at % 5 < 1.5)).astype(np.float32)
    chord = sum(0.02 * np.sin(2 * np.pi * hertz * (at + 0.01 * np.sin(at))) for hertz in (330, 415, 494, 988))
    for both in (tone, np.asarray(chord, np.float32)):
        echo = listening(both, loud(both, db) + placed(voices.operator[1], 1000))
        assert not echo.repeats("operator", 800, 5000)


def test_where_both_channels_are_the_same_recording_neither_is_dropped(voices: Voices) -> None:
    echo = listening(placed(voices.caller[0], 1000), placed(voices.caller[0], 1000))
    assert not echo.repeats("caller", 800, 5500)
    assert not echo.repeats("operator", 800, 5500)


def test_a_channel_that_joined_late_is_compared_at_its_own_time(voices: Voices) -> None:
    said, again = placed(voices.caller[0], 1000), loud(placed(voices.caller[0], 1080), -14)
    echo = Echo()
    echo.hear("caller", through_g711(said, 1))
    echo.join("operator", 700)
    echo.hear("operator", through_g711(again[700 * 8 :], 2))
    assert echo.repeats("operator", 900, 5600)


def test_one_channel_may_be_heard_a_second_ahead_of_the_other(voices: Voices) -> None:
    said, again = placed(voices.caller[0], 1000), loud(placed(voices.caller[0], 1080), -14)
    caller, operator = through_g711(said, 1), through_g711(again, 2)
    echo = Echo()
    echo.hear("operator", operator[:16_000])
    for start in range(0, len(caller), 1600):
        echo.hear("operator", operator[start + 16_000 : start + 17_600])
        echo.hear("caller", caller[start : start + 1600])
    assert echo.repeats("operator", 900, 5600)


def test_what_the_other_channel_has_not_yet_been_heard_for_is_not_called_an_echo(voices: Voices) -> None:
    said, again = placed(voices.caller[0], 1000), loud(placed(voices.caller[0], 1080), -14)
    echo = Echo()
    echo.hear("operator", through_g711(again, 2))
    echo.hear("caller", through_g711(said, 1)[: 16 * 3000])
    assert not echo.repeats("operator", 900, 5600)
    echo.hear("caller", through_g711(said, 1)[16 * 3000 :])
    assert echo.repeats("operator", 900, 5600)


def test_silence_short_pieces_old_ones_and_those_to_come_are_no_echo(voices: Voices) -> None:
    echo = listening(placed(voices.caller[0], 1000), loud(placed(voices.caller[0], 1080), -14))
    assert not echo.repeats("operator", 7000, 7900)  # nothing but noise
    assert not echo.repeats("operator", 2000, 2100)
    assert not echo.repeats("operator", 9000, 9900)
    for channel in ("caller", "operator"):
        echo.hear(channel, np.zeros(16 * 30_000, np.float32))  # type: ignore[arg-type]
    assert not echo.repeats("operator", 900, 5600)
    assert not Echo().repeats("caller", 0, 2000)


def test_channels_may_be_heard_by_threads_of_their_own_while_a_third_asks(voices: Voices) -> None:
    said, again = placed(voices.caller[0], 1000), loud(placed(voices.caller[0], 1080), -14)
    echo = Echo()

    def hear(channel: str, sound: Samples) -> None:
        for start in range(0, len(sound), 320):
            echo.hear(channel, sound[start : start + 320])  # type: ignore[arg-type]

    sides = (("caller", through_g711(said, 1)), ("operator", through_g711(again, 2)))
    threads = [Thread(target=hear, args=side) for side in sides]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        echo.repeats("operator", 900, 5600)
    assert echo.repeats("operator", 900, 5600)
