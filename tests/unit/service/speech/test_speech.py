"""Speech as OpenAI's clients ask for it: sent while it is made, marked, and ended when nobody listens."""

from __future__ import annotations

import asyncio
import base64
import io
import json
import socket
import threading
import time

import av
import httpx
import pytest
from fastapi.testclient import TestClient

from avatar.marks.registry import Registry
from avatar.service.app import create_app
from avatar.service.logs import Log
from avatar.service.problems import Problem
from avatar.service.speech import streaming
from avatar.service.speech.streaming import Made, Stage
from tests.patience import until
from tests.service import running, service

NOTICE = {"model": "tts-1", "input": "The office closes at six. Come back tomorrow, please.", "voice": "fast"}


@pytest.fixture(scope="module")
def of(tmp_path_factory):
    made = service(tmp_path_factory.mktemp("speech"), ())
    made.log = Log(0, io.StringIO())
    return made


@pytest.fixture
def alone(tmp_path):
    """A service that is started and stopped for one test."""
    made = service(tmp_path, ())
    made.log = Log(0, io.StringIO())
    return made


@pytest.fixture(scope="module")
def client(of):
    return TestClient(create_app(of), base_url="http://127.0.0.1")


def say(client, **changed):
    return client.post("/v1/audio/speech", json=NOTICE | changed)


@pytest.mark.parametrize(
    ("name", "media"),
    [("mp3", "audio/mpeg"), ("opus", "audio/ogg"), ("aac", "audio/aac"), ("flac", "audio/flac"), ("wav", "audio/wav")],
)
def test_every_format_can_be_played_and_begins_with_the_label(client, name, media):
    answer = say(client, response_format=name)
    assert (answer.status_code, answer.headers["content-type"]) == (200, media)
    with av.open(io.BytesIO(answer.content)) as file:
        heard = sum(frame.samples for frame in file.decode(audio=0)) / file.streams.audio[0].rate
    assert 6 < heard < 11  # the label takes three of them


def test_bare_samples_are_24_khz_of_16_bits(client):
    answer = say(client, response_format="pcm", label="rhythm")
    assert answer.headers["content-type"] == "audio/pcm"
    assert 4 < len(answer.content) / 48000 < 8


def test_what_was_sent_is_in_the_registry_and_found_by_its_watermark(client, of):
    from avatar.clip.marking import check

    home = of.config.tenants[0].home.data
    before = Registry(home).counted().clips
    answer = say(client, response_format="mp3")
    assert Registry(home).counted().clips >= before + 2  # one row for the label, and one for each passage
    place = home / "heard.mp3"
    place.write_bytes(answer.content)
    report = check(place, home)
    assert report.layers["audio_watermark"].state == "present"
    assert report.layers["aigc"].state == "present"


@pytest.mark.slow
def test_the_first_sound_comes_before_the_last_is_spoken(alone):
    long = "This sentence is one of many that are said here. " * 20
    with running(alone) as url, httpx.Client(base_url=url, timeout=60) as client:
        client.post("/v1/audio/speech", json=NOTICE).raise_for_status()  # the first one loads what is needed
        begun = time.monotonic()
        with client.stream("POST", "/v1/audio/speech", json=NOTICE | {"input": long}) as answer:
            assert answer.headers["transfer-encoding"] == "chunked"
            stream = answer.iter_bytes()
            next(stream)
            first = time.monotonic() - begun
            size = sum(map(len, stream))
        assert size > 300_000
        assert first < (time.monotonic() - begun) / 2


def test_events_carry_the_same_sound(client):
    answer = say(client, stream_format="sse", response_format="wav")
    events = [json.loads(line.removeprefix("data: ")) for line in answer.text.splitlines() if line]
    sound = b"".join(base64.b64decode(each["audio"]) for each in events if each["type"] == "speech.audio.delta")
    assert sound == say(client, response_format="wav").content
    assert events[-1] == {"type": "speech.audio.done", "bytes": len(sound)}


