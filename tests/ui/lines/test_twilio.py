"""Twilio is streamdouble, a simulator of its Media Streams that others wrote, over a real port of this machine."""

import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
import uvicorn

from asr.audio import AudioChunk, Samples
from asr.protocols.g711 import decode, encode
from asr.protocols.stream_track import SLACK_MS
from asr.transcript import FinalTranscript
from assistant.call_session import CallSession
from assistant.events import CallEnded, CallStarted
from ui.lines.media_stream_router import media_stream_router

pytest.importorskip("streamdouble", reason="streamdouble is missing: pip install streamdouble")

from streamdouble.api import CallReport, call_sync
from streamdouble.chaos import Impairments
from streamdouble.session import SessionConfig

Until = Callable[[Callable[[], bool]], None]


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[Samples]]:
    """What each channel of the one call is given to hear."""
    given: dict[str, list[Samples]] = defaultdict(list)
    hear = CallSession.hear

    def noted(session: CallSession, chunk: AudioChunk, hurry: bool = True) -> None:
        given[chunk.channel].append(chunk.samples)
        hear(session, chunk, hurry)

    monkeypatch.setattr(CallSession, "hear", noted)
    return given


@pytest.fixture
def desk(opened: Any) -> Iterator[Any]:
    """The scripted desk; `desk.address` is a real port's."""
    with opened() as at:
        at.app.include_router(media_stream_router(at.desk))
        server = uvicorn.Server(uvicorn.Config(at.app, port=0, log_level="error"))
        running = threading.Thread(target=server.run)
        running.start()
        while not server.started:
            running.join(0.01)
        port = server.servers[0].sockets[0].getsockname()[1]
        at.desk.address = f"ws://127.0.0.1:{port}/media"
        yield at.desk
        server.should_exit = True
        running.join()


def frames(seed: int, count: int = 50) -> list[bytes]:
    """20 ms each, no two alike and none of them silent."""
    sound = np.random.default_rng(seed).integers(0, 100, (count, 160), np.uint8)
    return [frame.tobytes() for frame in sound]


def called(address: str, said: list[bytes], answered: list[bytes], **config: Any) -> CallReport:
    """A call as `<Start><Stream track="both_tracks">` forks it, whose listener may say nothing."""
    tracks = ["inbound", "outbound"]
    given = SessionConfig(
        fork=True, strict_fork=True, echo_marks=False, tracks=tracks, agent_frames=answered, max_drain_s=1, **config
    )
    return call_sync(address, frames=said, config=given)


def test_both_tracks_are_heard_sample_for_sample_for_the_operator(
    desk: Any, heard: dict[str, list[Samples]], until: Until
) -> None:
    said, answered = frames(1), frames(2)
    report = called(desk.address, said, answered, custom_parameters={"operator": "8012"})
    assert report.violations == []
    until(lambda: desk.live_calls() == 0 and len(desk.past_calls()) == 1)
    for channel, sent in (("caller", said), ("operator", answered)):
        assert np.array_equal(np.concatenate(heard[channel]), decode(b"".join(sent), "ulaw"))
    (past,) = desk.past_calls()
    events = [stamped.event for stamped in desk.events(past.call_id)]
    assert isinstance(events[0], CallStarted) and events[0].operator == "8012"
    assert isinstance(events[-1], CallEnded) and events[-1].duration_ms == 1000
    finals = {(event.channel, event.text, event.start_ms) for event in events if isinstance(event, FinalTranscript)}
    assert {("operator", "您好", 0), ("caller", "我想问居住证", 200)} <= finals


def test_what_was_lost_is_silence_so_that_later_words_keep_their_time(
    desk: Any, heard: dict[str, list[Samples]], until: Until
) -> None:
    said = frames(1)
    report = called(desk.address, said, frames(2), impairments=Impairments(loss=0.4))
    until(lambda: desk.live_calls() == 0 and len(desk.past_calls()) == 1)
    laid = encode(np.concatenate(heard["caller"]), "ulaw")
    kept = {number: laid.find(frame) for number, frame in enumerate(said) if frame in laid}
    assert len(kept) == len(said) - report.result.frames_dropped < len(said)
    assert all(abs(at - number * 160) <= SLACK_MS * 8 for number, at in kept.items())
