from collections.abc import Sequence
from pathlib import Path

import pytest

from asr.errors import EngineUnavailable
from asr.transcript import FinalTranscript
from assistant import wiring
from assistant.desk import Desk
from assistant.errors import AssistantError
from assistant.events import CallEnded, CallFault, CallStarted, Stamped, Suggestion
from assistant.settings import SAMPLE, Settings
from assistant.wiring import load_embedder_or_hashed, load_recognizer, open_desk, open_drafter
from retrieval.embedder import HashedEmbedder
from retrieval.errors import RetrievalError
from retrieval.reranker import Reranker

NOTES = {
    "居住证办法": "居住证丢失的，补领收取工本费二十元。",
    "供水办法": "居民用水每立方米收费三元。停水应当提前一天通知。",
    "工资办法": "用人单位拖欠工资的，劳动者可以向劳动监察大队投诉。",
    "养犬细则": "遛狗应当拴绳，每只犬每年登记一次。",
    "噪声规定": "夜间二十二点后建筑工地不得施工。",
    "供暖办法": "室温低于十八度的退还热费。",
}


@pytest.fixture
def small(settings: Settings, tmp_path: Path) -> Settings:
    """Settings with a city of two categories, which is taught in no time."""
    (tmp_path / "categories.jsonl").write_text(
        '{"l1": "公安", "l2": "户籍", "l3": "居住证", "department": "市公安局", "keywords": ["居住证", "暂住"]}\n'
        '{"l1": "城建", "l2": "供水", "l3": "水费", "department": "市水务局", "keywords": ["水费", "停水"]}\n',
        "utf-8",
    )
    (tmp_path / "departments.jsonl").write_text(
        '{"name": "澜江市公安局", "short": "市公安局", "duties": ["居住证办理"], "phone": "0599-1"}\n'
        '{"name": "澜江市水务局", "short": "市水务局", "duties": ["供水与水费"], "phone": "0599-2"}\n',
        "utf-8",
    )
    (tmp_path / "examples.jsonl").write_text(
        '{"text": "居住证怎么办", "label": "公安/户籍/居住证"}\n{"text": "水费太贵", "label": "城建/供水/水费"}\n',
        "utf-8",
    )
    (tmp_path / "gazetteer.jsonl").write_text('{"name": "云溪区", "kind": "district"}\n', "utf-8")
    files = {name: tmp_path / f"{name}.jsonl" for name in ("categories", "departments", "examples", "gazetteer")}
    return settings.model_copy(update=files)


def to_the_end(desk: Desk, call_id: str) -> list[Stamped]:
    call = desk.call(call_id)
    assert call is not None
    watcher, seen = call.watch(), []
    while not watcher.closed:
        stamped = watcher.next(5)
        assert stamped is not None
        seen.append(stamped)
    return seen


def test_a_desk_without_any_model_names_what_is_missing_and_answers_typed_questions(
    small: Settings, tmp_path: Path
) -> None:
    desk = open_desk(small)
    status = desk.status()
    assert (status.recognizer, status.embedder, status.llm, status.documents) == ("", "hashed", "", 0)
    assert len(status.missing) == 2
    assert all("calldesk models pull" in sentence for sentence in status.missing)

    for title, text in NOTES.items():
        (tmp_path / f"{title}.md").write_text(f"# {title}\n\n{text}\n", "utf-8")
    desk.knowledge.add([tmp_path / f"{title}.md" for title in NOTES])
    call = desk.open_call("typed")
    watcher = call.watch()
    call.ask("居住证丢失补领收取工本费二十元")
    first, second = watcher.next(5), watcher.next(5)
    assert first and isinstance(first.event, CallStarted)
    assert second and isinstance(second.event, Suggestion)
    call.hang_up()
    events = to_the_end(desk, call.call_id)
    suggestion = events[1].event
    assert isinstance(suggestion, Suggestion)
    assert suggestion.hits[0].passage.title == "居住证办法"
    assert isinstance(events[-1].event, CallEnded)
    assert desk.events(call.call_id) == events
    desk.close()


