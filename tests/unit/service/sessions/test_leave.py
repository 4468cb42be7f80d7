"""A permission that is withdrawn while somebody talks."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from avatar.permission.consent.store import ConsentStore
from avatar.runtime.folders import Home
from avatar.service.config import Agent
from tests.unit.service.sessions.conftest import Server, serve


@pytest.fixture
def lonely(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    yield from serve(
        Home.at(tmp_path_factory.mktemp("lonely")), Agent("quick", "default", "xiaochen", voice="fast"), sessions=1
    )


@pytest.mark.slow
def test_what_is_revoked_says_nothing_more_within_a_second_and_one_too_many_is_turned_away(lonely: Server) -> None:
    import httpx

    visitor = lonely.visit()
    full = httpx.post(f"{lonely.url}/v1/sessions", json={"agent": "quick"}, timeout=60)
    assert full.status_code == 429 and int(full.headers["Retry-After"]) > 0
    visitor.send(type="speak", id="c1", text="Good morning to you.")
    assert visitor.until("speech.ended", seconds=60)["source_id"] == "c1"
    home = lonely.home.data
    session = lonely.house.sessions[visitor.opened["id"]]
    ConsentStore(home).ledger.revoke(session.stream._leave.authorization_id, "2026-01-01T00:00:00Z", "test")
    time.sleep(0.6)
    visitor.send(type="speak", id="c2", text="Good morning to you.")
    assert visitor.until("error")["code"] == "refused"
    assert {each["source_id"] for each in visitor.of("speech.started")} == {"c1"}
