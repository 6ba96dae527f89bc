"""One connection against a clock that stands still until a test moves it; its calls note what is asked of them."""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from types import SimpleNamespace
from typing import Any

import anyio
import numpy as np
import pytest

from asr.audio import AudioChunk
from asr.protocols.line_config import LineConfig
from asr.transcript import Channel
from assistant.lines import live_lines
from assistant.lines.line_calls import LineCalls, LineOver, LineTaken
from assistant.lines.live_lines import FULL_S, LiveLines

X = LineConfig(8000, "caller", "x")
OPERATOR = LineConfig(8000, "operator", "x")
Story = Callable[[LiveLines], Coroutine[Any, Any, None]]


@pytest.fixture(autouse=True)
def brisk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_lines, "PAUSE_S", 0.001)


def tell(calls: Any, story: Story) -> None:
    async def whole() -> None:
        await story(LiveLines(calls, anyio.CapacityLimiter(2)))

    asyncio.run(whole())


def piece(seconds: float, channel: Channel = "caller") -> AudioChunk:
    return AudioChunk(channel, 8000, np.zeros(round(seconds * 8000), np.float32))


def skipped(session: Any) -> list[float]:
    return [round(given[2], 3) for given in session.asked if given[0] == "skip"]


def test_time_in_which_we_kept_a_source_waiting_is_no_silence(calls: LineCalls, clock: SimpleNamespace) -> None:
    async def story(live: LiveLines) -> None:
        (line,) = await live.join([X], clock.now)
        session: Any = line.session
        clock.now += 1
        session.waiting_s = FULL_S + 1
        hearing = asyncio.create_task(live.hear(piece(1), by_clock=True))
        await asyncio.sleep(0.01)
        clock.now += 3.5
        assert not hearing.done(), "nothing is read meanwhile"
        session.waiting_s = 0.0
        await hearing
        await live.hear(piece(0.5), by_clock=True)
        await live.hear(piece(3), by_clock=True)
        assert skipped(session) == []
        clock.now += 3
        await live.hear(piece(0.5), by_clock=True)
        assert skipped(session) == [2.5]
        assert (session.at_s("caller"), line.ahead_s) == (5.0, 0.0)

    tell(calls, story)


def test_a_gap_is_silence_however_it_came_about_and_jitter_is_not(calls: LineCalls, clock: SimpleNamespace) -> None:
    async def story(live: LiveLines) -> None:
        (line,) = await live.join([X], clock.now)
        for wait_s, length_s in ((0.9, 0.02), (0.0, 0.88), (0.7, 0.1), (0.7, 0.1), (45.0, 0.02)):
            clock.now += wait_s
            await live.hear(piece(length_s), by_clock=True)
        assert skipped(line.session) == [1.2, 44.98]
        clock.now += 20
        await live.hear(piece(0.02), by_clock=False)
        assert skipped(line.session) == [1.2, 44.98], "its own timestamps say where it is"

    tell(calls, story)


def test_what_came_while_the_call_was_opened_is_neither_late_nor_lost(
    made: Callable[..., LineCalls], calls: LineCalls, clock: SimpleNamespace
) -> None:
    def slow(config: LineConfig) -> Any:
        clock.now += 8
        return calls.join(config).session

    async def story(live: LiveLines) -> None:
        (line,) = await live.join([X], clock.now)
        for _ in range(4):
            await live.hear(piece(2), by_clock=True)
        assert (skipped(line.session), line.ahead_s) == ([], 0.0)

    tell(made(slow), story)


def test_opening_a_call_may_take_longer_than_a_line_may_be_silent(
    made: Callable[..., LineCalls], calls: LineCalls, clock: SimpleNamespace
) -> None:
    opened = threading.Event()

    def slow(config: LineConfig) -> Any:
        opened.wait(0.2)
        return calls.join(config).session

    async def story(live: LiveLines) -> None:
        async with live.patience():
            (line,) = await live.join([X], clock.now)
            await live.hear(piece(0.02), by_clock=True)
        with pytest.raises(TimeoutError):
            async with live.patience():
                await live.hear(piece(0.02), by_clock=True)
                await asyncio.sleep(10)
        await live.leave(True, None, "x")
        assert line.session.ended

    tell(made(slow, silent_s=0.05), story)