@pytest.mark.parametrize(
    ("changed", "status", "kind"),
    [
        ({"input": "Please send me your password."}, 403, "refused"),
        ({"voice": "alloy"}, 404, "no-voice"),
        ({"voice": {"id": "alloy"}}, 404, "no-voice"),
        ({"model": "dall-e"}, 404, "no-model"),
        ({"language": "xx"}, 404, "no-voice"),
        ({"input": "..."}, 422, ""),
        ({"speed": 4}, 422, "invalid"),
        ({"response_format": "midi"}, 422, "invalid"),
        ({"tempo": 3}, 422, "invalid"),
        ({"input": "a" * 50_001}, 422, "invalid"),
    ],
)
def test_what_cannot_be_said_is_told_before_anything_is_sent(client, changed, status, kind):
    answer = say(client, **changed)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json"), answer.text
    assert kind in answer.json()["type"]


@pytest.mark.slow
def test_a_film_is_sent_while_it_is_made(client):
    asked = {"model": "avatar-1", "input": "Good morning.", "voice": "fast", "size": "128x128", "fps": 12}
    answer = client.post("/v1/video/speech", json=asked)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "video/mp4")
    with av.open(io.BytesIO(answer.content)) as file:
        assert file.streams.video[0].width == 128
        assert sum(1 for _ in file.decode(video=0)) > 12


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"portrait": "nobody"}, 404),
        ({"portrait": "../x"}, 422),
        ({"background": "README"}, 404),
        ({"size": "9x9"}, 422),
    ],
)
def test_a_film_of_what_is_not_there_is_refused(client, changed, status):
    asked = {"model": "avatar-1", "input": "Good morning.", "voice": "fast", "size": "128x128"} | changed
    assert client.post("/v1/video/speech", json=asked).status_code == status


def test_voices_and_models_are_listed(client):
    voices = client.get("/v1/voices", params={"language": "zh"}).json()["voices"]
    assert {voice["language"].split("-")[0] for voice in voices} == {"zh"}
    assert any(voice["is_fast"] for voice in voices)
    assert client.get("/v1/models").json()["data"][0]["id"] == "avatar-1"


def test_work_ends_when_nobody_reads_any_more(of):
    """Read one piece, then leave: the iterator on its thread is closed, and its place is free."""
    stage, closed = Stage(of, 1), threading.Event()

    def made():
        try:
            while True:
                yield b"sound"
        finally:
            closed.set()

    async def read():
        work = await Made(stage, made).begin()
        async for _ in work:
            break
        await work.close()

    asyncio.run(read())
    assert closed.wait(30)
    stage.enter()


def test_no_more_speak_at_a_time_than_there_is_room_for(of):
    stage = Stage(of, 1)
    stage.enter()
    with pytest.raises(Problem) as told:
        stage.enter()
    assert (told.value.status, told.value.headers["Retry-After"]) == (429, "5")


@pytest.mark.slow
def test_a_client_that_leaves_frees_its_place(alone):
    with running(alone) as url, httpx.Client(base_url=url, timeout=60) as client:
        stage = alone.rooms["speech"]
        asked = {"model": "avatar-1", "input": "Word after word is said. " * 200, "voice": "fast", "size": "256x256"}
        with client.stream("POST", "/v1/video/speech", json=asked) as answer:
            next(answer.iter_bytes())
            assert stage.count == 1
        until(lambda: not stage.count)


@pytest.mark.slow
def test_a_client_that_does_not_read_loses_its_place(alone, monkeypatch):
    monkeypatch.setattr(streaming, "PATIENCE", 1.0)
    body = json.dumps(NOTICE | {"input": "Word after word is said here. " * 400, "response_format": "wav"}).encode()
    head = f"POST /v1/audio/speech HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {len(body)}\r\n"
    with running(alone) as url, socket.socket() as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.connect(("127.0.0.1", int(url.rpartition(":")[2])))
        client.sendall(head.encode() + b"Content-Type: application/json\r\n\r\n" + body)
        assert client.recv(15).startswith(b"HTTP/1.1 200")
        until(lambda: not alone.rooms["speech"].count)
