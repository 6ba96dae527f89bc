"""A language model behind an OpenAI-compatible address (hosted, Ollama, vLLM, llama.cpp), read in pieces."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Iterator
from typing import Protocol
from urllib.parse import urlsplit

import openai
from langchain_core.messages import BaseMessage, HumanMessage, SystemMessage
from langchain_openai import ChatOpenAI
from pydantic import SecretStr

from assistant.errors import LlmUnavailable
from knowledge_base.told import Told

MAX_TOKENS = 400
MAX_CHARACTERS = 4000
CONNECT_SECONDS = 3.0
_LATE = Told(
    "The language model did not finish within its deadline. Raise CALLDESK_LLM_DEADLINE_S, or name a faster "
    "model in CALLDESK_LLM_MODEL."
)
_REASONS: tuple[tuple[type[Exception], Told], ...] = (
    (openai.APITimeoutError, _LATE),
    (openai.APIConnectionError, Told("Nothing answers at CALLDESK_LLM_BASE_URL. Start the server or mend it.")),
    (openai.AuthenticationError, Told("The language model's server refuses the key. Mend CALLDESK_LLM_API_KEY.")),
    (openai.PermissionDeniedError, Told("The key in CALLDESK_LLM_API_KEY may not use CALLDESK_LLM_MODEL.")),
    (openai.NotFoundError, Told("No such model or path. Mend CALLDESK_LLM_MODEL or CALLDESK_LLM_BASE_URL.")),
    (openai.RateLimitError, Told("The language model's server is busy or its quota is used up. Try again later.")),
)
_OTHER = Told("The language model's server gave no usable answer. Look at the server's own log.")


class Llm(Protocol):
    """A chat model; `stream` gives pieces of text and raises LlmUnavailable, at the latest at the deadline.

    `deadline_s` is wall time in seconds for all of the answer, counted from the first piece asked for.
    """

    name: str

    def stream(self, system: str, user: str, deadline_s: float) -> Iterator[str]: ...


class ChatLlm:
    """Reads in a thread of its own, so that the deadline holds even where the server stalls in mid-stream."""

    def __init__(self, base_url: str, model: str, api_key: SecretStr) -> None:
        self.name = model
        self._model = ChatOpenAI(
            base_url=base_url,
            model=model,
            # Local servers need no key, but the client insists on one.
            api_key=api_key if api_key.get_secret_value() else SecretStr("none"),
            temperature=0,
            streaming=True,
            stream_usage=False,
            max_retries=0,
            # Every such server knows "max_tokens"; its successor, which langchain would send, not every one.
            extra_body={"max_tokens": MAX_TOKENS},
        )

    def stream(self, system: str, user: str, deadline_s: float) -> Iterator[str]:
        """Ends after MAX_CHARACTERS whatever the server sends; closing it early ends the reading too."""
        ends_at = time.monotonic() + deadline_s
        reading = _Reading(self._model, [SystemMessage(system), HumanMessage(user)], deadline_s)
        threading.Thread(target=reading.run, name="llm", daemon=True).start()
        sent = 0
        try:
            while sent < MAX_CHARACTERS:
                piece = reading.next(ends_at - time.monotonic())
                if piece is None:
                    return
                sent += len(piece)
                yield piece
        finally:
            reading.stop()


class _Reading:
    """One answer on its way from the reading thread to the one who asked."""

    def __init__(self, model: ChatOpenAI, messages: list[BaseMessage], deadline_s: float) -> None:
        self._model = model
        self._messages = messages
        self._timeout = openai.Timeout(deadline_s, connect=min(CONNECT_SECONDS, deadline_s))
        self._pieces: queue.SimpleQueue[str | LlmUnavailable | None] = queue.SimpleQueue()
        self._stopped = threading.Event()

    def run(self) -> None:
        """Queues pieces, then None or the error; whatever fails must reach the one who waits."""
        try:
            for chunk in self._model.stream(self._messages, timeout=self._timeout):
                if self._stopped.is_set():
                    return
                if chunk.text:
                    self._pieces.put(str(chunk.text))
            self._pieces.put(None)
        except Exception as error:
            self._pieces.put(_translated(error))

    def next(self, timeout: float) -> str | None:
        """The next piece, None at the end; raises LlmUnavailable."""
        if timeout <= 0:
            raise LlmUnavailable(_LATE)
        try:
            piece = self._pieces.get(timeout=timeout)
        except queue.Empty:
            raise LlmUnavailable(_LATE) from None
        if isinstance(piece, LlmUnavailable):
            raise piece
        return piece

    def stop(self) -> None:
        self._stopped.set()


def _translated(error: Exception) -> LlmUnavailable:
    """Our sentence for it, without the cause: servers echo prompts and keys in their error texts."""
    problem = next((text for kind, text in _REASONS if isinstance(error, kind)), _OTHER)
    if isinstance(error, openai.APIStatusError):
        return LlmUnavailable("{problem} (HTTP {status})", problem=problem, status=error.status_code)
    return LlmUnavailable(problem)


def open_llm(base_url: str, model: str, api_key: SecretStr) -> Llm | None:
    """The model at that address, None where no address is set; nothing is sent before the first question.

    Raises LlmUnavailable where the settings cannot be right.
    """
    if not base_url:
        return None
    if not _is_address(base_url):
        raise LlmUnavailable("CALLDESK_LLM_BASE_URL must be an address such as http://127.0.0.1:8080/v1.")
    if not model:
        raise LlmUnavailable("CALLDESK_LLM_MODEL is empty. Name the model that the server should use.")
    return ChatLlm(base_url, model, api_key)


def _is_address(base_url: str) -> bool:
    try:
        parts = urlsplit(base_url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
