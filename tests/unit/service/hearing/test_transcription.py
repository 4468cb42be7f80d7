"""Spoken questions go to a transcription endpoint, and nothing else does."""

from __future__ import annotations

import io
import wave

import pytest
from fastapi.testclient import TestClient

from avatar.runtime.folders import Home
from avatar.service.app import create_app
from avatar.service.config import Agent, ServerSettings, ServiceConfig, Tenant, TranscriptionSettings
from avatar.service.hearing.kinds import kind_of
from avatar.service.hearing.routes import hearing_url
from avatar.service.state import Service
from tests.chat_server import Answer, ChatServer

PATH = "/v1/audio/transcriptions"


def sound():
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16_000)
        file.writeframes(bytes(3200))
    return buffer.getvalue()


@pytest.fixture
def model():
    with ChatServer() as running:
        yield running


@pytest.fixture
def service(model, tmp_path):
    heard = TranscriptionSettings(model.url, "whisper-1", seconds=60.0, largest_mb=0.2)
    agents = (
        Agent("anna", "default", "anna", origins=("https://www.bank.example",), transcription=heard),
        Agent("deaf", "default", "anna"),
    )
    return Service(ServiceConfig(ServerSettings(), (Tenant("default", Home.at(tmp_path)),), agents))


@pytest.fixture
def client(service):
    with TestClient(create_app(service), "http://127.0.0.1") as inside:
        yield inside


def post(client, path=PATH, content=None, headers=None, **fields):
    file = {"file": ("q.wav", sound() if content is None else content, "text/plain")}
    return client.post(path, files=file, data=fields, headers=headers)


def test_a_question_is_written_down(client, model):
    """The sound is passed on with its own type, whatever it was called."""
    model.answers = [Answer(body=b'{"text": " When do you\\n open? "}')]
    answer = post(client, f"{PATH}?agent=anna", language="en-GB")
    assert answer.json() == {"text": "When do you open?"}
    sent = model.asked[0]["raw"]
    assert b"audio/wav" in sent
    assert b"whisper-1" in sent
    assert b'name="language"\r\n\r\nen\r\n' in sent
    assert sound() in sent


def test_what_it_writes_is_shown_to_visitors_without_signs_that_are_not_seen(client, model):
    """Half a sign, which no answer could be written with, is one that stands for what is not known."""
    model.answers = [Answer(body=b'{"text": "\\u202eWhen\\u202c do \\u001b[8myou\\u2028open \\ud800?"}')]
    assert post(client, f"{PATH}?agent=anna").json() == {"text": "When do [8myou open \ufffd?"}


def test_as_an_openai_client_asks(client, model):
    """The agent may be named as the model."""
    model.answers = [Answer(body=b'{"text": "Yes"}')]
    assert post(client, model="anna").json() == {"text": "Yes"}


def test_a_page_asks_with_its_token(client, service, model):
    """The address among the agent's public settings carries its own leave."""
    model.answers = [Answer(body=b'{"text": "Yes"}')]
    url = hearing_url(service, service.agent("anna"))
    answer = post(client, url, headers={"Origin": "https://www.bank.example"}, model="default")
    assert answer.json() == {"text": "Yes"}
    assert answer.headers["access-control-allow-origin"] == "https://www.bank.example"
    assert hearing_url(service, service.agent("deaf")) is None


@pytest.mark.parametrize(
    ("path", "content", "status", "kind"),
    [
        (f"{PATH}?agent=deaf", None, 501, "no-transcription"),
        (f"{PATH}?agent=nobody", None, 404, "no-agent"),
        (f"{PATH}?agent=anna", b"#!/bin/sh", 415, "no-sound"),
        (f"{PATH}?agent=anna", b"RIFF1234WAVE" + bytes(300_000), 413, "too-large"),
        (f"{PATH}?token=abc.def", None, 401, "bad-token"),
    ],
)
def test_what_is_not_passed_on(client, model, path, content, status, kind):
    """Each says why; the endpoint is not asked."""
    answer = post(client, path, content)
    assert answer.status_code == status
    assert answer.json()["type"].endswith(kind)
    assert not model.asked
    if status == 501:
        assert "[agents.deaf.transcription]" in answer.json()["detail"]


def test_without_a_file(client):
    """A form without a sound is told so."""
    answer = client.post(f"{PATH}?agent=anna", data={"model": "x"}, files={"other": ("a", b"b")})
    assert answer.status_code == 422


def test_what_is_no_form(client):
    """A body that is no form is told so, as a problem."""
    for content, kind in (
        (b"--x\r\nbroken", "multipart/form-data; boundary=x"),
        (b"{}", "application/json"),
        (b"", ""),
    ):
        answer = client.post(f"{PATH}?agent=anna", content=content, headers={"Content-Type": kind})
        assert answer.status_code in (400, 422)
        assert answer.headers["content-type"] == "application/problem+json"


def test_foreign_pages_and_strangers(service, client):
    """A page that is not among the origins is not let in; nor is anybody without a key where one is needed."""
    answer = post(client, f"{PATH}?agent=anna", headers={"Origin": "https://evil.example"})
    assert answer.status_code == 403


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (Answer(status=500), 502),
        (Answer(status=429, headers={"Retry-After": "7"}), 503),
        (Answer(body=b"<html>"), 502),
        (Answer(body=b'{"words": 3}'), 502),
        (Answer(ends="cut"), 502),
        (Answer(body=b'{"text":' + b"[" * 100_000), 502),
        (Answer(body=b'{"text": "' + b"a" * 1_000_000 + b'"}'), 502),
    ],
)
def test_faults_of_the_endpoint(client, model, answer, status):
    """What goes wrong there is told as a problem."""
    model.answers = [answer]
    got = post(client, f"{PATH}?agent=anna")
    assert got.status_code == status
    assert got.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"\x1aE\xdf\xa3\x01", "webm"),
        (b"OggS", "ogg"),
        (b"\x00\x00\x00\x1cftypM4A ", "m4a"),
        (b"ID3\x04", "mp3"),
        (b"\xff\xfb\x90\x00", "mp3"),
        (b"fLaC", "flac"),
        (b"RIFF\x00\x00\x00\x00AVI ", ""),
        (b"<svg", ""),
        (b"", ""),
    ],
)
def test_kinds(head, kind):
    """The first bytes tell."""
    assert kind_of(head) == kind
