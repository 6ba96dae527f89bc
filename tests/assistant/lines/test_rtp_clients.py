"""What ffmpeg and GStreamer send as RTP arrives sample by sample."""

import io
import random
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile as sf

from asr.audio import Samples
from asr.protocols import rtp_stream
from assistant.lines.rtp_ports import RtpPorts
from assistant.lines.rtp_receiver import RtpPlace, RtpReceiver, RtpRequest

HOST = "127.0.0.1"
SECONDS = 2


@pytest.fixture
def receiver(heard_lines: Any) -> Iterator[RtpReceiver]:
    receiver = RtpReceiver(heard_lines, RtpPorts(HOST, "21840-21849"))
    yield receiver
    receiver.close()


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A sender that this machine holds up for a while has not fallen silent."""
    monkeypatch.setattr(rtp_stream, "IDLE_S", 30.0)


def until(true: Callable[[], object]) -> None:
    deadline = time.monotonic() + 10
    while not true():
        assert time.monotonic() < deadline, "it never came to that"
        time.sleep(0.01)


@pytest.fixture(params=["alaw", "ulaw"])
def law(request: pytest.FixtureRequest) -> str:
    law: str = request.param
    return law


@dataclass(frozen=True)
class Voice:
    """A file and its samples, each of which a code of the law means exactly, so that every coder sends that code."""

    path: Path
    law: str
    samples: Samples


@pytest.fixture
def voice(tmp_path: Path, law: str) -> Voice:
    """Noise as libsndfile decodes it."""
    codes = bytes(random.Random(5).choices([code for code in range(256) if code not in (0x7F, 0xFF)], k=8000 * SECONDS))
    raw = {"samplerate": 8000, "channels": 1, "format": "RAW", "subtype": law.upper(), "dtype": "float32"}
    samples, _ = sf.read(io.BytesIO(codes), **raw)
    sf.write(tmp_path / "voice.wav", samples, 8000, subtype="PCM_16")
    return Voice(tmp_path / "voice.wav", law, samples)


def program(name: str) -> str:
    found = shutil.which(name)
    if not found:
        pytest.skip(
            f"the program {name} is missing: apt-get install ffmpeg gstreamer1.0-tools gstreamer1.0-plugins-good"
        )
    return found


def ffmpeg(voice: Voice, port: int, more: str = "") -> list[str]:
    coder = {"alaw": "pcm_alaw", "ulaw": "pcm_mulaw"}[voice.law]
    source = [program("ffmpeg"), "-v", "error", "-readrate", "4", "-i", str(voice.path)]
    return [*source, "-c:a", coder, "-f", "rtp", f"rtp://{HOST}:{port}{more}"]


def gstreamer(voice: Voice, port: int, more: str = "sync=false") -> list[str]:
    coder, payloader = {"alaw": ("alawenc", "rtppcmapay"), "ulaw": ("mulawenc", "rtppcmupay")}[voice.law]
    stages = [f"filesrc location={voice.path}", "wavparse", "audioconvert", coder]
    stages += [f"{payloader} min-ptime=20000000 max-ptime=20000000", f"udpsink host={HOST} port={port} {more}"]
    return [program("gst-launch-1.0"), "-q", *" ! ".join(stages).split()]


def opened(receiver: RtpReceiver, **fields: object) -> RtpPlace:
    return receiver.open(RtpRequest(**fields))


@pytest.mark.parametrize("sender", [ffmpeg, gstreamer])
def test_both_voices_arrive_sample_by_sample(
    receiver: RtpReceiver, heard_lines: Any, voice: Voice, sender: Callable[[Voice, int], list[str]]
) -> None:
    place = opened(receiver, call="x-1", operator="8012", engine="vosk", transcribe=False)
    running = [subprocess.Popen(sender(voice, port)) for port in (place.caller_port, place.operator_port)]
    assert [process.wait(20) for process in running] == [0, 0]
    for line in (heard_lines["caller"], heard_lines["operator"]):
        until(lambda line=line: len(line.sound) >= len(voice.samples))
        assert np.array_equal(line.sound, voice.samples)
        config = line.config
        assert (config.call, config.operator, config.engine, config.transcribe) == ("x-1", "8012", "vosk", False)
    receiver.end("x-1")


@pytest.mark.parametrize("law", ["alaw"])
def test_a_real_sender_by_the_clock_is_heard_by_the_clock(
    receiver: RtpReceiver, heard_lines: Any, voice: Voice
) -> None:
    place = opened(receiver, call="x")
    process = subprocess.Popen(gstreamer(voice, place.caller_port, "sync=true"))
    until(lambda: len(heard_lines["caller"].sound))
    assert len(heard_lines["caller"].sound) < len(voice.samples) / 2, "it comes in pieces, not at the end"
    process.wait(20)
    until(lambda: len(heard_lines["caller"].sound) >= len(voice.samples))
    assert np.array_equal(heard_lines["caller"].sound, voice.samples)


@pytest.mark.parametrize("law", ["alaw"])
def test_reports_of_a_real_sender_on_the_same_port_are_not_heard(
    receiver: RtpReceiver, heard_lines: Any, voice: Voice
) -> None:
    place = opened(receiver, call="x")
    subprocess.run(ffmpeg(voice, place.caller_port, f"?rtcpport={place.caller_port}"), check=True, timeout=20)
    until(lambda: len(heard_lines["caller"].sound) >= len(voice.samples))
    assert np.array_equal(heard_lines["caller"].sound, voice.samples)


class BadNetwork:
    """Passes packets on, some of them twice, out of order or not at all, the same at every run."""

    def __init__(self, port: int, lost: float) -> None:
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind((HOST, 0))
        self._to, self._lost, self._chance = (HOST, port), lost, random.Random(11)
        self.port: int = self._socket.getsockname()[1]
        self.dropped: list[int] = []

    def carry(self, count: int) -> None:
        """Takes in that many packets, then passes them on."""
        self._socket.settimeout(10)
        packets = [self._socket.recv(2000) for _ in range(count)]
        for number in range(2, count - 2):
            if self._chance.random() < self._lost:
                self.dropped.append(number)
        kept = [number for number in range(count) if number not in self.dropped]
        doubled = kept + self._chance.sample(kept, count // 10)
        for number in sorted(doubled, key=lambda number: number + self._chance.uniform(0, 3)):
            self._socket.sendto(packets[number], self._to)
        self._socket.close()


@pytest.mark.parametrize(("law", "lost"), [("ulaw", 0.0), ("ulaw", 0.05), ("alaw", 0.1)])
def test_a_bad_network_loses_its_losses_and_nothing_else(
    receiver: RtpReceiver, heard_lines: Any, voice: Voice, lost: float
) -> None:
    place = opened(receiver, call="x")
    network = BadNetwork(place.caller_port, lost)
    process = subprocess.Popen(gstreamer(voice, network.port))
    network.carry(SECONDS * 50)
    process.wait(20)
    expected = voice.samples
    until(lambda: len(heard_lines["caller"].sound) >= len(expected))
    heard = heard_lines["caller"].sound
    assert bool(network.dropped) is bool(lost)
    assert len(heard) == len(expected)
    for number in range(SECONDS * 50):
        begin = number * 160 + 32 * (number - 1 in network.dropped)  # where the concealment is blended out
        same = np.array_equal(heard[begin : number * 160 + 160], expected[begin : number * 160 + 160])
        assert same is (number not in network.dropped), f"packet {number}"
