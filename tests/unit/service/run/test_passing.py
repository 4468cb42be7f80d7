"""What belongs to another process reaches it, through a real server, a real socket and a real WebSocket."""

from __future__ import annotations

import json
import socket
import threading
import time
from contextlib import contextmanager

import httpx
import pytest
import uvicorn
from fastapi import FastAPI, Request, WebSocket
from fastapi.responses import StreamingResponse
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from avatar.service.doors.front import Front
from avatar.service.faults import tell_faults
from avatar.service.problems import Problem
from avatar.service.run.passing import Passing
from avatar.service.run.sockets import open_own, open_port
from tests.service import service


def app_of(index: int) -> FastAPI:
    app = FastAPI()
    tell_faults(app)

    @app.api_route("/v1/sessions/{name}", methods=["GET", "POST"])
    async def told(name: str, request: Request) -> dict[str, object]:
        body = await request.body()
        return {
            "process": index,
            "name": name,
            "query": request.url.query,
            "body": len(body),
            "client": request.client.host,
            "host": request.headers["host"],
            "own": [key for key in request.headers if key.startswith("x-avatar")],
        }

    @app.post("/v1/sessions")
    async def opened(request: Request) -> dict[str, object]:
        content = await request.json()
        if content["room"] != index:
            kind = "too-many" if content["room"] == "rate" else "full"
            raise Problem(429, kind, f"Process {index} has no room.", {"Retry-After": "7"})
        return {"id": f"s{index}-ab", "text": content["text"]}

    @app.get("/v1/sessions/{name}/film")
    async def film(name: str) -> StreamingResponse:
        async def pieces():
            yield b"ftyp"
            yield b"moov" * 50_000

        return StreamingResponse(pieces(), 206, {"X-Film": name})

    @app.websocket("/v1/sessions/{name}/ws")
    async def speak(name: str, socket: WebSocket) -> None:
        await socket.accept()
        await socket.send_json({"process": index, "name": name, "query": socket.url.query, "host": socket.url.netloc})
        while True:
            message = await socket.receive()
            if message["type"] == "websocket.disconnect":
                left.set()
                return
            if message.get("text") == "leave":
                await socket.close(4401, "enough")
                return
            await (socket.send_text(message["text"]) if message.get("text") else socket.send_bytes(message["bytes"]))

    return app


left = threading.Event()


@contextmanager
def processes(folder, alive=(0, 1)):
    """Two processes in two threads; give the address of the first."""
    ports, servers = open_port("127.0.0.1", 0, 1), []
    for index in alive:
        app = Passing(Front(app_of(index), service(folder / str(index))), folder, index, 2)
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=1))
        sockets = [open_own(folder, index)] + (ports if index == 0 else [])
        thread = threading.Thread(target=server.run, args=(sockets,), daemon=True)
        thread.start()
        servers.append((server, thread))
    while not all(server.started for server, _ in servers):
        time.sleep(0.01)
    try:
        yield f"127.0.0.1:{ports[0].getsockname()[1]}"
    finally:
        for server, thread in servers:
            server.should_exit = True
            thread.join(60)


@pytest.fixture
def address(tmp_path):
    with processes(tmp_path) as address:
        yield address


def test_a_request_reaches_the_process_that_its_path_names(address):
    for process in (0, 1):
        told = httpx.post(
            f"http://{address}/v1/sessions/s{process}-ab?token=c%2Fd",
            content=b"x" * 300_000,
            headers={"X-Avatar-Client": "6.6.6.6"},
            timeout=60,
        ).json()
        assert told["process"] == process
        assert (told["name"], told["query"], told["body"]) == (f"s{process}-ab", "token=c%2Fd", 300_000)
        assert (told["client"], told["host"]) == ("127.0.0.1", address)
    assert httpx.get(f"http://{address}/v1/sessions/s7-ab", timeout=60).json()["process"] == 0


def test_a_conversation_is_opened_where_there_is_room(address):
    for process in (0, 1):
        opened = httpx.post(f"http://{address}/v1/sessions", json={"room": process, "text": "你" * 10_000}, timeout=60)
        assert opened.json() == {"id": f"s{process}-ab", "text": "你" * 10_000}


@pytest.mark.parametrize("room", ["rate", "nowhere"])
def test_where_there_is_none_the_first_process_says_so(address, room):
    answer = httpx.post(f"http://{address}/v1/sessions", json={"room": room}, timeout=60)
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "7")
    assert answer.json()["detail"] == "Process 0 has no room."


def test_an_answer_comes_back_as_it_was_given(address):
    answer = httpx.get(f"http://{address}/v1/sessions/s1-ab/film", timeout=60)
    assert (answer.status_code, answer.headers["x-film"], len(answer.content)) == (206, "s1-ab", 200_004)
    assert answer.headers.get_list("x-content-type-options") == ["nosniff"]


def test_a_websocket_reaches_its_process_and_both_ways_are_open(address):
    with connect(f"ws://{address}/v1/sessions/s1-ab/ws?token=t", origin=f"http://{address}") as client:
        told = json.loads(client.recv(timeout=60))
        assert told == {"process": 1, "name": "s1-ab", "query": "token=t", "host": address}
        client.send("你好")
        assert client.recv(timeout=60) == "你好"
        client.send(bytes(range(256)) * 2000)
        assert client.recv(timeout=60) == bytes(range(256)) * 2000
        client.send("leave")
        with pytest.raises(ConnectionClosed) as closed:
            client.recv(timeout=60)
        assert (closed.value.rcvd.code, closed.value.rcvd.reason) == (4401, "enough")


def test_when_the_client_leaves_the_other_process_is_told(address):
    left.clear()
    with connect(f"ws://{address}/v1/sessions/s1-ab/ws") as client:
        client.recv(timeout=60)
        client.socket.shutdown(socket.SHUT_RDWR)
        assert left.wait(60)


def test_where_the_process_is_gone_the_client_is_told(tmp_path):
    with processes(tmp_path, alive=(0,)) as address:
        answer = httpx.get(f"http://{address}/v1/sessions/s1-ab", timeout=60)
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")
        with pytest.raises(Exception, match=r"403|1012"), connect(f"ws://{address}/v1/sessions/s1-ab/ws") as client:
            client.recv(timeout=60)
