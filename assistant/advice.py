"""The advice of one call: a thread that answers the newest question, and drops what is out of date."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from asr.transcript import FinalTranscript
from assistant.advisor import Advisor
from assistant.answer import Answer
from assistant.errors import LlmUnavailable
from assistant.events import CallFault, Suggestion, TicketDraft
from assistant.publisher import Publisher
from assistant.question_context import Found, said_before
from assistant.ticket import Draft
from assistant.topic import Topic

STATED = 0.5
"""How much of the topic a statement is taken to be about, where a question is taken to be all about it."""

_ASKS = re.compile("吗|呢|什么|怎么|多少|多久|几|哪|谁|如何|能不能|可不可以|是不是|有没有|要不要|能否|是否|多长")
_CONTACT = re.compile("电话|号码|[我免]贵?姓|再见")


@dataclass(frozen=True, slots=True)
class Question:
    """What to search for; `utterance` is the caller's, -1 where it was typed; `before` is what was said before it."""

    utterance: int
    text: str
    heard: bool
    before: str = ""

    @property
    def asks(self) -> bool:
        """Whether it wants an answer: what was typed does, what was heard if it is worded so."""
        return not self.heard or bool(_ASKS.search(self.text))


class Advice:
    """Takes finals and questions at once, publishes suggestions and drafts when they are ready.

    Suggestions are of what is in force on the day the call began.
    """

    def __init__(self, advisor: Advisor, publisher: Publisher) -> None:
        self._advisor, self._publisher = advisor, publisher
        self._began = date.today()
        self._work = threading.Condition()
        self._question: Question | None = None
        self._finals: tuple[FinalTranscript, ...] | None = None
        self._said: tuple[FinalTranscript, ...] = ()
        self._asked = 0
        self._busy = self._closed = False
        self._shown = Draft()
        self._topic = Topic()
        self._llm: threading.Thread | None = None
        self._thread = threading.Thread(target=self._run, name="advice", daemon=True)
        self._thread.start()

    def ask(self, question: Question) -> None:
        """Replaces any question that is not answered yet, but never a typed one by what was heard."""
        if question.heard and not question.asks and _CONTACT.search(question.text):
            return
        with self._work:
            typed_waits = self._question is not None and not self._question.heard
            if self._closed or (typed_waits and question.heard):
                return
            before = said_before(question.text, question.utterance, self._said)
            self._question = replace(question, before=before)
            self._work.notify_all()

    def draft(self, finals: Sequence[FinalTranscript]) -> None:
        """Drafts the ticket anew from everything said."""
        with self._work:
            self._said = tuple(finals)
            self._finals = None if self._closed else self._said
            self._work.notify_all()

    def settle(self) -> None:
        """Returns when nothing is left to advise on, the LLM included (its own deadline bounds it)."""
        with self._work:
            self._work.wait_for(lambda: not self._busy and self._question is None and self._finals is None)
        if self._llm:
            self._llm.join()

    def close(self) -> None:
        """Ends with the last question and draft advised on; an unfinished LLM answer is dropped."""
        with self._work:
            self._closed = True
            self._work.notify_all()
        self._thread.join()

    def _run(self) -> None:
        while True:
            with self._work:
                self._busy = False
                self._work.notify_all()
                self._work.wait_for(lambda: self._question or self._finals is not None or self._closed)
                question, finals = self._question, self._finals
                if question is None and finals is None:
                    return
                self._question, self._finals, self._busy = None, None, True
            if question:
                self._guarded("retrieval", partial(self._suggest, question))
            if finals is not None:
                self._guarded("ticket", partial(self._draft, finals))

    def _guarded(self, stage: str, step: Callable[[], None]) -> None:
        """A stage that fails is said on the stream; the call goes on without it."""
        try:
            step()
        except Exception as exc:  # whatever fails behind the hearing must not stop it
            self._publisher.publish(CallFault(stage, type(exc).__name__))  # type: ignore[arg-type]

    def _suggest(self, question: Question) -> None:
        about = self._topic.weights(1.0 if question.asks else STATED)
        found = self._found(question, about)
        if not found.hits and not question.asks:
            return  # a thank-you takes no advice off the screen
        self._topic.found(found.hits)
        answer = self._advisor.quote(question.text, question.heard, found.hits)
        with self._work:
            if self._question is not None and self._question.asks:
                return  # overtaken while it was searched for
            self._asked += 1
            number = self._asked
        if self._show(question, number, found, answer) and self._advisor.llm and found.hits:
            stream = partial(self._guarded, "llm", partial(self._stream, question, number, found))
            self._llm = threading.Thread(target=stream, name="llm", daemon=True)
            self._llm.start()

    def _found(self, question: Question, about: Mapping[str, float]) -> Found:
        if not question.asks and not self._advisor.passages(question.text, question.heard, {}, self._began):
            return Found(question.text)  # what the call is on would find something for a thank-you
        if question.before:
            return self._advisor.passages_after(question.before, question.text, about, self._began)
        return Found(question.text, self._advisor.passages(question.text, question.heard, about, self._began))

    def _stream(self, question: Question, number: int, found: Found) -> None:
        """Shows the drafted answer as it grows, until a newer question is asked."""
        try:
            for answer in self._advisor.drafts(question.text, found.hits):
                if not self._show(question, number, found, answer):
                    return
        except LlmUnavailable as exc:
            self._publisher.publish(CallFault("llm", type(exc).__name__), lambda: self._asked == number)

    def _show(self, question: Question, number: int, found: Found, answer: Answer | None) -> bool:
        """Publishes unless a newer question came meanwhile."""
        shown = Suggestion(question.utterance, found.query, question.heard, found.hits, answer)
        return self._publisher.publish(shown, lambda: self._asked == number)

    def _draft(self, finals: Sequence[FinalTranscript]) -> None:
        draft = self._advisor.ticket(finals)
        if draft != self._shown:
            self._shown = draft
            self._publisher.publish(TicketDraft(draft))

    @property
    def shown(self) -> Draft:
        """The draft published last."""
        return self._shown
