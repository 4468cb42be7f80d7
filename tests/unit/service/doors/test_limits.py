from __future__ import annotations

import pytest
from fastapi import Request
from fastapi.testclient import TestClient

from avatar.service.app import create_app
from avatar.service.doors.rates import Rates
from avatar.service.problems import Problem
from tests.service import service


@pytest.fixture
def client(tmp_path):
    app = create_app(service(tmp_path))

    @app.post("/v1/thing")
    def thing(content: dict[str, str]) -> int:
        return len(content)

    @app.post("/v1/uploads/trial")
    async def uploads(request: Request) -> int:
        return sum([len(piece) async for piece in request.stream()])

    return TestClient(app, base_url="http://127.0.0.1:8080")


def pieces(total: int):
    for _ in range(total // 100_000):
        yield b" " * 100_000


def test_a_small_request_passes(client):
    assert client.post("/v1/thing", json={"a": "b"}).json() == 1


def test_a_body_that_announces_too_much_is_not_read(client):
    answer = client.post("/v1/thing", content=b"{}", headers={"Content-Length": "2000000000"})
    assert answer.status_code == 413
    assert answer.json()["type"] == "urn:avatar:problem:too-large"


def test_a_body_that_announces_nothing_is_cut_off(client):
    answer = client.post("/v1/thing", content=pieces(3_000_000), headers={"Content-Type": "application/json"})
    assert answer.status_code == 413


def test_what_carries_a_file_may_be_larger(client):
    assert client.post("/v1/uploads/trial", content=pieces(3_000_000)).json() == 3_000_000


def test_beyond_a_rate_the_answer_says_when_to_come_again():
    now = [1000.0]
    rates = Rates(clock=lambda: now[0])
    for _ in range(5):
        rates.require("somebody", 60, 5)
    with pytest.raises(Problem) as refused:
        rates.require("somebody", 60, 5)
    assert refused.value.status == 429
    assert refused.value.headers["Retry-After"] == "1"
    rates.require("somebody else", 60, 5)
    now[0] += 1.0
    rates.require("somebody", 60, 5)
    with pytest.raises(Problem):
        rates.require("somebody", 60, 5)


def test_two_processes_count_together(tmp_path):
    first, second = (Rates(tmp_path / "rates", lambda: 1000.0) for _ in range(2))
    assert [rates.take("somebody", 60, 3) for rates in (first, second, first)] == [0, 0, 0]
    assert second.take("somebody", 60, 3) == 1.0
