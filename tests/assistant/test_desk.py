import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile as sf

import assistant.live_calls
from asr.engines.scripted_recognizer import Line, ScriptedRecognizer
from asr.errors import AudioUnreadable
from asr.protocols.line_config import LineConfig
from asr.recognizer import Recognizer
from assistant.advisor import Advisor
from assistant.answers.quoted_answer import QuotedAnswer
from assistant.answers.scripted_llm import ScriptedLlm
from assistant.call_session import AudioChunk, CallSession
from assistant.desk import Desk, DeskStatus
from assistant.events import CallEnded, CallFault, CallStarted, Stamped, Suggestion, TicketDraft, TicketEdited
from assistant.settings import Settings
from assistant.ticket import Draft, FieldValue
from assistant.wiring import open_knowledge
from knowledge_base.errors import KnowledgeError
from retrieval.embedder import HashedEmbedder, Vectors

SCRIPT = ScriptedRecognizer(
    {
        "operator": [Line("您好请问有什么可以帮您", 0, 600)],
        "caller": [Line("我想问一下居住证丢了补领要多少钱", 600, 1800), Line("好的谢谢", 2000, 2600)],
    }
)


class Topics(HashedEmbedder):
    """Texts on the same topic mean the same, however few documents there are."""

    def query(self, text: str) -> Vectors:
        return super().query(next((topic for topic in ("居住证", "居民用水") if topic in text), text))


class Drafting:
    def draft(self, finals) -> Draft:  # type: ignore[no-untyped-def]
        return Draft({"description": FieldValue("。".join(final.text for final in finals))})


def make(settings: Settings, recognizer: Recognizer | None = SCRIPT, llm: ScriptedLlm | None = None) -> Desk:
    knowledge = open_knowledge(settings, settings.home, Topics())
    advisor = Advisor(knowledge.searcher, QuotedAnswer(), Drafting(), llm, 5.0)  # type: ignore[arg-type]
    return Desk(
        settings, knowledge.store, knowledge.desk, knowledge.insight, advisor, recognizer, "hashed", ("Pull x.",)
    )


@pytest.fixture
def desk(settings: Settings, tmp_path: Path) -> Iterator[Desk]:
    desk = make(settings)
    (tmp_path / "permit.md").write_text("# 居住证办法\n\n居住证丢失的，补领收取工本费二十元。\n", "utf-8")
    (tmp_path / "water.md").write_text("# 供水办法\n\n居民用水每立方米收费三元。停水应当提前一天通知。\n", "utf-8")
    desk.knowledge.add([tmp_path / "permit.md", tmp_path / "water.md"])
    yield desk
    in_time(desk.close)


@pytest.fixture
def stereo(tmp_path: Path) -> Path:
    path = tmp_path / "call-x.wav"
    sf.write(path, np.zeros((24_000, 2)), 8000)
    return path


def in_time(step: Callable[[], object]) -> None:
    """Runs what would hang if it were broken."""
    thread = threading.Thread(target=step, daemon=True)
    thread.start()
    thread.join(5)
    assert not thread.is_alive()


def to_the_end(call: CallSession) -> list[Stamped]:
    watcher, seen = call.watch(), []
    while not watcher.closed:
        stamped = watcher.next(5)
        assert stamped is not None, f"the call stopped after {[type(s.event).__name__ for s in seen]}"
        seen.append(stamped)
    return seen


def faults(events: list[Stamped]) -> list[CallFault]:
    return [stamped.event for stamped in events if isinstance(stamped.event, CallFault)]


def test_a_replayed_call_is_stored_as_it_was_watched_and_outlives_the_desk(
    desk: Desk, settings: Settings, stereo: Path
) -> None:
    call = desk.replay(stereo, speed=0)
    seen = to_the_end(call)
    assert {CallStarted, Suggestion, TicketDraft, CallEnded} <= {type(stamped.event) for stamped in seen}
    assert faults(seen) == []
    assert desk.events(call.call_id) == seen
    in_time(desk.close)

    again = make(settings)
    assert again.events(call.call_id) == seen
    assert again.call(call.call_id) is None
    (past,) = again.past_calls()
    end = seen[-1].event
    assert isinstance(end, CallEnded)
    assert (past.call_id, past.label, past.duration_ms, past.summary) == (call.call_id, "call-x", 3000, end.summary)
    in_time(again.close)


def test_a_microphone_call_finds_the_right_document(desk: Desk) -> None:
    call = desk.open_call("microphone")
    watcher = call.watch()
    for _ in range(19):
        call.hear(AudioChunk("caller", 16_000, np.zeros(1600, np.float32)))
    found: Suggestion | None = None
    while found is None:
        stamped = watcher.next(5)
        assert stamped is not None, "no suggestion came"
        found = stamped.event if isinstance(stamped.event, Suggestion) else None
    assert found.hits[0].passage.title == "居住证办法"
    assert desk.call(call.call_id) is call
    in_time(call.hang_up)


def test_a_typed_call_answers_with_its_hits_and_is_listed_while_it_goes_on(desk: Desk) -> None:
    call = desk.open_call("typed")
    call.ask("居民用水多少钱一立方米")
    call.edit("title", "水价")
    watcher, seen = call.watch(), []
    while {CallStarted, Suggestion, TicketEdited} - {type(event) for event in seen}:
        stamped = watcher.next(5)
        assert stamped is not None
        seen.append(stamped.event)
    (suggestion,) = [event for event in seen if isinstance(event, Suggestion)]
    assert suggestion.hits[0].passage.title == "供水办法"
    (past,) = desk.past_calls()
    assert (past.call_id, past.duration_ms) == (call.call_id, None)
    in_time(call.hang_up)
    assert desk.past_calls()[0].duration_ms == 0


