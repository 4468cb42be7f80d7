"""A model that translates, on this machine: it speaks the protocol of OpenAI's chats, and fails as such servers do."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler

from tests.local_server import LocalServer

KEY = "sk-translate"


class TranslationServer(LocalServer):
    """Serve `/v1/chat/completions`: by a table of texts, unless `failures` says what the next requests get."""

    def __init__(self, table):
        super().__init__(_Handler)
        self.table = table
        """translation by (language, text); a list: what each next request gets, the last for ever"""
        self.failures = []
        """(status, headers, body) of the next requests"""
        self.asked = []
        """(language, content of the user's message, headers), in order"""
        self.lock = threading.Lock()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_address[1]}/v1"

    def answer(self, language, text):
        found = self.table[language, text]
        if isinstance(found, list):
            return found.pop(0) if len(found) > 1 else found[0]
        return found


def completion(content):
    return json.dumps({"choices": [{"message": {"role": "assistant", "content": content}}]}).encode()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        system, user = (message["content"] for message in body["messages"])
        language = system.split(" to ", 1)[1].split(" ", 1)[0]
        content = json.loads(user)
        with self.server.lock:
            self.server.asked.append((language, content, dict(self.headers)))
            failure = self.server.failures.pop(0) if self.server.failures else None
            if failure is None and self.headers.get("Authorization") not in (None, f"Bearer {KEY}"):
                failure = (401, {}, b"{}")
            items = []
            if failure is None:
                answers = [(each["id"], self.server.answer(language, each["text"])) for each in content["items"]]
                items = [{"id": name, "text": text} for name, text in answers if text is not None]
        self._send(*(failure or (200, {}, completion(f"```json\n{json.dumps({'items': items})}\n```"))))

    def _send(self, status, headers, body):
        if status == 0:  # hung up
            self.close_connection = True
            return
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
