"""Real packets on real ports of this machine; what programs of others send is in test_rtp_clients.py."""

import logging
import random
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from assistant.errors import DeskFull
from assistant.lines.line_errors import LineFlood, LineOver, LineTaken
from assistant.lines.line_limits import LineLimits
from assistant.lines.rtp_ports import NoPort, RtpPorts
from assistant.lines.rtp_receiver import LEAVING, NoCall, RtpPlace, RtpReceiver, RtpRequest

HOST = "127.0.0.1"


@pytest.fixture
def receiver(heard_lines: Any) -> Iterator[RtpReceiver]:
    receiver = RtpReceiver(heard_lines, RtpPorts(HOST, "21800-21839"))
    yield receiver
    receiver.close()


def until(true: Callable[[], object]) -> None:
    deadline = time.monotonic() + 10
    while not true():
        assert time.monotonic() < deadline, "it never came to that"
        time.sleep(0.01)


def packet(number: int, payload: bytes = bytes(range(160)), ssrc: int = 1, kind: int = 8) -> bytes:
    return struct.pack("!BBHII", 0x80, kind, number % 2**16, number * 160, ssrc) + payload


def send(port: int, *datagrams: bytes) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        for datagram in datagrams:
            sender.sendto(datagram, (HOST, port))


def is_free(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
        return True


def opened(receiver: RtpReceiver, **fields: object) -> RtpPlace:
    return receiver.open(RtpRequest(**fields))


def test_an_end_hears_what_has_arrived_and_frees_name_and_ports(receiver: RtpReceiver, heard_lines: Any) -> None:
    place = opened(receiver, call="x")
    assert not is_free(place.caller_port) and not is_free(place.operator_port)
    send(place.caller_port, *(packet(number) for number in range(5)))
    receiver.end("x")
    assert len(heard_lines["caller"].sound) == 800
    assert is_free(place.caller_port) and is_free(place.operator_port)
    until(lambda: heard_lines["operator"].left)
    assert [heard_lines[channel].left for channel in ("caller", "operator")] == [[(True, None)], [(True, None)]]
    with pytest.raises(NoCall):
        receiver.end("x")


def test_a_call_without_a_name_is_given_one(receiver: RtpReceiver, heard_lines: Any) -> None:
    names = {opened(receiver).call, opened(receiver).call}
    assert len(names) == 2 and {call for call, _ in heard_lines.joined} == names


def test_a_call_asked_for_twice_is_taken_and_the_first_goes_on(receiver: RtpReceiver, heard_lines: Any) -> None:
    place = opened(receiver, call="x")
    with pytest.raises(LineTaken):
        opened(receiver, call="x")
    send(place.caller_port, packet(0))
    until(lambda: len(heard_lines["caller"].sound))
    assert heard_lines["caller"].left == []


def test_ports_run_out_and_come_back(heard_lines: Any) -> None:
    receiver = RtpReceiver(heard_lines, RtpPorts(HOST, "21850-21853"))
    first = opened(receiver, call="1")
    for _ in range(3):
        with pytest.raises(NoPort, match="CALLDESK_RTP_PORTS"):
            opened(receiver, call="2")
    assert not [call for call, _ in heard_lines.joined if call == "2"]
    receiver.end("1")
    again = opened(receiver, call="3")
    assert {again.caller_port, again.operator_port} == {first.caller_port, first.operator_port}
    receiver.close()


def test_a_full_desk_keeps_no_port(receiver: RtpReceiver, heard_lines: Any) -> None:
    heard_lines.refusal = DeskFull("full")
    for _ in range(25):
        with pytest.raises(DeskFull):
            opened(receiver)
    heard_lines.refusal = None
    assert opened(receiver)


def test_a_call_that_nobody_sends_to_ends_with_a_warning(
    receiver: RtpReceiver, heard_lines: Any, caplog: pytest.LogCaptureFixture
) -> None:
    heard_lines.limits = LineLimits(silent_s=0.15)
    with caplog.at_level(logging.INFO, "calldesk.lines"):
        opened(receiver, call="x")
        until(lambda: heard_lines["operator"].left)
    ((ended, error),) = heard_lines["caller"].left
    assert ended and "No RTP came for 0.15 s" in str(error)
    assert any("id-x" in line and "0 packets" in line for line in caplog.messages)
    with pytest.raises(NoCall):
        receiver.end("x")


def test_a_call_in_another_codec_ends_saying_so(receiver: RtpReceiver, heard_lines: Any) -> None:
    heard_lines.limits = LineLimits(silent_s=0.3)
    place = opened(receiver, call="x")
    send(place.caller_port, *(packet(number, kind=9) for number in range(20)))
    until(lambda: heard_lines["caller"].left)
    assert "20 datagrams" in str(heard_lines["caller"].left[0][1])


@pytest.mark.parametrize("refusal", [LineFlood("flood"), OSError("broken")], ids=["flood", "broken"])
def test_a_line_that_fails_ends_its_call_and_no_other(
    receiver: RtpReceiver, heard_lines: Any, refusal: Exception
) -> None:
    bad, good = opened(receiver, call="bad"), opened(receiver, call="good")
    heard_lines.joined["bad", "caller"].refuses = refusal
    send(bad.caller_port, packet(0), packet(1))
    until(lambda: heard_lines.joined["bad", "operator"].left)
    assert heard_lines.joined["bad", "caller"].left == [(True, refusal)]
    send(good.caller_port, packet(0), packet(1))
    until(lambda: len(heard_lines.joined["good", "caller"].sound))
    assert is_free(bad.caller_port) and heard_lines.joined["good", "caller"].left == []


def test_a_line_that_cannot_be_left_keeps_no_other_from_leaving(
    receiver: RtpReceiver, heard_lines: Any, caplog: pytest.LogCaptureFixture
) -> None:
    for number in range(2 * LEAVING):
        opened(receiver, call=f"{number}")
        heard_lines.joined[f"{number}", "caller"].stays = RuntimeError("a caller's words")
        receiver.end(f"{number}")
    receiver.close()
    operators = [line for (_, channel), line in heard_lines.joined.items() if channel == "operator"]
    assert [line.left for line in operators] == [[(True, None)]] * 2 * LEAVING
    assert sum("call id-0: RTP could not be left: RuntimeError" in line for line in caplog.messages) == 1
    assert "words" not in caplog.text


def test_a_machine_without_room_for_threads_still_ends_calls(
    receiver: RtpReceiver, heard_lines: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    starting = threading.Thread.start
    for number in range(LEAVING + 1):  # of the threads that it needs, one more at each try
        count = iter(range(9))
        start = lambda thread, count=count: starting(thread) if next(count) == 0 else full(thread)  # noqa: E731
        monkeypatch.setattr(threading.Thread, "start", start)
        if number < LEAVING:
            with pytest.raises(RuntimeError):
                opened(receiver, call=f"{number}")
            assert heard_lines.joined[f"{number}", "caller"].left == [(True, None)]
    place = opened(receiver, call="x")
    monkeypatch.setattr(threading.Thread, "start", full)
    receiver.end("x")
    until(lambda: heard_lines.joined["x", "operator"].left)
    assert is_free(place.caller_port)


def test_both_voices_count_from_the_same_moment(receiver: RtpReceiver, heard_lines: Any) -> None:
    opened(receiver, call="x")
    assert heard_lines["caller"].since == heard_lines["operator"].since != None  # noqa: E711


def test_hanging_up_at_the_panel_frees_the_ports_without_a_warning(receiver: RtpReceiver, heard_lines: Any) -> None:
    place = opened(receiver, call="x")
    heard_lines["caller"].session.ended = True
    heard_lines["caller"].refuses = LineOver("over")
    until(lambda: heard_lines["operator"].left)
    assert heard_lines["caller"].left == [(True, None)] and is_free(place.caller_port)


def test_a_name_that_begins_anew_at_once_after_a_hang_up_keeps_no_port_of_the_call_before(
    receiver: RtpReceiver, heard_lines: Any
) -> None:
    with receiver._changing:  # the thread that reads notices nothing meanwhile
        before = opened(receiver, call="x")
        caller = heard_lines.joined.pop(("x", "caller"))
        del heard_lines.joined["x", "operator"]
        opened(receiver, call="x")
    until(lambda: caller.left and is_free(before.caller_port))
    receiver.end("x")


def test_a_flood_of_strangers_does_not_keep_other_calls_waiting(receiver: RtpReceiver, heard_lines: Any) -> None:
    flooded, other = opened(receiver, call="a"), opened(receiver, call="b")
    send(flooded.caller_port, packet(0, ssrc=7))
    until(lambda: len(heard_lines.joined["a", "caller"].sound))
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        for number in range(10):
            send(flooded.caller_port, *(random.Random(number).randbytes(200) for _ in range(200)))
            sender.sendto(packet(number), (HOST, other.caller_port))
    until(lambda: len(heard_lines.joined["b", "caller"].sound) == 1600)
    assert len(heard_lines.joined["a", "caller"].sound) == 160


def test_closing_ends_every_call_and_takes_no_more(receiver: RtpReceiver, heard_lines: Any) -> None:
    places = [opened(receiver, call=name) for name in ("1", "2", "3")]
    receiver.close()
    assert all(line.left == [(True, None)] for line in heard_lines.joined.values())
    assert all(is_free(place.caller_port) for place in places)
    with pytest.raises(DeskFull):
        opened(receiver, call="4")
    assert heard_lines.joined["4", "caller"].left == [(True, None)]
