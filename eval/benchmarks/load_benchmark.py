"""Simultaneous calls at real speed into a running server over its own network interface: when finals come."""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import numpy as np
import soxr

from asr.audio import read_audio
from asr.errors import AudioUnreadable
from asr.transcript import CHANNELS
from eval.benchmarks.load_line import RATE, LoadLine, Pcm
from eval.benchmarks.load_sample import CallLoad, LoadSample
from eval.errors import EvalError

HEALTH_S = 0.5


def measure_load(
    calls: Sequence[Path],
    server: str,
    simultaneous: int,
    seconds: float | None,
    stagger_s: float = 1.7,
    speed: float = 1.0,
) -> LoadSample:
    """Plays recordings (left caller, right operator), one after the other begun, to a server like `http://host:port`.

    With `seconds` they go round until all have been on together for so long, and only finals of that time count;
    without, each is played once and every final counts. Raises EvalError where no server answers.
    """
    pcm = {path: _pcm(path) for path in dict.fromkeys(calls[:simultaneous])}
    if not pcm:
        raise EvalError("There is no call to play: give a folder of recorded calls.")
    played = [list(pcm)[number % len(pcm)] for number in range(simultaneous)]
    plans = []
    for number, path in enumerate(played):
        alone_s = (simultaneous - 1 - number) * stagger_s if seconds is not None else 0.0
        length_s = seconds + alone_s if seconds is not None else len(pcm[path]) / RATE
        sound = np.resize(pcm[path], (int(length_s * RATE), pcm[path].shape[1]))
        plans.append(_Call(path.stem, sound, number * stagger_s, alone_s, speed))
    return asyncio.run(_measure(plans, _address(server))).compared()


def find_most(measure: Callable[[int], LoadSample], at_most: int, limit_s: float) -> list[LoadSample]:
    """Every sample taken on the way to the largest number of calls that holds, and at twice that number.

    Doubling, then halving the gap.
    """
    samples: list[LoadSample] = []
    good, bad, tried = 0, at_most + 1, 1
    while bad - good > 1:
        samples.append(measure(tried).compared(samples))
        if samples[-1].holds(limit_s):
            good = tried
        else:
            bad = tried
        tried = min(good * 2, at_most) if bad > at_most else (good + bad) // 2
    if good and 2 * good not in {sample.simultaneous for sample in samples}:
        samples.append(measure(2 * good).compared(samples))
    return samples


@dataclass(frozen=True, slots=True)
class _Call:
    """A call to be played: its sound [samples, channels], when it begins and which of its finals count."""

    recording: str
    sound: Pcm
    begin_s: float
    counted_from_s: float
    speed: float
    name: str = field(default_factory=lambda: f"load-{uuid.uuid4().hex}")

    async def play(self, url: str) -> CallLoad:
        await asyncio.sleep(self.begin_s / self.speed)
        lines = [
            LoadLine(
                self.sound[:, index],
                {"sample_rate": RATE, "channel": channel, "call": self.name, "operator": "load"},
                self.counted_from_s,
                self.speed,
            )
            for index, channel in enumerate(CHANNELS[: self.sound.shape[1]])
        ]
        await asyncio.gather(*(line.play(url) for line in lines))
        refused = any(line.refused for line in lines)
        errors = () if refused else tuple(dict.fromkeys(line.error for line in lines if line.error))
        return CallLoad(
            self.recording,
            sum(len(line.ends) for line in lines),
            tuple(delay for line in lines for delay in line.delays),
            sum(line.partials for line in lines),
            max(line.skipped for line in lines),
            errors,
            refused,
            tuple(sorted(end for line in lines for end in line.ends)),
            len(self.sound) / RATE,
        )


async def _measure(calls: Sequence[_Call], address: str) -> LoadSample:
    async with httpx.AsyncClient(base_url=address, trust_env=False, timeout=10.0) as client:
        began, first = time.monotonic(), await _health(client)
        playing = asyncio.gather(*(call.play(address.replace("http", "ws", 1) + "/listen") for call in calls))
        last, ended, resident, errors = first, began, first["resident_mb"], list[str]()
        while not playing.done():
            await asyncio.wait([playing], timeout=HEALTH_S)
            try:
                last, ended = await _health(client), time.monotonic()
                resident = max(resident, last["resident_mb"])
            except EvalError as exc:
                errors.append(str(exc))
        cores = (last["cpu_s"] - first["cpu_s"]) / max(ended - began, 1e-9)
        wall_s, problems = time.monotonic() - began, tuple(dict.fromkeys(errors))
        return LoadSample(len(calls), first["recognizer"], wall_s, cores, resident, tuple(await playing), problems)


async def _health(client: httpx.AsyncClient) -> dict[str, Any]:
    try:
        answer = (await client.get("/health")).raise_for_status().json()
        return {name: answer[name] for name in ("cpu_s", "resident_mb", "recognizer")}
    except (httpx.HTTPError, ValueError, KeyError, TypeError) as exc:
        raise EvalError(
            "No call desk answers at {address}: start `calldesk serve` there.", address=client.base_url
        ) from exc


def _address(server: str) -> str:
    """The address with http(s), which the WebSocket shares."""
    parts = urlsplit(server if "://" in server else f"http://{server}")
    scheme = {"ws": "http", "wss": "https"}.get(parts.scheme, parts.scheme)
    if scheme not in ("http", "https") or not parts.netloc:
        raise EvalError("{server} is no address of a server: give one like http://127.0.0.1:7860.", server=server)
    return f"{scheme}://{parts.netloc}"


def _pcm(path: Path) -> Pcm:
    """A recording as a telephone carries it: 8 kHz, 16 bits, at most two channels, [samples, channels]."""
    try:
        samples, rate = read_audio(path)
    except AudioUnreadable as exc:
        raise EvalError(exc.said) from exc
    narrow = soxr.resample(samples[:, : len(CHANNELS)], rate, RATE) if rate != RATE else samples[:, : len(CHANNELS)]
    return (narrow.clip(-1.0, 1.0) * 32767).astype(np.int16)