def test_closing_ends_every_call_and_stores_its_end(desk: Desk, settings: Settings, stereo: Path) -> None:
    calls = [desk.open_call("typed"), desk.open_call("microphone"), desk.replay(stereo, speed=1.0)]
    in_time(desk.close)
    in_time(desk.close)
    again = make(settings)
    for call in calls:
        assert call.ended
        assert again.events(call.call_id) == to_the_end(call)
    in_time(again.close)


def test_a_disk_that_fails_is_one_fault_and_the_call_goes_on(
    desk: Desk, stereo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_fn: object) -> None:
        raise KnowledgeError("no room")

    call = desk.open_call("typed")
    watcher = call.watch()
    assert watcher.next(5) is not None
    with monkeypatch.context() as patch:
        patch.setattr(desk._store, "write", full)
        call.edit("title", "一")
        seen = [watcher.next(5), watcher.next(5)]
        assert [stamped.event for stamped in seen if stamped] == [
            TicketEdited("title", "一"),
            CallFault("log", "KnowledgeError"),
        ]
        call.edit("title", "二")
        in_time(lambda: desk.events(call.call_id))
    in_time(call.hang_up)
    assert faults(to_the_end(call)) == [CallFault("log", "KnowledgeError")]
    assert isinstance(desk.events(call.call_id)[-1].event, CallEnded)
    assert faults(to_the_end(desk.replay(stereo, speed=0))) == []


def test_ended_calls_are_forgotten_beyond_a_number_and_open_ones_never(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assistant.live_calls, "REMEMBERED", 2)
    kept = desk.open_call("typed")
    calls = [desk.open_call("typed") for _ in range(4)]
    for call in calls:
        in_time(call.hang_up)
    last = desk.open_call("typed")
    assert [desk.call(call.call_id) for call in (kept, *calls, last)] == [kept, None, None, calls[2], calls[3], last]
    assert isinstance(desk.events(calls[0].call_id)[-1].event, CallEnded)


def test_many_calls_may_open_and_end_at_the_same_time(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assistant.live_calls, "REMEMBERED", 1)
    ended: list[str] = []

    def live() -> None:
        for _ in range(8):
            call = desk.open_call("typed")
            call.hang_up()
            ended.append(call.call_id)

    threads = [threading.Thread(target=live, daemon=True) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(5)
    assert len(set(ended)) == 32
    assert {past.call_id for past in desk.past_calls(100)} == set(ended)


def test_recordings_are_the_samples_then_those_of_the_home_that_can_be_read(desk: Desk, settings: Settings) -> None:
    folder = settings.home / "recordings"
    folder.mkdir()
    sf.write(folder / "mine.wav", np.zeros(4000), 8000)
    (folder / "broken.wav").write_bytes(b"RIFF")
    (folder / "note.txt").write_text("x")
    *samples, mine = desk.recordings()
    assert samples
    assert (mine.name, mine.path, mine.seconds) == ("mine", folder / "mine.wav", 0.5)


def test_a_recording_that_cannot_be_played_opens_no_call(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "broken.wav").write_bytes(b"RIFF")
    with pytest.raises(AudioUnreadable):
        desk.replay(tmp_path / "broken.wav")
    assert desk.past_calls() == []


def test_tickets_go_through_to_the_book(desk: Desk) -> None:
    number = desk.submit("c1", {"title": "水价"})
    (ticket,) = desk.tickets()
    assert (ticket.ticket_id, ticket.call_id, ticket.fields) == (number, "c1", {"title": "水价"})
    assert "水价" in desk.export_tickets("csv")
    assert "水价" in desk.export_tickets("json")


def test_the_status_counts_and_names_what_is_there_and_what_is_missing(desk: Desk, settings: Settings) -> None:
    assert desk.status() == DeskStatus("scripted", "hashed", "", 2, 2, ("Pull x.",))
    bare = make(settings, recognizer=None, llm=ScriptedLlm())
    assert (bare.status().recognizer, bare.status().llm) == ("", "scripted")
    in_time(bare.close)


def test_a_call_may_choose_its_engine_and_is_told_where_it_cannot_be_had(
    desk: Desk, stereo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = ScriptedRecognizer({"caller": [Line("听到了", 0, 600)]})
    other.name = "other"
    monkeypatch.setattr(desk._engines, "recognizer", lambda engine: other if engine == "vosk:vosk-ko" else SCRIPT)

    heard = to_the_end(desk.replay(stereo, 0, engine="vosk:vosk-ko"))

    assert isinstance(heard[0].event, CallStarted)
    assert heard[0].event.recognizer == "other"
    assert faults(heard) == []
    monkeypatch.undo()
    call = desk.open_call("microphone", engine="whisper:absent")
    in_time(call.hang_up)
    events = to_the_end(call)
    assert isinstance(events[0].event, CallStarted)
    assert (events[0].event.recognizer, faults(events)) == ("scripted", [CallFault("engine", "EngineUnavailable")])
    assert desk.engines() == ()


def test_a_line_is_heard_with_the_engine_that_it_names(desk: Desk) -> None:
    line = desk.lines.join(LineConfig(call="0042", engine="vosk:absent"))

    in_time(lambda: line.leave(True))
    assert faults(to_the_end(line.session)) == [CallFault("engine", "EngineUnavailable")]
