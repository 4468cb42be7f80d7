"""Conversations of real portraits, whose requests and WebSockets come to any of the processes."""

from __future__ import annotations

import json
import os
import signal
import time

import httpx
import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from avatar.service.doors.keys import digest_of
from tests.serving import serving

pytestmark = pytest.mark.slow
SETTINGS = """
[tenants.bank]
home = "bank"
keys = ["sha256:DIGEST"]
[tenants.shop]
home = "shop"
[agents.teller]
tenant = "bank"
portrait = "xiaochen"
voice = "emma"
origins = ["https://www.bank.example"]
"""
KEY = "of-the-bank"
PAGE = {"Origin": "https://www.bank.example"}


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    folder = tmp_path_factory.mktemp("serve")
    (folder / "serve.toml").write_text(SETTINGS.replace("DIGEST", digest_of(KEY)))
    with serving(folder, "--config", str(folder / "serve.toml"), "--processes", "2") as served:
        yield served


def opened(served):
    answer = httpx.post(f"{served.address}/v1/sessions", json={"agent": "teller"}, headers=PAGE, timeout=120)
    assert answer.status_code == 201, answer.text
    return answer.json()


def seen(served, process):
    return [line for line in served.lines("request") if line["method"] == "WS" and line["process"] == process]


def events(client, last):
    """What is told, to the event of this type."""
    while True:
        message = client.recv(timeout=60)
        if isinstance(message, str):
            told = json.loads(message)
            yield told
            if told["type"] == last:
                return


def test_a_conversation_is_reached_through_every_process(served):
    session = opened(served)
    owner = int(session["id"][1])
    for _ in range(4):
        with connect(f"{session['ws_url']}&last_seq=0", additional_headers=PAGE) as client:
            ready = next(each for each in events(client, "ready") if each["type"] == "ready")
            assert ready["session_id"] == session["id"]
    until = time.monotonic() + 60
    while time.monotonic() < until and len(seen(served, owner)) < 4:
        time.sleep(0.05)
    assert len(seen(served, owner)) == 4
    with connect(f"{session['ws_url']}&last_seq=0", additional_headers=PAGE) as client:
        client.send(json.dumps({"type": "speak", "id": "c1", "text": "Good morning."}))
        ended = list(events(client, "speech.ended"))[-1]
        assert ended["spoken_text"] == "Good morning."
    assert httpx.get(session["idle_url"], timeout=60).status_code == 200


def test_when_its_process_is_killed_a_conversation_can_be_begun_anew(served):
    session = opened(served)
    owner = int(session["id"][1])
    victim = [line for line in served.lines("process.started") if line["process"] == owner][-1]
    with connect(session["ws_url"], additional_headers=PAGE) as client:
        list(events(client, "ready"))
        os.kill(victim["pid"], signal.SIGKILL)
        with pytest.raises(ConnectionClosed):
            list(events(client, "never"))
    served.wait_for("process.started", 3)
    with connect(session["ws_url"], additional_headers=PAGE) as client, pytest.raises(ConnectionClosed) as closed:
        list(events(client, "ready"))
    assert closed.value.rcvd.code == 4404
    again = opened(served)
    with connect(again["ws_url"], additional_headers=PAGE) as client:
        assert list(events(client, "ready"))[-1]["session_id"] == again["id"]


def test_a_film_that_was_promised_is_made_whatever_process_is_killed(served):
    key = {"Authorization": f"Bearer {KEY}"}
    text = " ".join(["The office opens at nine and closes at six."] * 12)
    asked = {
        "source": "xiaochen",
        "script": {"type": "text", "input": text, "voice": "emma"},
        "config": {"size": "128x128"},
    }
    promised = httpx.post(f"{served.address}/v1/videos", json=asked, headers=key, timeout=60)
    assert promised.status_code == 201, promised.text
    film = f"{served.address}/v1/videos/{promised.json()['id']}"
    until = time.monotonic() + 60
    while httpx.get(film, headers=key, timeout=60).json()["status"] == "created" and time.monotonic() < until:
        time.sleep(0.1)
    before = len(served.lines("process.started"))
    for started in {line["process"]: line for line in served.lines("process.started")}.values():
        os.kill(started["pid"], signal.SIGKILL)
    served.wait_for("process.started", before + 2)
    until = time.monotonic() + 120
    while (told := httpx.get(film, headers=key, timeout=60).json())["status"] != "done" and time.monotonic() < until:
        assert told["status"] in ("created", "started"), told
        time.sleep(0.3)
    assert told["status"] == "done"
    content = httpx.get(f"{served.address}{told['result_url']}", timeout=60).content
    assert content[4:8] == b"ftyp"


def test_when_it_stops_what_is_being_said_is_finished(served):
    session = opened(served)
    with connect(session["ws_url"], additional_headers=PAGE) as client:
        client.send(json.dumps({"type": "speak", "id": "c1", "text": "One two three four five six seven eight."}))
        list(events(client, "caption"))
        served.parent.send_signal(signal.SIGTERM)
        time.sleep(0.3)
        ended = list(events(client, "speech.ended"))[-1]
        assert (ended["interrupted"], ended["spoken_text"]) == (False, "One two three four five six seven eight.")
        with pytest.raises(ConnectionClosed) as closed:
            list(events(client, "never"))
        assert closed.value.rcvd.code in (1001, 1012)
    assert served.parent.wait(60) == 0
