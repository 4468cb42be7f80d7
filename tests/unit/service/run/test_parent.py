from __future__ import annotations

import os
import signal
import socket
import time
from contextlib import suppress

import pytest

from tests.serving import ask, serving

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    folder = tmp_path_factory.mktemp("serve")
    (folder / "serve.toml").write_text("[limits]\nseconds = 5\n")
    options = ("--config", str(folder / "serve.toml"), "--processes", "2", "--portrait", "xiaochen")
    with serving(folder, *options) as served:
        yield served


def address(served):
    host, port = served.address.removeprefix("http://").split(":")
    return host, int(port)


def test_the_processes_share_the_port(served):
    seen = set()
    for _ in range(100):
        ask(served, "/nothing")
        seen = {line["process"] for line in served.lines("request")}
        if len(seen) == 2:
            break
    assert seen == {0, 1}


def test_a_killed_process_is_started_anew_and_nobody_is_turned_away(served):
    victim = served.wait_for("process.started", 2)[0]
    os.kill(victim["pid"], signal.SIGKILL)
    for _ in range(20):  # what comes to the dead one's socket waits for the next one
        assert ask(served, "/healthz").status_code == 200
    died = served.wait_for("process.died", 1)[0]
    assert (died["pid"], died["code"]) == (victim["pid"], -signal.SIGKILL)
    again = served.wait_for("process.started", 3)[-1]
    assert again["process"] == victim["process"]
    counted = ask(served, "/metrics").text
    assert "avatar_process_started_total 3.0" in counted


def test_a_connection_that_says_nothing_or_a_byte_at_a_time_is_closed(served):
    silent, slow = socket.create_connection(address(served)), socket.create_connection(address(served))
    began = time.monotonic()
    slow.sendall(b"GET /healthz HTTP/1.1\r\n")
    for each in (silent, slow):
        each.settimeout(0.5)
    is_open = True
    while is_open and time.monotonic() - began < 60:
        try:
            is_open = slow.recv(100) != b""
        except TimeoutError:
            pass
        except ConnectionResetError:  # instead of an end, where a byte of ours was still under way
            is_open = False
        with suppress(OSError):
            slow.sendall(b"X: y\r\n")
    assert not is_open
    assert time.monotonic() - began > 4
    silent.settimeout(60)
    assert silent.recv(100) == b""
    assert ask(served, "/healthz").status_code == 200


@pytest.mark.parametrize(
    "said",
    [
        b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\n" + b"X: " + b"y" * 100_000 + b"\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"POST /v1/sessions HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
        b"POST /v1/sessions HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"GET /\xff\xfe HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"\r\n\r\n\r\n",
    ],
)
def test_what_is_no_request_is_refused_and_the_process_lives(served, said):
    with socket.create_connection(address(served)) as client:
        client.settimeout(30)
        with suppress(OSError):
            client.sendall(said)
            client.shutdown(socket.SHUT_WR)
        with suppress(OSError):
            assert client.recv(100)[:12] in (b"HTTP/1.1 400", b"HTTP/1.1 403", b"HTTP/1.1 404", b"")
    assert ask(served, "/healthz").status_code == 200
    assert len(served.lines("process.died")) <= 1


HIDDEN = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
LENGTH = b"%d" % len(HIDDEN)


@pytest.mark.parametrize(
    "how",
    [
        b"Content-Length: 0\r\nContent-Length: %s\r\n\r\n" % LENGTH,
        b"Content-Length: 0, %s\r\n\r\n" % LENGTH,
        b"Content-Length: +%s\r\n\r\n" % LENGTH,
        b"Content-Length: 0x30\r\n\r\n",
        b"Content-Length : %s\r\n\r\n" % LENGTH,
        b"Content-Length: 99999999999999999999999\r\n\r\n",
        b"Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n",
        b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        b"Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
        b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
        b"Transfer-Encoding: \x0bchunked\r\n\r\n0\r\n\r\n",
        b"Transfer-Encoding: chunked\r\n\r\n-1\r\n",
        b"Transfer-Encoding: chunked\r\n\r\n0x0\r\n\r\n",
        b"Transfer-Encoding: chunked\r\n\r\n5\r\nabcdeXX0\r\n\r\n",
        b"X: a\rTransfer-Encoding: chunked\r\nContent-Length: 0\r\n\r\n",
    ],
)
def test_no_second_request_hides_behind_a_body_that_two_would_read_in_two_ways(served, how):
    """A proxy in front may take for a body what we took for the next visitor's request (RFC 9112, 11.2)."""
    answer = b""
    with socket.create_connection(address(served)) as client:
        client.settimeout(30)
        client.sendall(b"POST /v1/nothing HTTP/1.1\r\nHost: 127.0.0.1\r\n" + how + HIDDEN)
        with suppress(ConnectionResetError):
            while more := client.recv(65_536):
                answer += more
    assert answer[:12] in (b"HTTP/1.1 400", b"")
    assert b"HTTP/1.1 200" not in answer


def test_two_gigabytes_are_not_taken_announced_or_not(served):
    announced = b"POST /v1/sessions HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
    with socket.create_connection(address(served)) as client:
        client.sendall(announced + b"Content-Length: 2000000000\r\n\r\n")
        assert client.recv(100).startswith(b"HTTP/1.1 413")
    with socket.create_connection(address(served)) as client:
        client.settimeout(30)
        client.sendall(announced + b"Transfer-Encoding: chunked\r\n\r\n")
        sent = 0
        with suppress(OSError):
            while sent < 2_000_000_000:
                client.sendall(b"10000\r\n" + b" " * 65_536 + b"\r\n")
                sent += 65_536
        assert sent < 60_000_000
    assert ask(served, "/healthz").status_code == 200


def test_it_ends_in_peace(tmp_path):
    with serving(tmp_path, "--processes", "2", "--portrait", "xiaochen") as served:
        served.parent.send_signal(signal.SIGTERM)
        assert served.parent.wait(60) == 0
        assert len(served.lines("process.stopped")) == 2
        assert not served.lines("process.died")


def test_when_the_parent_is_killed_its_processes_end(tmp_path):
    with serving(tmp_path, "--processes", "1", "--portrait", "xiaochen") as served:
        pid = served.wait_for("process.started", 1)[0]["pid"]
        served.parent.kill()
        served.wait_for("process.stopped", 1)
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                os.kill(pid, 0)
            except ProcessLookupError:
                return
            time.sleep(0.05)
    pytest.fail("the process is still there")
