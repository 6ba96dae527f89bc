"""Streams from a real local server, its failures in our words, and a deadline that stalls cannot break."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from pydantic import SecretStr

from assistant.answers.scripted_llm import ScriptedLlm
from assistant.errors import LlmUnavailable
from assistant.llm import MAX_CHARACTERS, MAX_TOKENS, ChatLlm, Llm, open_llm

KEY = SecretStr("sk-very-secret-key")
WORDS = "我姓陈，电话幺九九"


def event(text: str) -> bytes:
    """One server-sent event of the chat completions protocol."""
    choice = {"index": 0, "delta": {"content": text}, "finish_reason": None}
    body = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice]}
    return f"data: {json.dumps(body)}\n\n".encode()


class Handler(BaseHTTPRequestHandler):
    """Answers as the test says and keeps what it was sent."""

    def do_POST(self) -> None:
        server = self.server
        assert isinstance(server, Server)
        server.sent.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        server.keys.append(self.headers["Authorization"])
        self.send_response(server.status)
        self.send_header("Content-Type", "text/event-stream" if server.status == 200 else "application/json")
        self.end_headers()
        try:
            for piece in server.script():
                self.wfile.write(piece)
                self.wfile.flush()
        except OSError:
            server.client_left.set()

    def log_message(self, *_: object) -> None:
        pass


class Server(ThreadingHTTPServer):
    """A chat completions server whose answer is a script of bytes."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.status = 200
        self.script: Callable[[], Iterator[bytes]] = lambda: iter(())
        self.sent: list[dict[str, object]] = []
        self.keys: list[str | None] = []
        self.released = threading.Event()
        self.client_left = threading.Event()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"


@pytest.fixture
def server() -> Iterator[Server]:
    """Runs while the test does; `released` ends its stalls."""
    running = Server()
    threading.Thread(target=running.serve_forever, args=(0.02,), daemon=True).start()
    yield running
    running.released.set()
    running.shutdown()
    running.server_close()


def ask(address: str, deadline_s: float = 10) -> Iterator[str]:
    return ChatLlm(address, "small", KEY).stream("规则", WORDS, deadline_s)


def test_streams_pieces_in_order(server: Server) -> None:
    server.script = lambda: iter([event("每月"), event("1824元"), b"data: [DONE]\n\n"])
    assert list(ask(server.address)) == ["每月", "1824元"]
    (sent,) = server.sent
    assert sent["model"] == "small" and sent["stream"] is True and sent["temperature"] == 0
    assert sent["max_tokens"] == MAX_TOKENS
    assert sent["messages"] == [
        {"role": "system", "content": "规则"},
        {"role": "user", "content": WORDS},
    ]
    assert server.keys == ["Bearer sk-very-secret-key"]


def test_pieces_arrive_before_the_answer_is_complete(server: Server) -> None:
    def script() -> Iterator[bytes]:
        yield event("先")
        server.released.wait(10)
        yield event("后") + b"data: [DONE]\n\n"

    server.script = script
    stream = ask(server.address)
    assert next(stream) == "先"
    server.released.set()
    assert list(stream) == ["后"]


@pytest.mark.parametrize("before", [[], [event("一半")]])
def test_deadline_holds_when_the_server_stalls(server: Server, before: list[bytes]) -> None:
    def script() -> Iterator[bytes]:
        yield from before
        server.released.wait(3)
        yield event("太迟")

    server.script = script
    got = []
    with pytest.raises(LlmUnavailable, match="deadline"):
        for piece in ask(server.address, deadline_s=0.5):
            got.append(piece)
    assert len(got) == len(before)
    assert not server.released.is_set()


def test_deadline_holds_when_the_server_drips(server: Server) -> None:
    def script() -> Iterator[bytes]:
        while not server.released.wait(0.05):
            yield event("滴")

    server.script = script
    with pytest.raises(LlmUnavailable, match="deadline"):
        list(ask(server.address, deadline_s=0.5))


