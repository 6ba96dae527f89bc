"""A scripted desk with the API of the real one, its canned call, and a server around it."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, Queue
from types import SimpleNamespace

import pytest

from assistant.answer import Answer, AnswerSentence, Citation
from assistant.desk import LiveCall
from assistant.errors import AssistantError, DeskFull
from assistant.evaluation.evaluation_desk import EvaluationDesk
from assistant.events import (
    CallEnded,
    CallEvent,
    CallStarted,
    FinalTranscript,
    Hearing,
    HearingChanged,
    Hit,
    PartialTranscript,
    Passage,
    Stamped,
    Suggestion,
    TicketDraft,
    TicketEdited,
)
from assistant.insight.mark_book import MarkBook
from assistant.knowledge.editorial_desk import EditorialDesk
from assistant.knowledge.upload_desk import Batch, UploadFile
from assistant.lines.line_limits import LineLimits
from assistant.settings import Settings
from assistant.ticket import Draft, Evidence, FieldName, FieldValue, RankedLabel
from knowledge_base.document import Document, DocumentSummary, Section
from knowledge_base.store import Store
from knowledge_base.version import DocumentVersion

RULES = (
    "第三条 申领条件\n在本市居住半年以上，有合法稳定就业、合法稳定住所、连续就读条件之一的，可以申领居住证。\n\n"
    "第五条 办理材料\n申请人应当提交本人居民身份证、近期一寸免冠照片和居住地址证明。"
    "租住房屋的，提交已备案的租赁合同；单位宿舍居住的，由单位出具住宿证明。\n\n"
    "第七条 办理时限与费用\n公安派出所应当自受理之日起十五日内制作发放居住证。"
    "首次申领免费，损坏换领、丢失补领的收取工本费二十元。\n"
)
BENCHMARK = (sys.executable, str(Path(__file__).parents[1] / "benchmark_script.py"))
FEES = "居住证丢失后，持身份证到原受理派出所补领，工本费二十元，五个工作日内领取。可由近亲属凭委托书代领。"


def passage(number: int, doc_id: str, title: str, path: tuple[str, ...], text: str, start: int = 0) -> Passage:
    return Passage(number, doc_id, title, (title, *path), None, start, start + len(text), text)


def quote(of: Passage, words: str) -> Citation:
    start = of.start + of.text.index(words)
    return Citation(of.passage_id, of.doc_id, of.title, of.heading_path, of.page, start, start + len(words), words)


DOCUMENT = Document(
    "permit",
    "澜江市居住证办理指南",
    "居住证办理指南.md",
    "markdown",
    RULES,
    (
        Section(("澜江市居住证办理指南", "第三条 申领条件"), 0, RULES.index("第五条")),
        Section(("澜江市居住证办理指南", "第五条 办理材料"), RULES.index("第五条"), RULES.index("第七条")),
        Section(("澜江市居住证办理指南", "第七条 办理时限与费用"), RULES.index("第七条"), len(RULES)),
    ),
    "0" * 64,
)
MATERIALS = passage(
    11,
    "permit",
    DOCUMENT.title,
    ("第五条 办理材料",),
    RULES[RULES.index("第五条") : RULES.index("第七条")].strip(),
    RULES.index("第五条"),
)
TIMES = passage(
    12,
    "permit",
    DOCUMENT.title,
    ("第七条 办理时限与费用",),
    RULES[RULES.index("第七条") :].strip(),
    RULES.index("第七条"),
)
LOST = passage(31, "faq", "户籍与居住证常见问答", ("补领与换领",), FEES)
HITS = (Hit(MATERIALS, 0.91, {"sound": 1, "words": 1, "dense": 3}), Hit(TIMES, 0.78, {"sound": 2, "dense": 1}),
        Hit(LOST, 0.55, {"sound": 4, "words": 6}))  # fmt: skip
ANSWER = Answer((
    AnswerSentence("租住房屋的，提交已备案的租赁合同。", (quote(MATERIALS, "租住房屋的，提交已备案的租赁合同"),)),
    AnswerSentence("首次申领免费，丢失补领收取工本费二十元。",
                   (quote(TIMES, "首次申领免费"), quote(TIMES, "丢失补领的收取工本费二十元"))),
), "quoted")  # fmt: skip


def heard(words: str, utterance: int, start_ms: int, end_ms: int) -> Evidence:
    return Evidence("caller", utterance, words, start_ms, end_ms)


DRAFT = Draft(
    {
        "caller_name": FieldValue("王女士", (heard("我姓王", 1, 18_000, 22_000),)),
        "caller_phone": FieldValue("19900001234", (heard("幺九九零零零零幺二三四", 2, 31_000, 36_000),)),
        "request_type": FieldValue("consultation", (heard("想问一下", 0, 4_000, 9_000),)),
        "title": FieldValue("咨询租房人员居住证办理材料", (heard("居住证怎么办", 0, 4_000, 9_000),)),
        "description": FieldValue(
            "来电人租住金桂花园，咨询办理居住证需要的材料、租赁合同未备案如何处理，以及补领费用。",
            (heard("我在金桂花园租的房子，居住证怎么办", 0, 4_000, 9_000),),
        ),
        "place": FieldValue("湖滨区金桂花园", (heard("金桂花园", 0, 4_000, 9_000),)),
        "urgency": FieldValue("normal", (), 0.97),
        "category": FieldValue("公安政法/户籍证件/居住证办理", (heard("居住证怎么办", 0, 4_000, 9_000),)),
        "department": FieldValue("市公安局", (), 0.88),
    },
    (RankedLabel("公安政法/户籍证件/居住证办理", 0.86), RankedLabel("公安政法/户籍证件/户口迁移", 0.07),
     RankedLabel("住房保障/房屋租赁/租赁合同备案", 0.04)),
    (RankedLabel("市公安局", 0.88), RankedLabel("市住建局", 0.08), RankedLabel("市审批局", 0.02)),
)  # fmt: skip
CALL: tuple[tuple[int, CallEvent], ...] = (
    (0, CallStarted("replay", "call-01.flac", "whisper-base", "2026-03-02T01:30:00+00:00")),
    (2_900, FinalTranscript("operator", 0, "您好，澜江市一二三四五热线，请问有什么可以帮您？", 300, 2_800, (), 0.93)),
    (5_000, PartialTranscript("caller", 0, "你好，我在金桂花园租", 6, 4_000, 5_000)),
    (9_600, FinalTranscript("caller", 0, "你好，我在金桂花园租的房子，想问一下居住证怎么办？", 4_000, 9_000, (), 0.82)),
    (9_900, Suggestion(0, "我在金桂花园租的房子，想问一下居住证怎么办", True, HITS, ANSWER)),
    (10_000, TicketDraft(DRAFT)),
)


class FakeSession:
    """Publishes what the test says; every watcher gets the past first."""

    def __init__(self, call_id: str, started: CallStarted | None = None) -> None:
        self.call_id, self.ended = call_id, False
        self.started = started or CallStarted("line", "", "whisper-base", "2026-03-02T01:30:00+00:00")
        self.hearing: Hearing = "on"
        self.events: list[Stamped] = []
        self.heard: list[object] = []
        self._queues: list[Queue[Stamped]] = []
        self._lock = threading.Lock()

    def publish(self, event: CallEvent, at_ms: int = 0) -> None:
        with self._lock:
            stamped = Stamped(self.call_id, len(self.events), at_ms, event)
            self.events.append(stamped)
            for queue in self._queues:
                queue.put(stamped)

    def hear(self, chunk: object) -> None:
        self.heard.append(chunk)

    def set_hearing(self, state: Hearing) -> None:
        if self.hearing not in (state, "off"):
            self.hearing = state
            self.publish(HearingChanged(state), 12_000)

    def ask(self, text: str) -> None:
        self.publish(
            Suggestion(-1, text, False, HITS if "居住证" in text else (), ANSWER if "居住证" in text else None), 100
        )

    def edit(self, field: FieldName, value: str) -> None:
        self.publish(TicketEdited(field, value))

    def hang_up(self) -> None:
        self.ended = True
        self.publish(CallEnded(42_000, "来电人咨询租房人员办理居住证的材料与费用，已答复。"), 42_000)

    def watch(self) -> FakeWatcher:
        with self._lock:
            queue: Queue[Stamped] = Queue()
            for stamped in self.events:
                queue.put(stamped)
            self._queues.append(queue)
        return FakeWatcher(queue)


class FakeWatcher:
    def __init__(self, queue: Queue[Stamped]) -> None:
        self._queue, self.closed = queue, False

    def next(self, timeout: float) -> Stamped | None:
        try:
            stamped = self._queue.get(timeout=timeout) if timeout > 0 else self._queue.get_nowait()
        except Empty:
            return None
        self.closed = isinstance(stamped.event, CallEnded)
        return stamped


@dataclass
class FakeKnowledge:
    documents_: dict[str, DocumentSummary]
    files: Path

    def add(
        self, files: Sequence[Path], progress: Callable[[int, int, str], None] = lambda *_: None
    ) -> list[SimpleNamespace]:
        outcomes = []
        for done, file in enumerate(files):
            progress(done, len(files), file.name)
            bad = file.stat().st_size == 0
            outcomes.append(SimpleNamespace(file=file.name, doc_id=None if bad else file.stem, passages=0 if bad else 1,
                                            problem="文件是空的，请换一份有内容的文件。" if bad else ""))  # fmt: skip
            if not bad:
                self.documents_[file.stem] = summary(file.stem, file.stem, file.name)
        return outcomes

    def documents(self) -> list[DocumentSummary]:
        return list(self.documents_.values())

    def document(self, doc_id: str) -> Document:
        if doc_id != DOCUMENT.doc_id:
            raise AssistantError("no such document")
        return DOCUMENT

    def original(self, doc_id: str) -> Path | None:
        return self.files / "permit.md" if doc_id == DOCUMENT.doc_id else None

    def remove(self, doc_id: str, by: str = "") -> None:
        del self.documents_[doc_id]

    def versions(self, doc_id: str) -> list[DocumentVersion]:
        known = self.documents_[doc_id]
        return [DocumentVersion(doc_id, known.title, known.source, 1, known.added_at)]

    def search(self, text: str, heard: bool = False, limit: int = 5, *_: object, **__: object) -> list[Hit]:
        return list(HITS[:limit]) if "居住证" in text or heard else []


@dataclass
class FakeUploads:
    """Takes files in at once."""

    knowledge: FakeKnowledge
    batches_: list[Batch] = field(default_factory=list)
    embedding: tuple[int, int] = (0, 0)
    trouble: str = ""

    def start(self, files: Sequence[Path], by: str = "") -> str:
        taken = [
            UploadFile(one.file, "refused" if one.problem else "done", one.doc_id, one.passages, one.problem)
            for one in self.knowledge.add(files)
        ]
        name = f"b{len(self.batches_)}"
        self.batches_.insert(0, Batch(name, by, "page", "2026-03-01T02:00:00+00:00", False, tuple(taken)))
        return name

    def batches(self) -> list[Batch]:
        return self.batches_

    def notices(self) -> list[object]:
        return []


def summary(doc_id: str, title: str, source: str, kind: str = "markdown") -> DocumentSummary:
    return DocumentSummary(doc_id, title, source, kind, 3200, 14, "2026-03-01T02:00:00+00:00")


@dataclass
class FakeDesk:
    settings: Settings
    knowledge: FakeKnowledge
    sessions: dict[str, FakeSession] = field(default_factory=dict)
    stored: list[SimpleNamespace] = field(default_factory=list)
    llm: str = ""
    played: list[tuple[Path, float]] = field(default_factory=list)
    choices: tuple[str, ...] = ("whisper",)
    chosen: list[str] = field(default_factory=list)
    full: bool = False
    closed: bool = False

    def close(self) -> None:
        self.closed = True

    def __post_init__(self) -> None:
        self._ringing = threading.Condition()
        self.lines = SimpleNamespace(limits=LineLimits())
        self.uploads = FakeUploads(self.knowledge)
        store = Store(self.settings.database)
        self.editorial = EditorialDesk(store, self.knowledge, True)  # type: ignore[arg-type]
        self.insight = SimpleNamespace(marks=MarkBook(store))
        self.evaluation = EvaluationDesk(self.settings.home, 1_000_000, BENCHMARK)

    def live_calls(self) -> int:
        return sum(not session.ended for session in self.sessions.values())

    def status(self) -> SimpleNamespace:
        missing = ("中文 Vosk 模型未安装：实时结果由 Whisper 反复识读给出。可运行 calldesk models pull vosk-cn。",)
        return SimpleNamespace(recognizer="whisper-base", embedder="e5-small", llm=self.llm,
                               documents=64, passages=812, missing=missing)  # fmt: skip

    def recordings(self) -> list[SimpleNamespace]:
        return [
            SimpleNamespace(name=f"call-{n:02}", path=Path(f"call-{n:02}.flac"), seconds=60 + 7 * n) for n in (1, 2, 3)
        ]

    def engines(self) -> tuple[str, ...]:
        return self.choices

    def replay(self, path: Path, speed: float = 1.0, engine: str = "") -> FakeSession:
        self.played.append((path, speed))
        started = CALL[0][1]
        assert isinstance(started, CallStarted)
        session = self._begin(started, engine)
        for at_ms, event in CALL[1:]:
            session.publish(event, at_ms)
        return session

    def open_call(self, source: str, engine: str = "") -> FakeSession:
        return self._begin(CallStarted(source, "", "whisper-base", "2026-03-02T01:30:00+00:00"), engine)

    def ring(self, operator: str, label: str = "") -> FakeSession:
        """A telephone line for an extension."""
        return self._begin(CallStarted("line", label, "whisper-base", "2026-03-02T01:30:00+00:00", operator))

    def live(self) -> list[LiveCall]:
        return [
            LiveCall(call_id, call.started.label, call.started.operator, call.started.source,
                     call.started.started_at, call.hearing)
            for call_id, call in reversed(list(self.sessions.items())) if not call.ended
        ]  # fmt: skip

    def attend(self, extension: str, known: Container[str], timeout: float) -> str:
        def oldest() -> str:
            mine = (call.call_id for call in reversed(self.live()) if call.operator == extension)
            return next((call_id for call_id in mine if call_id not in known), "")

        with self._ringing:
            return self._ringing.wait_for(oldest, timeout) or ""

    def _begin(self, started: CallStarted, engine: str = "") -> FakeSession:
        if self.full:
            raise DeskFull("No further call can be heard now: end one, or try again in a while.")
        self.chosen.append(engine)
        with self._ringing:
            session = FakeSession(f"c{len(self.sessions) + 1}", started)
            session.publish(started)
            self.sessions[session.call_id] = session
            self._ringing.notify_all()
        return session

    def call(self, call_id: str) -> FakeSession | None:
        return self.sessions.get(call_id)

    def past_calls(self, limit: int = 50) -> list[SimpleNamespace]:
        same = {"started_at": "2026-03-02T01:30:00+00:00", "label": "call-01.flac", "duration_ms": 42_000}
        return [SimpleNamespace(call_id=i, summary="来电人咨询居住证。", **same) for i in self.sessions][:limit]

    def events(self, call_id: str) -> list[Stamped]:
        if call_id != "old":
            return []
        return [
            Stamped("old", seq, at_ms, event)
            for seq, (at_ms, event) in enumerate((*CALL, (42_000, CallEnded(42_000, "旧通话"))))
        ]

    def submit(self, call_id: str, fields: dict[FieldName, str]) -> int:
        number = len(self.stored) + 1
        self.stored.append(SimpleNamespace(ticket_id=number, call_id=call_id, fields=fields,
                                           submitted_at="2026-03-02T01:35:00+00:00"))  # fmt: skip
        return number

    def tickets(self) -> list[SimpleNamespace]:
        return self.stored

    def export_tickets(self, kind: str) -> str:
        if kind == "json":
            return json.dumps([ticket.fields for ticket in self.stored], ensure_ascii=False)
        return "ticket_id,title\r\n" + "".join(f'{t.ticket_id},"{t.fields["title"]}"\r\n' for t in self.stored)


def make_desk(home: Path) -> FakeDesk:
    (home / "permit.md").write_text(RULES, "utf-8")
    known = {
        "permit": summary("permit", DOCUMENT.title, DOCUMENT.source),
        "faq": summary("faq", LOST.title, "问答.docx", "docx"),
    }
    return FakeDesk(Settings(home=home), FakeKnowledge(known, home))


@pytest.fixture
def desk(tmp_path: Path) -> FakeDesk:
    return make_desk(tmp_path)


@pytest.fixture(scope="module")
def served_desk(tmp_path_factory: pytest.TempPathFactory) -> FakeDesk:
    """One for a whole file, as building the panel takes seconds."""
    return make_desk(tmp_path_factory.mktemp("home"))


@pytest.fixture
def script() -> SimpleNamespace:
    """The canned values behind the scripted desk."""
    return SimpleNamespace(CALL=CALL, HITS=HITS, ANSWER=ANSWER, DRAFT=DRAFT, DOCUMENT=DOCUMENT, LOST=LOST)


@pytest.fixture
def session() -> FakeSession:
    return FakeSession("c1")
