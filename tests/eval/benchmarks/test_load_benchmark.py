"""The load benchmark against a real server whose recogniser says what it was told to."""

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import soundfile as sf
import uvicorn
from fastapi import FastAPI
from websockets.sync.client import connect

from asr.engines.scripted_recognizer import Line, ScriptedRecognizer
from assistant.advisor import Advisor
from assistant.answers.quoted_answer import QuotedAnswer
from assistant.desk import Desk
from assistant.settings import Settings
from assistant.ticket import Draft
from assistant.wiring import open_knowledge
from eval.benchmarks.load_benchmark import find_most, measure_load
from eval.benchmarks.load_sample import CallLoad, LoadSample
from eval.errors import EvalError
from retrieval.embedder import HashedEmbedder
from ui.health_router import health_router
from ui.lines.vosk_router import vosk_router

SCRIPT = ScriptedRecognizer(
    {"caller": [Line("我想问居住证", 200, 900), Line("谢谢", 1400, 2500)], "operator": [Line("您好", 0, 400)]}
)


@pytest.fixture
def desk(settings: Settings) -> Iterator[Desk]:
    knowledge = open_knowledge(settings, settings.home, HashedEmbedder())
    drafting = SimpleNamespace(draft=lambda _finals: Draft())
    advisor = Advisor(knowledge.searcher, QuotedAnswer(), drafting, None, 5.0)  # type: ignore[arg-type]
    desk = Desk(settings, knowledge.store, knowledge.desk, knowledge.insight, advisor, SCRIPT, "hashed", ())
    yield desk
    desk.close()


@pytest.fixture
def server(desk: Desk) -> Iterator[str]:
    app = FastAPI()
    app.include_router(vosk_router(desk))
    app.include_router(health_router(desk))
    running = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=running.run, daemon=True)
    thread.start()
    while not running.started:
        assert thread.is_alive()
        time.sleep(0.01)
    yield f"http://127.0.0.1:{running.servers[0].sockets[0].getsockname()[1]}"
    running.should_exit = True
    thread.join(5)


@pytest.fixture
def calls(tmp_path: Path) -> list[Path]:
    paths = [tmp_path / "call-a.wav", tmp_path / "call-b.wav"]
    for path in paths:
        sf.write(path, np.zeros((20_000, 2)), 8000)
    return paths


def test_calls_played_together_tell_when_each_final_came(server: str, desk: Desk, calls: list[Path]) -> None:
    sample = measure_load(calls, server, 2, None, stagger_s=0.5, speed=5.0)
    assert [call.recording for call in sample.calls] == ["call-a", "call-b"]
    assert [call.errors for call in sample.calls] == [(), ()]
    assert [(call.finals, len(call.delays_s)) for call in sample.calls] == [(3, 3), (3, 3)]
    assert all(-0.05 < delay < 2 for call in sample.calls for delay in call.delays_s)
    assert all(call.partials + call.skipped_partials >= 2 for call in sample.calls)
    assert [(call.ends, call.played_s, call.lost) for call in sample.calls] == [((0.4, 0.9, 2.5), 2.5, 0)] * 2
    assert (sample.simultaneous, sample.recognizer, sample.errors) == (2, "scripted", ())
    assert sample.cpu_cores > 0 and sample.resident_mb > 1
    assert json.loads(json.dumps(asdict(sample)))["calls"][0]["finals"] == 3
    assert [past.duration_ms for past in desk.past_calls()] == [2500, 2500]
    assert desk.live_calls() == 0


def test_with_a_length_recordings_go_round_and_what_came_before_all_were_on_does_not_count(
    server: str, desk: Desk, calls: list[Path]
) -> None:
    first, second = measure_load(calls[:1], server, 2, 2.0, stagger_s=1.2, speed=10.0).calls
    assert sorted(past.duration_ms or 0 for past in desk.past_calls()) == [2000, 3200]
    assert (first.played_s, second.played_s, first.lost, second.lost) == (3.2, 2.0, 0, 0)
    assert (first.finals, len(first.delays_s)) == (3, 1)
    assert (second.finals, len(second.delays_s)) == (3, 3)