def test_who_is_let_go_while_joining_leaves_what_was_joined(
    made: Callable[..., LineCalls], calls: LineCalls, clock: SimpleNamespace
) -> None:
    opening, go_on = threading.Event(), threading.Event()
    sessions: list[Any] = []

    def slow(config: LineConfig) -> Any:
        opening.set()
        go_on.wait(5)
        sessions.append(calls.join(config).session)
        return sessions[-1]

    async def story(live: LiveLines) -> None:
        joining = asyncio.create_task(live.join([X], clock.now))
        await asyncio.to_thread(opening.wait, 5)
        joining.cancel()
        asyncio.get_running_loop().call_later(0.01, go_on.set)
        with pytest.raises(asyncio.CancelledError):
            await joining
        await live.leave(True, None, "x")
        assert sessions[0].ended

    tell(made(slow), story)


def test_a_line_that_is_spoken_to_is_not_silent(made: Callable[..., LineCalls], clock: SimpleNamespace) -> None:
    async def story(live: LiveLines) -> None:
        async with live.patience():
            (line,) = await live.join([X], clock.now)
            session: Any = line.session
            for _ in range(10):
                await asyncio.sleep(0.03)
                await live.hear(piece(0.03), by_clock=True)
            session.waiting_s = FULL_S + 1
            asyncio.get_running_loop().call_later(0.3, setattr, session, "waiting_s", 0.0)
            await live.hear(piece(0.03), by_clock=True)
        assert session.at_s("caller") == pytest.approx(0.33)

    tell(made(silent_s=0.15), story)


def test_one_channel_that_goes_on_elsewhere_does_not_end_the_other(calls: LineCalls, clock: SimpleNamespace) -> None:
    async def story(live: LiveLines) -> None:
        caller, _ = await live.join([X, OPERATOR], clock.now)
        back = calls.join(LineConfig(8000, "caller", "x", resume=0))
        with pytest.raises(LineOver) as over:
            await live.hear(piece(0.02), by_clock=True)
        await live.leave(False, over.value, "x")
        assert not caller.session.ended
        assert calls.join(OPERATOR).session is back.session, "it was waited for"

    tell(calls, story)


def test_a_call_that_was_hung_up_is_left_for_good(
    calls: LineCalls, clock: SimpleNamespace, caplog: pytest.LogCaptureFixture
) -> None:
    async def story(live: LiveLines) -> None:
        caller, _ = await live.join([X, OPERATOR], clock.now)
        caller.session.hang_up()
        with pytest.raises(LineOver) as over:
            await live.hear(piece(0.02), by_clock=True)
        await live.leave(False, over.value, "x")

    tell(calls, story)
    assert not caplog.records


def test_each_channel_is_left_whatever_becomes_of_the_other(heard_lines: Any) -> None:
    async def story(live: LiveLines) -> None:
        await live.join([X, OPERATOR], 0.0)
        for stays, other in (("caller", "operator"), ("operator", "caller")):
            heard_lines[stays].stays, heard_lines[other].stays = RuntimeError("stuck"), None
            with pytest.raises(RuntimeError):
                await live.leave(True, None, "x")
            assert heard_lines[other].left == [(True, None)]

    tell(heard_lines, story)


def test_a_channel_that_is_taken_gives_back_the_one_that_was_not(calls: LineCalls, clock: SimpleNamespace) -> None:
    operator = calls.join(OPERATOR)

    async def story(live: LiveLines) -> None:
        with pytest.raises(LineTaken):
            await live.join([X, OPERATOR], clock.now)
        assert calls.join(X).session is operator.session

    tell(calls, story)