def test_a_sample_call_without_recogniser_is_a_fault_not_a_failure(small: Settings) -> None:
    desk = open_desk(small)
    recording = min(desk.recordings(), key=lambda recording: recording.seconds)
    events = to_the_end(desk, desk.replay(recording.path, speed=0).call_id)
    assert [type(stamped.event) for stamped in events] == [CallStarted, CallFault, CallEnded]
    desk.close()


def test_the_scripted_engine_needs_no_model(small: Settings) -> None:
    desk = open_desk(small.model_copy(update={"engine": "scripted"}))
    assert desk.status().recognizer == "scripted"
    assert not any("whisper" in sentence for sentence in desk.status().missing)
    desk.close()


@pytest.mark.parametrize(("engine", "model"), [("auto", "whisper-base"), ("whisper", "whisper-base"), ("vosk", "vosk")])
def test_a_missing_recogniser_names_its_model(settings: Settings, engine: str, model: str) -> None:
    with pytest.raises(EngineUnavailable, match=f"calldesk models pull {model}"):
        load_recognizer(settings.model_copy(update={"engine": engine}))


def test_a_missing_embedder_is_replaced_and_named(settings: Settings) -> None:
    embedder, missing = load_embedder_or_hashed(settings)
    assert embedder.name == "hashed"
    assert "calldesk models pull multilingual-e5-small" in missing


def test_an_llm_that_cannot_be_right_is_said_before_the_first_call(small: Settings) -> None:
    with pytest.raises(AssistantError, match="CALLDESK_LLM_BASE_URL"):
        open_desk(small.model_copy(update={"llm_base_url": "not an address"}))
    named = open_desk(small.model_copy(update={"llm_base_url": "http://127.0.0.1:9/v1", "llm_model": "m"}))
    assert named.status().llm == "m"
    named.close()


def test_the_drafter_knows_the_sample_city() -> None:
    drafter = open_drafter(Settings(home=SAMPLE))
    draft = drafter.draft([FinalTranscript("caller", 0, "我想投诉公司拖欠工资两个月了", 0, 4000)])
    assert draft.fields["request_type"].value == "complaint"
    assert draft.categories[0].label.startswith("劳动和社会保障/")
    assert draft.departments[0].label == "市人社局"


def test_a_reranker_that_cannot_be_used_is_left_out_and_said(small: Settings) -> None:
    desk = open_desk(small.model_copy(update={"reranker": "absent"}))
    (said,) = (sentence for sentence in desk.status().missing if "reranker absent" in sentence)
    assert "into models/absent" in said
    desk.close()


def test_a_reranker_that_can_be_used_reaches_the_searches(small: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def scores(query: str, texts: Sequence[str]) -> list[float]:
        asked.append(query)
        return [1.0] * len(texts)

    monkeypatch.setattr(wiring, "load_reranker", lambda folder, threads: Reranker(folder.name, scores))
    desk = open_desk(small.model_copy(update={"reranker": "scripted"}))
    assert not any("reranker" in sentence for sentence in desk.status().missing)
    desk.knowledge.add([SAMPLE / "documents" / "居住证办理指南.md"])
    desk.knowledge.search("居住证丢失怎么补领")
    assert asked == ["居住证丢失怎么补领"]
    desk.close()


def test_a_benchmarks_base_is_ranked_as_the_home_is(settings: Settings, tmp_path: Path) -> None:
    class Named(HashedEmbedder):
        name = "named"

    (settings.home).mkdir(parents=True, exist_ok=True)
    (settings.home / "ranking.json").write_text("{}", "utf-8")
    with pytest.raises(RetrievalError, match="ranking"):
        wiring.open_knowledge(settings, tmp_path / "benchmark", Named())
