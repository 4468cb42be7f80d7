"""What a stranger sends in a request is in no line of the log and no label of a figure, and adds no new ones."""

import io
import json
import re
import socket
from urllib.parse import urlsplit

import pytest

from avatar.service.logs import Log
from avatar.service.metrics import Metrics
from tests.service import running, service

MARK = b"STRANGER"
NASTY = [
    b"STRANGER\x1b[8m\x1b]0;title\x07",
    "STRANGER\u202egnp.exe\u202c\u2028\u200b".encode(),
    b'STRANGER"} 1\\nforged_total{a="b',
    b"<script>STRANGER</script>",
    b"STRANGER${jndi:ldap://127.0.0.1/}%0d%0aforged: 1{{7*7}}",
    b"\xff\xfeSTRANGER\x80",
    b"STRANGER" + b"x" * 3000,
    b'{"event":"forged","STRANGER":1}',
    b"../../STRANGER/%2e%2e/%00",
    b"STRANGER';DROP TABLE jobs;--",
]
NEEDS_NO_ESCAPE = re.compile(rb"[^\x00-\x20\x7f-\xff]+")
LABELS = re.compile(r'(\w+)="((?:[^"\\]|\\.)*)"')


def quoted(content):
    """Write bytes as a part of a path: a request line takes no blank, and nothing that is no ASCII."""
    return b"".join(bytes([each]) if NEEDS_NO_ESCAPE.fullmatch(bytes([each])) else b"%%%02X" % each for each in content)


def requests(nasty):
    """Give requests with a stranger's words in each place that there is."""
    plain = nasty.replace(b"\n", b"").replace(b"\r", b"").replace(b"\0", b"")
    body = b'{"text":' + json.dumps(nasty.decode("latin1")).encode() + b"}"
    end = b"Host: 127.0.0.1\r\nConnection: close\r\n"
    post = end + b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)
    word = re.sub(rb"[^A-Z]", b"", nasty.upper())[:60]
    yield b"GET /v1/%s HTTP/1.1\r\n%s\r\n" % (quoted(nasty), end)
    yield b"GET /v1/videos/%s?%s HTTP/1.1\r\n%s\r\n" % (quoted(nasty), quoted(nasty), end)
    yield b"%s /healthz HTTP/1.1\r\n%s\r\n" % (word, end)
    yield b"PROPFIND /%s HTTP/1.1\r\n%s\r\n" % (quoted(nasty), end)
    for name in (
        b"User-Agent",
        b"X-Request-Id",
        b"Origin",
        b"Authorization",
        b"Referer",
        b"X-Forwarded-For",
        b"Cookie",
    ):
        yield b"GET /v1/voices HTTP/1.1\r\n%s: %s\r\n%s\r\n" % (name, plain, end)
    yield b"POST /v1/videos HTTP/1.1\r\n" + post
    yield b"POST /v1/sessions HTTP/1.1\r\n" + post
    yield (
        b"GET /v1/sessions/%s HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nHost: 127.0.0.1\r\n\r\n"
        % quoted(nasty)
    )


def sent(address, request):
    place = urlsplit(address)
    with socket.create_connection((place.hostname, place.port), timeout=30) as line:
        line.sendall(request)
        answer = b""
        while piece := line.recv(65536):
            answer += piece
    return answer


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """Send everything once; give the log and the figures."""
    written, figures = io.StringIO(), Metrics()
    with running(service(tmp_path_factory.mktemp("served"), log=Log(stream=written), metrics=figures)) as address:
        for nasty in NASTY:
            for request in requests(nasty):
                head = sent(address, request).partition(b"\r\n\r\n")[0]
                assert re.match(rb"HTTP/1.1 [24]\d\d ", head), (request, head)
                assert MARK not in head.upper()
                assert b"forged" not in head
        assert sent(address, b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n").startswith(
            b"HTTP/1.1 200"
        )
    return written.getvalue(), figures.text().decode()


def test_every_line_of_the_log_is_an_object_of_plain_signs_without_their_words(told):
    lines = [json.loads(line) for line in told[0].splitlines()]
    assert len(lines) > 50
    assert told[0].isascii()
    assert MARK.decode() not in told[0].upper()
    assert not {line["event"] for line in lines} & {"forged", "request.fault"}


def test_labels_are_of_few_words_of_ours(told):
    values = {}
    for line in told[1].splitlines():
        if not line.startswith("#"):
            for name, value in LABELS.findall(line):
                values.setdefault(name, set()).add(value)
    assert MARK.decode() not in told[1].upper()
    assert "forged" not in told[1]
    assert values["method"] <= {"GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "WS", "OTHER"}
    assert all(re.fullmatch(r"[A-Za-z0-9_/{}.:<>-]{0,60}", each) for each in values["route"])
    assert len(values["route"]) <= 12
    assert all(re.fullmatch(r"\d{1,3}", each) for each in values["status"])