def test_a_flood_ends_at_the_bound(server: Server) -> None:
    def script() -> Iterator[bytes]:
        while not server.released.is_set():
            yield event("水" * 500)

    server.script = script
    assert len("".join(ask(server.address))) == MAX_CHARACTERS
    assert server.client_left.wait(10)


def test_leaving_early_hangs_up_on_the_server(server: Server) -> None:
    def script() -> Iterator[bytes]:
        while not server.released.wait(0.02):
            yield event("还有")

    server.script = script
    stream = ask(server.address)
    next(stream)
    stream.close()  # type: ignore[attr-defined]
    assert server.client_left.wait(10)


@pytest.mark.parametrize(
    ("status", "says"),
    [
        (401, "CALLDESK_LLM_API_KEY"),
        (403, "CALLDESK_LLM_API_KEY"),
        (404, "CALLDESK_LLM_MODEL"),
        (429, "later"),
        (500, "log"),
    ],
)
def test_refusals_never_repeat_what_the_server_echoed(server: Server, status: int, says: str) -> None:
    server.status = status
    server.script = lambda: iter([json.dumps({"error": {"message": WORDS + KEY.get_secret_value()}}).encode()])
    with pytest.raises(LlmUnavailable, match=says) as caught:
        list(ask(server.address))
    error: BaseException | None = caught.value
    while error is not None:
        assert WORDS not in str(error) and KEY.get_secret_value() not in str(error)
        error = error.__cause__ or error.__context__
    assert str(status) in str(caught.value)
    assert len(server.sent) == 1, "no retries"


@pytest.mark.parametrize("body", [b"data: {broken\n\n", b'data: {"error": {"message": "' + WORDS.encode() + b'"}}\n\n'])
def test_nonsense_from_the_server_becomes_our_error(server: Server, body: bytes) -> None:
    server.script = lambda: iter([body])
    with pytest.raises(LlmUnavailable) as caught:
        list(ask(server.address))
    assert WORDS not in str(caught.value)


def test_no_server_at_the_address() -> None:
    spare = Server()
    address = spare.address
    spare.server_close()
    with pytest.raises(LlmUnavailable, match="CALLDESK_LLM_BASE_URL"):
        list(ask(address))


def test_open_llm_without_an_address_is_none() -> None:
    assert open_llm("", "small", KEY) is None


def test_open_llm_names_the_model_and_hides_the_key() -> None:
    llm = open_llm("http://127.0.0.1:9/v1", "small", KEY)
    assert llm is not None and llm.name == "small"
    assert KEY.get_secret_value() not in repr(vars(llm))


@pytest.mark.parametrize("address", ["127.0.0.1:8080", "file:///etc/passwd", "http://", "http://a:b:c/v1"])
def test_open_llm_refuses_what_is_no_address(address: str) -> None:
    with pytest.raises(LlmUnavailable, match="CALLDESK_LLM_BASE_URL"):
        open_llm(address, "small", KEY)


def test_open_llm_needs_a_model_name() -> None:
    with pytest.raises(LlmUnavailable, match="CALLDESK_LLM_MODEL"):
        open_llm("http://127.0.0.1:9/v1", "", KEY)


def test_scripted_llm_sends_then_fails_and_keeps_prompts() -> None:
    scripted = ScriptedLlm(chunks=("一", "二"), error=LlmUnavailable("gone"))
    llm: Llm = scripted
    stream = llm.stream("s", "u", 5)
    assert [next(stream), next(stream)] == ["一", "二"]
    with pytest.raises(LlmUnavailable, match="gone"):
        next(stream)
    assert scripted.prompts == [("s", "u")]


def test_scripted_llm_keeps_its_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    monkeypatch.setattr(time, "sleep", slept.append)
    with pytest.raises(LlmUnavailable):
        list(ScriptedLlm(chunks=("一",), delay_s=60).stream("s", "u", 2))
    assert slept and slept[0] <= 2
