"""A language model on this machine, as OpenAI-compatible servers are: it streams, and fails as they fail."""

from __future__ import annotations

import json
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler

from tests.local_server import LocalServer

KEY = "sk-test"


@dataclass
class Answer:
    """What one request gets."""

    words: list[str] = field(default_factory=list)
    """deltas, in order"""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    piece: int = 0
    """bytes that are written at a time, whatever they cut; 0: an event"""
    pause: float = 0.0
    """s between two events"""
    ends: str = "done"
    """"done"; "cut": the connection breaks after the words; "silent": nothing more comes; "open": no [DONE]; "early":
    neither that nor a reason"""
    body: bytes = b""
    """of an answer that is no stream"""


class ChatServer(LocalServer):
    """Serve `/v1/chat/completions` and `/v1/audio/transcriptions`; `answers` says what the next requests get."""

    def __init__(self):
        super().__init__(_Handler)
        self.asked: list[dict] = []
        """bodies of the requests, with the headers in "headers" """
        self.answers: list[Answer] = []
        self.needs_key = False
        self.closed = threading.Event()
        """the client has closed its connection while an answer was coming"""
        self.stopped = threading.Event()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_address[1]}/v1"

    def let_go(self):
        self.stopped.set()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_POST(self):
        raw = self.rfile.read(int(self.headers["Content-Length"]))
        is_json = self.headers["Content-Type"].startswith("application/json")
        body = json.loads(raw) if is_json else {"raw": raw}
        self.server.asked.append(body | {"path": self.path, "headers": dict(self.headers)})
        answer = self.server.answers.pop(0) if self.server.answers else Answer(["Yes."])
        if self.server.needs_key and self.headers.get("Authorization") != f"Bearer {KEY}":
            answer = Answer(status=401, body=b'{"error": {"message": "Incorrect API key provided."}}')
        if answer.status != 200 or answer.body:
            self._whole(answer)
        else:
            self._stream(answer)

    def _whole(self, answer):
        self.send_response(answer.status)
        headers = {"Content-Type": "application/json", "Content-Length": str(len(answer.body)), **answer.headers}
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer.body)

    def _stream(self, answer):
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        try:
            events = [b": a sign of life\n\n", _event({"role": "assistant", "content": ""})]
            events += [_event({"content": word}) for word in answer.words]
            for event in events:
                for at in range(0, len(event), answer.piece or len(event)):
                    self._chunk(event[at : at + (answer.piece or len(event))])
                time.sleep(answer.pause)
            self._end(answer)
        except OSError:
            self.server.closed.set()
            self.close_connection = True

    def _end(self, answer):
        if answer.ends == "silent":
            while not self.server.stopped.wait(0.05):
                self._chunk(b": still here\n\n")
        if answer.ends in ("silent", "cut"):
            self.close_connection = True
            self.connection.close()
            return
        if answer.ends in ("done", "open"):
            self._chunk(_event({}, "stop") + (b"data: [DONE]\n\n" if answer.ends == "done" else b""))
        self.wfile.write(b"0\r\n\r\n")

    def _chunk(self, content):
        self.wfile.write(b"%x\r\n%b\r\n" % (len(content), content))
        self.wfile.flush()


def _event(delta, reason=None):
    choice = {"index": 0, "delta": delta, "finish_reason": reason}
    event = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "model": "small", "choices": [choice]}
    return f"data: {json.dumps(event, ensure_ascii=False)}\n\n".encode()