def test_a_call_that_the_server_ends_is_an_error_and_not_a_figure(server: str, desk: Desk, tmp_path: Path) -> None:
    sf.write(tmp_path / "long.wav", np.zeros((800_000, 2)), 8000)

    def hang_up() -> None:
        while not desk.live_calls():
            time.sleep(0.01)
        desk.close()

    ending = threading.Thread(target=hang_up, daemon=True)
    ending.start()
    (call,) = measure_load([tmp_path / "long.wav"], server, 1, None, speed=10.0).calls
    ending.join(5)
    assert "ended the call early" in call.errors[0]


def test_a_client_of_vosk_that_reads_once_for_each_piece_is_served(server: str, desk: Desk) -> None:
    with connect(server.replace("http", "ws"), proxy=None) as line:
        line.send('{ "config" : { "sample_rate" : 8000 } }')
        told = []
        for _ in range(30):
            line.send(bytes(1600))
            told.append(json.loads(line.recv()))
        line.send('{"eof" : 1}')
        told += [json.loads(message) for message in line]
    assert [said["text"] for said in told if said.get("text")] == ["我想问居住证", "谢谢"]
    assert len(told) <= 30 + 2 + 1


def test_a_line_cut_without_a_word_ends_its_call(server: str, desk: Desk) -> None:
    line = connect(server.replace("http", "ws"), proxy=None)
    line.send(bytes(1600))
    line.recv()
    line.socket.shutdown(2)
    (call,) = [desk.call(one.call_id) for one in desk.live()]
    assert call is not None
    watcher = call.watch()
    while not watcher.closed:
        assert watcher.next(5) is not None
    line.close()


def test_a_server_that_is_not_there_or_no_address_is_a_sentence(calls: list[Path]) -> None:
    with pytest.raises(EvalError, match="start `calldesk serve`"):
        measure_load(calls, "127.0.0.1:9", 1, None)
    with pytest.raises(EvalError, match="no address"):
        measure_load(calls, "ftp://x", 1, None)
    with pytest.raises(EvalError, match="no call to play"):
        measure_load([], "127.0.0.1:9", 1, None)


def sample(number: int, delay: float | None, error: str = "") -> LoadSample:
    call = CallLoad("a", 1, () if delay is None else (delay,), 1, 0, (error,) if error else ())
    return LoadSample(number, "scripted", 1.0, 0.5, 100.0, (call,), ())


@pytest.mark.parametrize(
    ("room", "at_most", "tried"),
    [
        (0, 8, [1]),
        (1, 8, [1, 2]),
        (5, 16, [1, 2, 4, 8, 6, 5, 10]),
        (99, 10, [1, 2, 4, 8, 10, 20]),
        (9, 10, [1, 2, 4, 8, 10, 9, 18]),
    ],
)
def test_the_most_calls_are_found_and_twice_as_many_are_tried(room: int, at_most: int, tried: list[int]) -> None:
    samples = find_most(lambda number: sample(number, 0.5 if number <= room else 3.0), at_most, 2.0)
    assert [one.simultaneous for one in samples] == tried
    assert max(
        (one.simultaneous for one in samples if one.holds(2.0) and one.simultaneous <= at_most), default=0
    ) == min(room, at_most)


def test_a_final_that_came_with_fewer_calls_is_missed_with_more() -> None:
    def measure(number: int) -> LoadSample:
        alone = replace(sample(number, 0.5).calls[0], ends=(1.0, 2.0, 3.0), played_s=9.0)
        some = alone if number < 3 else replace(alone, ends=(1.0, 3.0))
        return replace(sample(number, 0.5), calls=(some,) * number)

    samples = find_most(measure, 4, 2.0)
    assert [one.simultaneous for one in samples] == [1, 2, 4, 3]
    assert [[call.lost for call in one.calls] for one in samples] == [[0], [0, 0], [1] * 4, [1] * 3]
