"""Files from an address: whole, resumed, restarted, refused."""

import hashlib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from assistant.errors import ModelUnavailable
from assistant.models.model_progress import Progress
from assistant.models.model_source import PinnedFile, TransferCut
from assistant.models.model_web import WebFiles

BODY = bytes(range(256)) * 1000


class Hub(ThreadingHTTPServer):
    """Serves BODY; `cuts` says after how many bytes each of the next answers breaks off."""

    ranges = True
    status = 200

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.cuts: list[int] = []
        self.asked: list[str] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Answer(BaseHTTPRequestHandler):
    server: Hub

    def do_GET(self) -> None:
        wanted = self.headers.get("Range", "")
        self.server.asked.append(wanted)
        start = int(wanted[len("bytes=") : -1]) if wanted and self.server.ranges else 0
        self.send_response(self.server.status if self.server.status != 200 else 206 if start else 200)
        self.send_header("Content-Length", str(len(BODY) - start))
        self.end_headers()
        end = start + self.server.cuts.pop(0) if self.server.cuts else None
        self.wfile.write(BODY[start:end])

    def log_message(self, *_: object) -> None:
        """Keep the tests' output quiet."""


class Seen(Progress):
    """Remembers each count of bytes."""

    def __init__(self) -> None:
        super().__init__(quiet=True)
        self.counts: list[int] = []

    def at(self, done: int) -> None:
        self.counts.append(done)


@pytest.fixture
def hub() -> Iterator[Hub]:
    server = Hub()
    Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def source(hub: Hub, sha256: str = hashlib.sha256(BODY).hexdigest()) -> WebFiles:
    return WebFiles("the hub", hub.address, (PinnedFile("model.bin", len(BODY), sha256),))


def test_a_file_arrives_whole_and_its_bytes_are_counted(hub: Hub, tmp_path: Path) -> None:
    seen = Seen()
    folder = source(hub).fetch(tmp_path, seen)
    assert (folder / "model.bin").read_bytes() == BODY
    assert seen.counts == sorted(seen.counts)
    assert seen.counts[-1] == len(BODY)


def test_a_broken_transfer_goes_on_where_it_stopped(hub: Hub, tmp_path: Path) -> None:
    hub.cuts = [100_000, 50_000]
    folder = source(hub).fetch(tmp_path, Progress(quiet=True))
    assert (folder / "model.bin").read_bytes() == BODY
    assert hub.asked == ["", "bytes=100000-", "bytes=150000-"]


def test_a_server_without_ranges_starts_again(hub: Hub, tmp_path: Path) -> None:
    hub.cuts, hub.ranges = [100_000], False
    folder = source(hub).fetch(tmp_path, Progress(quiet=True))
    assert (folder / "model.bin").read_bytes() == BODY


def test_what_came_is_kept_for_the_next_pull_when_the_transfer_keeps_breaking(hub: Hub, tmp_path: Path) -> None:
    hub.cuts = [100_000, 1000, 1000]
    with pytest.raises(TransferCut, match="the hub broke off"):
        source(hub).fetch(tmp_path, Progress(quiet=True))
    assert (tmp_path / "model.bin.part").stat().st_size == 102_000
    source(hub).fetch(tmp_path, Progress(quiet=True))
    assert hub.asked[-1] == "bytes=102000-"
    assert (tmp_path / "model.bin").read_bytes() == BODY


def test_a_file_with_another_hash_is_refused_and_removed(hub: Hub, tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match=r"the hub gave a model\.bin that is not the expected one"):
        source(hub, sha256="0" * 64).fetch(tmp_path, Progress(quiet=True))
    assert not list(tmp_path.iterdir())


def test_more_bytes_than_pinned_are_not_read_to_the_end(hub: Hub, tmp_path: Path) -> None:
    short = WebFiles("the hub", hub.address, (PinnedFile("model.bin", 10, "0" * 64),))
    seen = Seen()
    with pytest.raises(ModelUnavailable, match="not the expected one"):
        short.fetch(tmp_path, seen)
    assert max(seen.counts) < len(BODY)
    assert not list(tmp_path.iterdir())


def test_an_error_status_is_named(hub: Hub, tmp_path: Path) -> None:
    hub.status = 404
    with pytest.raises(ModelUnavailable, match="the hub answers 404"):
        source(hub).fetch(tmp_path, Progress(quiet=True))
    assert not list(tmp_path.iterdir())


def test_a_server_that_is_not_there_cannot_be_reached(tmp_path: Path) -> None:
    nowhere = WebFiles("the hub", "http://127.0.0.1:9", (PinnedFile("model.bin", 10, "0" * 64),))
    with pytest.raises(ModelUnavailable, match="the hub cannot be reached"):
        nowhere.fetch(tmp_path, Progress(quiet=True))
