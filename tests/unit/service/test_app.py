"""What every answer of the service has in common."""

from __future__ import annotations

import io
import json
import time
from dataclasses import replace

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from avatar.errors import InputError
from avatar.service.app import create_app
from avatar.service.config import Agent, LimitSettings
from avatar.service.logs import Log
from tests.service import keys, service, stopped

SECRET = "the words of somebody"


@pytest.fixture
def log():
    return io.StringIO()


@pytest.fixture
def of(tmp_path, log):
    made = service(
        tmp_path, (Agent("x", "default", "xiaochen", voice="yunfeng", origins=("https://www.bank.example",)),)
    )
    made.log = Log(0, log)
    return made


@pytest.fixture
def app(of) -> FastAPI:
    app = create_app(of)

    @app.post("/v1/things/{name}")
    def things(name: str, content: dict[str, int]) -> int:
        if name == "fault":
            raise RuntimeError(SECRET)
        if name == "input":
            raise InputError("There is no such thing; take another.")
        return len(content)

    return app


@pytest.fixture
def client(app):
    return TestClient(app, base_url="http://127.0.0.1:8080", client=("203.0.113.7", 1234))


@pytest.mark.parametrize(
    ("method", "path", "content", "status", "kind"),
    [
        ("GET", "/nothing", b"", 404, "not-found"),
        ("GET", "/../../etc/passwd", b"", 404, "not-found"),
        ("GET", "/%2e%2e/%2e%2e/etc/passwd", b"", 404, "not-found"),
        ("DELETE", "/healthz", b"", 405, "method"),
        ("POST", "/v1/things/a", b"{", 422, "invalid"),
        ("POST", "/v1/things/a", b'{"a": "the words of somebody"}', 422, "invalid"),
        ("POST", "/v1/things/input", b"{}", 422, "input"),
        ("POST", "/v1/things/fault", b"{}", 500, "fault"),
    ],
)
def test_every_fault_is_a_problem_that_repeats_nothing(client, method, path, content, status, kind):
    answer = client.request(method, path, content=content, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    told = answer.json()
    assert (told["status"], told["type"]) == (status, f"urn:avatar:problem:{kind}")
    assert told["detail"].endswith(".")
    assert SECRET not in answer.text


def test_every_answer_is_closed_to_what_browsers_would_do_with_it(client):
    headers = client.get("/healthz").headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert len(headers["x-request-id"]) == 16
    assert client.post("/v1/things/a", json={}).headers["cache-control"] == "no-store"


def test_the_log_has_routes_and_no_names_texts_or_tokens(client, log):
    client.post(f"/v1/things/wangli?token={SECRET}", json={SECRET: 1})
    client.post("/v1/things/fault", json={})
    client.get(f"/{SECRET}")
    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    assert [(line["event"], line.get("route"), line.get("status")) for line in lines] == [
        ("request", "/v1/things/{name}", 200),
        ("request.fault", None, None),
        ("request", "/v1/things/{name}", 500),
        ("request", "unknown", 404),
    ]
    assert lines[1]["fault"] == "RuntimeError"
    assert lines[1]["where"].startswith("test_app.py:")
    assert "wangli" not in log.getvalue()
    assert "words" not in log.getvalue()


def test_requests_are_counted_by_route(client, of):
    client.post("/v1/things/wangli", json={})
    text = of.metrics.text().decode()
    assert 'avatar_requests_total{method="POST",route="/v1/things/{name}",status="200"} 1.0' in text
    assert "wangli" not in text


def test_pages_of_an_agents_origin_may_read_answers_and_others_may_not(client):
    for origin, allowed in (("https://www.bank.example", "https://www.bank.example"), ("https://evil.example", None)):
        asking = {"Origin": origin, "Access-Control-Request-Method": "POST"}
        assert client.options("/v1/sessions", headers=asking).headers.get("access-control-allow-origin") == allowed
        assert client.get("/healthz", headers={"Origin": origin}).headers.get("access-control-allow-origin") == allowed


def test_an_address_that_comes_too_often_is_told_when_to_come_again(of, app):
    of.rates = stopped()
    of.config = replace(of.config, limits=LimitSettings(requests=60, at_once=50))
    elsewhere = TestClient(app, base_url="http://127.0.0.1:8080", client=("203.0.113.9", 1))
    here = TestClient(app, base_url="http://127.0.0.1:8080", client=("127.0.0.1", 1))
    statuses = [elsewhere.get("/nothing").status_code for _ in range(7)]
    assert statuses == [404] * 5 + [429] * 2
    assert elsewhere.get("/nothing").headers["retry-after"] == "10"
    assert [here.get("/nothing").status_code for _ in range(7)] == [404] * 7
    assert elsewhere.get("/healthz").status_code == 200


def test_when_it_is_about_to_stop_it_takes_no_new_work(client, of):
    of.is_stopping = True
    answer = client.post("/v1/things/a", json={})
    assert (answer.status_code, answer.headers["retry-after"], answer.headers["connection"]) == (503, "2", "close")
    assert client.get("/healthz").status_code == 200
    ready = client.get("/readyz")
    assert (ready.status_code, ready.json()["checks"]["server"]) == (503, "The server is about to stop.")


@pytest.mark.slow
def test_it_is_ready_when_portraits_are_warm(app, of):
    with TestClient(app, base_url="http://127.0.0.1:8080") as client:
        for _ in range(600):
            answer = client.get("/readyz")
            if answer.status_code == 200:
                break
            time.sleep(0.1)
        assert set(answer.json()["checks"].values()) == {"ok"}
        assert "avatar_portraits_resident 1.0" in client.get("/metrics").text


def test_it_is_not_ready_where_nothing_can_be_written(app, of, client, tmp_path):
    of.config.tenants[0].home.data.rename(tmp_path / "elsewhere")
    checks = client.get("/readyz").json()["checks"]
    assert "cannot be written" in checks["disk"]


def test_figures_are_for_keys_that_are_good_for_them(tmp_path):
    client = TestClient(create_app(service(tmp_path, keys=keys(default="secret"))))
    assert client.get("/metrics").status_code == 401
    assert "avatar_requests_total" in client.get("/metrics", headers={"Authorization": "Bearer secret"}).text


@pytest.mark.parametrize("given", [{}, {"default": "secret"}])
def test_the_description_says_who_needs_a_key_and_how_anything_may_fail(tmp_path, given):
    document = (
        TestClient(create_app(service(tmp_path, keys=keys(**given))), base_url="http://127.0.0.1")
        .get("/openapi.json")
        .json()
    )
    assert document["components"]["securitySchemes"]["key"]["scheme"] == "bearer"
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            assert operation["summary"], (method, path)
            assert {"429", "503"} <= set(operation["responses"]), (method, path)
            assert ("422" in operation["responses"]) or "parameters" not in operation, (method, path)
            assert "HTTPValidationError" not in json.dumps(operation)
    films = document["paths"]["/v1/videos"]["post"]
    assert films["security"] == ([{"key": []}] if given else [{"key": []}, {}])
    assert films["description"].endswith("Scope: videos.")
    assert "security" not in document["paths"]["/healthz"]["get"]


def test_a_method_that_a_path_does_not_know_is_told_those_that_it_knows(client):
    assert client.request("PATCH", "/v1/portraits/xiaochen").headers["allow"] == "DELETE, GET"
