"""A real Asterisk is the AudioSocket client: what its channels say arrives as they say it.

Debian's Asterisk need not be installed, only unpacked: `CALLDESK_TEST_ASTERISK` names the folder into which it and the
packages that it needs were unpacked, and it runs with the libraries of that folder.
"""

import asyncio
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
import pytest

from asr.audio import Samples
from asr.protocols.line_config import LineConfig
from assistant.lines.announced_lines import AnnouncedLine

NAMES = {"caller": "40325ec2-5efd-4bd3-805f-53576e581d13", "operator": "40325ec2-5efd-4bd3-805f-53576e581d14"}
MODULES = (
    "pbx_config res_audiosocket app_audiosocket chan_audiosocket app_playback format_sln format_sln16 "
    "res_timing_timerfd res_clioriginate"
)
FRAME_S = 0.02


class Asterisk:
    """One that runs in a folder of its own, with a dialplan that speaks a sound into AudioSocket."""

    def __init__(self, folder: Path, unpacked: Path, port: int) -> None:
        self._folder, self._port = folder, port
        libraries = next((unpacked / "usr/lib").glob("*/asterisk/modules")).parents[1]
        self._program = [str(unpacked / "usr/sbin/asterisk"), "-C", str(folder / "asterisk.conf")]
        if unpacked != Path("/"):
            loader = str(next(libraries.glob("ld-linux*.so.*")))
            self._program = [loader, "--library-path", str(libraries), *self._program]
        names = ["etc", "varlib", "db", "key", "spool", "run", "log", "agi"]
        places = [f"ast{name}dir => {folder}" for name in names]
        places += [f"astmoddir => {libraries}/asterisk/modules", f"astdatadir => {unpacked}/usr/share/asterisk"]
        self._write("asterisk.conf", "[directories]", *places)
        self._write("modules.conf", "[modules]", "autoload = no", *[f"load = {name}.so" for name in MODULES.split()])
        sockets = [f"{channel},1,Answer()" for channel in NAMES]
        sockets += [f"{channel},2,AudioSocket({name},127.0.0.1:{port})" for channel, name in NAMES.items()]
        speaks = ["s,1,Answer()", "s,2,Wait(0.2)", f"s,3,Playback({folder}/sound)", "s,4,Wait(0.2)", "s,5,Hangup()"]
        self._write(
            "extensions.conf",
            *[
                "[socket]",
                *[f"exten => {step}" for step in sockets],
                "[speaker]",
                *[f"exten => {step}" for step in speaks],
            ],
        )
        for kind, rate in (("sln", 8000), ("sln16", 16_000)):
            (folder / f"sound.{kind}").write_bytes(sound(rate).tobytes())
        self._running = subprocess.Popen(
            [*self._program, "-f", "-n"], stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT
        )

    def _write(self, name: str, *lines: str) -> None:
        (self._folder / name).write_text("\n".join([*lines, ""]), "utf-8")

    async def ask(self, command: str) -> str:
        """What Asterisk's console answers."""
        asking = [*self._program, "-rx", command]
        for _ in range(100):
            done = await asyncio.to_thread(subprocess.run, asking, capture_output=True, text=True, check=False)
            if done.returncode == 0:
                return done.stdout
            await asyncio.sleep(0.1)
        pytest.fail(f"Asterisk does not answer: {done.stderr}")

    async def speak(self, channel: str) -> None:
        await self.ask("core waitfullybooted")
        await self.ask(f"channel originate {channel} extension s@speaker")

    def stop(self) -> None:
        self._running.terminate()
        self._running.wait(10)


def sound(rate: int) -> np.ndarray[Any, np.dtype[np.int16]]:
    """A second in which no frame is like another."""
    return np.random.default_rng(7).integers(-8000, 8000, rate).astype("<i2")


@pytest.fixture
def unpacked() -> Path:
    named = os.environ.get("CALLDESK_TEST_ASTERISK", "")
    if named:
        return Path(named)
    if shutil.which("asterisk"):
        return Path("/")
    pytest.skip("Asterisk is missing: unpack Debian's and say where in CALLDESK_TEST_ASTERISK")


@pytest.fixture
def bench(make_bench: Callable[..., Any]) -> Any:
    return make_bench()


@pytest.fixture
def asterisk(tmp_path: Path, unpacked: Path, bench: Any) -> Iterator[Asterisk]:
    asterisk = Asterisk(tmp_path, unpacked, bench.port)
    yield asterisk
    asterisk.stop()


async def until(true: Callable[[], object]) -> None:
    async with asyncio.timeout(30):
        while not true():
            await asyncio.sleep(0.02)


def heard(session: Any, channel: str) -> Samples:
    """Without the silence around it."""
    samples = np.concatenate(session.heard[channel]) * 32768
    spoken = np.flatnonzero(samples)
    return samples[spoken[0] : spoken[-1] + 1]


def assert_same(arrived: Samples, rate: int) -> None:
    """Sample for sample, but for what was said before the connection stood and in the last frame."""
    said = sound(rate)
    begin = next(at for at in range(len(said)) if np.array_equal(said[at : at + 8], arrived[:8]))
    assert np.array_equal(arrived, said[begin : begin + len(arrived)])
    assert len(arrived) > len(said) - 3 * FRAME_S * rate


def test_two_channels_of_asterisk_are_a_call_that_ends_with_them(asterisk: Asterisk, bench: Any) -> None:
    async def story() -> None:
        for channel, name in NAMES.items():
            bench.announced.tell(AnnouncedLine(uuid=UUID(name), call="x", operator="8012", channel=channel))  # type: ignore[arg-type]
        await asyncio.gather(*(asterisk.speak(f"Local/{channel}@socket") for channel in NAMES))
        await until(lambda: bench.sessions and bench.sessions[0].ended)

    bench.run(story)
    (session,) = bench.sessions
    assert (session.config.call, session.config.operator) == ("x", "8012")
    for channel in NAMES:
        assert_same(heard(session, channel), 8000)


def test_asterisks_wideband_channel_is_heard_at_its_rate(asterisk: Asterisk, bench: Any) -> None:
    async def story() -> None:
        bench.announced.tell(AnnouncedLine(uuid=UUID(NAMES["caller"]), operator="8012"))
        await asterisk.speak(f"AudioSocket/127.0.0.1:{bench.port}/{NAMES['caller']}/c(slin16)")
        await until(lambda: bench.sessions and bench.sessions[0].ended)

    bench.run(story)
    assert bench.sessions[0].config == LineConfig(16_000, "caller", NAMES["caller"], "8012")
    assert_same(heard(bench.sessions[0], "caller"), 16_000)


def test_asterisk_hangs_up_when_the_panel_does(
    asterisk: Asterisk, bench: Any, caplog: pytest.LogCaptureFixture
) -> None:
    async def story() -> None:
        bench.announced.tell(AnnouncedLine(uuid=UUID(NAMES["caller"])))
        await asterisk.speak("Local/caller@socket")
        await until(lambda: bench.sessions and bench.sessions[0].heard["caller"])
        bench.sessions[0].hang_up()
        while "0 active channels" not in await asterisk.ask("core show channels count"):
            await asyncio.sleep(0.05)

    bench.run(story)
    assert not caplog.records
