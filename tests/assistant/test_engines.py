"""The site's engine and those that calls choose: loaded once, shared, so many and no more."""

import logging
import os
import threading
from pathlib import Path

import pytest

from asr.engines.scripted_recognizer import ScriptedRecognizer
from asr.errors import EngineUnavailable
from asr.loader import Loader
from assistant.engines import Engines
from assistant.events import CallFault

SITE = ScriptedRecognizer({})
VOSK, WHISPER = ("am/final.mdl",), ("model.bin", "config.json", "tokenizer.json")


class Counting(Loader):
    """Loads nothing; `asked` are the names of the parts that would have been loaded, each once."""

    def __init__(self, models: Path) -> None:
        super().__init__(models, 1)
        self.asked: list[str] = []

    @property
    def loaded(self) -> set[str]:
        return set(self.asked)

    def load_choice(self, choice):  # type: ignore[no-untyped-def]
        self.asked += [part.name for part in choice.parts if part.name not in self.asked]
        if "broken" in choice.name:
            raise EngineUnavailable("broken")
        return ScriptedRecognizer({})


@pytest.fixture
def loader(tmp_path: Path) -> Counting:
    for name, files in (
        ("vosk-small-cn", VOSK),
        ("vosk-broken", VOSK),
        ("whisper-base", WHISPER),
        ("whisper-b", WHISPER),
    ):
        for file in files:
            (tmp_path / name / file).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name / file).write_text("x")
    return Counting(tmp_path)


def test_no_name_is_the_sites_engine_and_loads_nothing(loader: Counting) -> None:
    assert Engines(SITE, loader, 1).for_call("c", "") == (SITE, None)
    assert Engines(None, loader, 1).for_call("c", "") == (None, None)
    assert loader.asked == []


def test_what_a_call_may_choose_is_what_is_usable(loader: Counting) -> None:
    assert Engines(SITE, loader, 9).names() == (
        "two-pass:vosk-small-cn:whisper-base",
        "vosk:vosk-small-cn",
        "whisper:whisper-base",
        "vosk:vosk-broken",
        "whisper:whisper-b",
    )


def test_a_name_from_the_list_is_heard_with(loader: Counting) -> None:
    engines = Engines(SITE, loader, 9)

    heard, fault = engines.for_call("c", "two-pass:vosk-small-cn:whisper-base")

    assert (heard is not None and heard is not SITE, fault) == (True, None)
    assert loader.asked == ["vosk:vosk-small-cn", "whisper:whisper-base"]


@pytest.mark.parametrize(
    "engine", ["whisper:absent", "whisper:../../etc", "ears", "scripted", "vosk:vosk-broken", "sherpa"]
)
def test_what_cannot_be_had_is_heard_with_the_sites_engine_and_said(
    loader: Counting, engine: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, "calldesk.engines"):
        heard, fault = Engines(SITE, loader, 9).for_call("c7", engine)

    assert (heard, fault) == (SITE, CallFault("engine", "EngineUnavailable"))
    assert [record.getMessage().startswith("call c7:") for record in caplog.records] == [True]


def test_so_many_models_and_no_more(loader: Counting) -> None:
    loader.asked = ["whisper:whisper-base"]
    engines = Engines(SITE, loader, 2)

    engines.recognizer("two-pass:vosk-small-cn:whisper-base")

    assert engines.names() == ("two-pass:vosk-small-cn:whisper-base", "vosk:vosk-small-cn", "whisper:whisper-base")
    with pytest.raises(EngineUnavailable, match=r"2 models are loaded .* raise CALLDESK_MAX_SPEECH_MODELS"):
        engines.recognizer("whisper:whisper-b")
    engines.recognizer("whisper:whisper-base")
    assert loader.asked == ["whisper:whisper-base", "vosk:vosk-small-cn"]


def test_a_site_above_the_bound_still_has_what_it_loaded(loader: Counting) -> None:
    loader.asked = ["vosk:vosk-small-cn", "whisper:whisper-base"]

    assert Engines(SITE, loader, 1).names()[:2] == ("two-pass:vosk-small-cn:whisper-base", "vosk:vosk-small-cn")


def test_what_cannot_be_loaded_is_tried_once_and_again_when_its_files_have_changed(
    loader: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    engines, tries = Engines(SITE, loader, 9), []

    def load(choice):  # type: ignore[no-untyped-def]
        tries.append(choice.name)
        if len(tries) < 3:
            raise EngineUnavailable("The model is broken: pull it again.")
        return SITE

    monkeypatch.setattr(loader, "load_choice", load)
    engines.ready("vosk:vosk-broken")
    assert engines.for_call("c", "vosk:vosk-broken")[1] == CallFault("engine", "EngineUnavailable")
    with pytest.raises(EngineUnavailable, match="pull it again"):
        engines.recognizer("vosk:vosk-broken")
    assert len(tries) == 1
    for times in (2, 3):
        os.utime(loader.models / "vosk-broken" / "am" / "final.mdl", ns=(0, 2**60 + times * 10**9))
        engines.ready("vosk:vosk-broken")
        assert len(tries) == times
    assert engines.for_call("c", "vosk:vosk-broken") == (SITE, None)
    assert len(tries) == 3


def test_what_is_loaded_does_not_wait_for_what_is_loading(loader: Counting, monkeypatch: pytest.MonkeyPatch) -> None:
    engines, loading, go_on = Engines(SITE, loader, 9), threading.Event(), threading.Event()
    engines.ready("vosk:vosk-small-cn")

    def load(choice):  # type: ignore[no-untyped-def]
        loading.set()
        go_on.wait(5)
        return SITE

    monkeypatch.setattr(loader, "load_choice", load)
    threads = [threading.Thread(target=engines.ready, args=[f"vosk:vosk-{name}"]) for name in ("broken", "small-cn")]
    threads[0].start()
    loading.wait(5)
    threads[1].start()
    threads[1].join(5)
    assert not threads[1].is_alive()
    go_on.set()
    threads[0].join(5)


def test_calls_that_choose_at_the_same_time_load_one_after_the_other(
    loader: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    engines, inside, most = Engines(SITE, loader, 9), [], []

    def load(choice):  # type: ignore[no-untyped-def]
        inside.append(choice)
        most.append(len(inside))
        threading.Event().wait(0.01)
        inside.pop()
        return SITE

    monkeypatch.setattr(loader, "load_choice", load)
    chosen = ["whisper:whisper-b", "vosk:vosk-small-cn", "whisper:whisper-b", "whisper:whisper-base"]
    threads = [threading.Thread(target=engines.recognizer, args=[name]) for name in chosen]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(5)
    assert most == [1] * 3
