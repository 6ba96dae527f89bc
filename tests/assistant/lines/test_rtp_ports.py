import errno
import socket

import pytest
from pydantic import ValidationError

from assistant.lines.rtp_ports import NoPort, RtpPorts, even_ports
from assistant.settings import Settings

HOST = "127.0.0.1"


def number(lent: socket.socket) -> int:
    port: int = lent.getsockname()[1]
    return port


def test_even_ports_are_lent_in_turn_and_the_one_given_back_last_comes_last() -> None:
    ports = RtpPorts(HOST, "21861-21866")
    first, second = ports.lend(), ports.lend()
    assert [number(first), number(second)] == [21862, 21864]
    ports.give_back(first)
    third, fourth = ports.lend(), ports.lend()
    assert [number(third), number(fourth)] == [21866, 21862]
    with pytest.raises(NoPort, match="in use"):
        ports.lend()
    for lent in (second, third, fourth):
        ports.give_back(lent)


def test_a_port_of_another_program_is_passed_over() -> None:
    ports = RtpPorts(HOST, "21870-21873")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
        other.bind((HOST, 21870))
        lent = ports.lend()
        assert number(lent) == 21872
        with pytest.raises(NoPort):
            ports.lend()
    again = ports.lend()
    assert number(again) == 21870
    for each in (lent, again):
        ports.give_back(each)


def test_an_address_of_another_machine_is_said() -> None:
    ports = RtpPorts("192.0.2.1", "21880-21883")
    for _ in range(3):
        with pytest.raises(NoPort, match="CALLDESK_RTP_HOST") as refused:
            ports.lend()
        assert isinstance(refused.value.__cause__, OSError)
        assert refused.value.__cause__.errno == errno.EADDRNOTAVAIL


@pytest.mark.parametrize("wrong", ["20000-20001", "20003-20004", "30000-20000", "80-2000", "20000-65536"])
def test_a_range_without_two_ports_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match="two even ones"):
        even_ports(wrong)
    with pytest.raises(ValidationError, match="rtp_ports"):
        Settings(rtp_ports=wrong)


@pytest.mark.parametrize("wrong", ["", "20000", "a-b", "20000-20999-3", "-1-20000"])
def test_what_is_no_range_is_refused(wrong: str) -> None:
    with pytest.raises(ValidationError, match="rtp_ports"):
        Settings(rtp_ports=wrong)
