from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import pytest
from fastapi import Depends, FastAPI, Request
from fastapi.testclient import TestClient

from avatar.service.app import create_app
from avatar.service.config import Agent, LimitSettings
from avatar.service.doors.addresses import address_of
from avatar.service.doors.caller import Caller, caller, visitor
from avatar.service.doors.keys import Key, Keys, digest_of
from tests.service import keys, service, stopped

BANK = Agent("teller", "bank", "xiaochen", origins=("https://www.bank.example",))
OWN = Agent("xiaochen", "default", "xiaochen", origins=("own",))


def client(of, base_url="http://127.0.0.1:8080", address="testclient") -> TestClient:
    app: FastAPI = create_app(of)

    @app.get("/films")
    def films(who: Annotated[Caller, Depends(caller("videos"))]) -> dict[str, object]:
        return {"tenant": who.tenant.name, "id": who.id}

    @app.api_route("/speak/{agent}", methods=["GET", "POST"])
    def speak(agent: str, request: Request) -> dict[str, object]:
        who = visitor(request, agent)
        return {"tenant": who.tenant.name, "agent": who.agent, "scopes": sorted(who.scopes)}

    return TestClient(app, base_url=base_url, client=(address, 1))


def test_where_nobody_needs_a_key_any_is_as_good_as_none(tmp_path):
    answer = client(service(tmp_path)).get("/films", headers={"Authorization": "Bearer whatever"})
    assert (answer.status_code, answer.json()["id"]) == (200, "")


def test_a_key_lets_its_tenant_in(tmp_path):
    asked = client(service(tmp_path, tenants=("default", "bank"), keys=keys(bank="secret")))
    answer = asked.get("/films", headers={"Authorization": "Bearer secret"})
    assert answer.json()["tenant"] == "bank"
    assert answer.json()["id"] == digest_of("secret")[:12]


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        (None, "no-key"),
        ("Bearer wrong", "bad-key"),
        ("Bearer", "bad-key"),
        ("Basic secret", "bad-key"),
        ("secret", "bad-key"),
    ],
)
def test_nobody_else_is_let_in(tmp_path, header, kind):
    asked = client(service(tmp_path, keys=keys(default="secret")))
    answer = asked.get("/films", headers={"Authorization": header} if header else {})
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["www-authenticate"] == "Bearer"
    assert answer.json()["type"] == f"urn:avatar:problem:{kind}"


def test_a_key_is_good_for_its_scopes_alone(tmp_path):
    of = service(tmp_path, keys=Keys([Key(digest_of("secret"), "default", frozenset({"speech"}))]))
    answer = client(of).get("/films", headers={"Authorization": "Bearer secret"})
    assert (answer.status_code, answer.json()["type"]) == (403, "urn:avatar:problem:scope")


def test_without_keys_whoever_is_on_this_machine_is_let_in(tmp_path):
    assert client(service(tmp_path)).get("/films").json() == {"tenant": "default", "id": ""}


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8080", "127.0.0.1.evil.example", "[::1", ""])
def test_without_keys_another_name_for_this_machine_does_not_do(tmp_path, host):
    """A page can make its own name lead to this machine, and then read what is asked of it by that name."""
    answer = client(service(tmp_path)).get("/films", headers={"Host": host, "Origin": f"http://{host}"})
    assert (answer.status_code, answer.json()["type"]) == (403, "urn:avatar:problem:host")


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "http://127.0.0.1:9999"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
    ],
)
def test_without_keys_no_page_of_another_site_is_let_in(tmp_path, headers):
    answer = client(service(tmp_path)).get("/films", headers=headers)
    assert (answer.status_code, answer.json()["type"]) == (403, "urn:avatar:problem:foreign-origin")


def test_our_own_page_is_let_in(tmp_path):
    assert client(service(tmp_path)).get("/films", headers={"Origin": "http://127.0.0.1:8080"}).status_code == 200


def test_a_page_of_an_agents_origin_speaks_with_that_agent_and_no_other(tmp_path):
    asked = client(service(tmp_path, (BANK, OWN), ("default", "bank"), keys=keys(bank="secret")), "https://a.example")
    page = {"Origin": "https://www.bank.example"}
    assert asked.get("/speak/teller", headers=page).json() == {
        "tenant": "bank",
        "agent": "teller",
        "scopes": ["sessions"],
    }
    for agent, headers in (("xiaochen", page), ("teller", {"Origin": "https://evil.example"}), ("nobody", page)):
        answer = asked.get(f"/speak/{agent}", headers=headers)
        assert (answer.status_code, answer.json()["type"]) == (403, "urn:avatar:problem:foreign-origin")


def test_the_page_of_an_origin_may_not_make_films(tmp_path):
    asked = client(service(tmp_path, (BANK,), ("default", "bank"), keys=keys(bank="secret")))
    assert asked.get("/films", headers={"Origin": "https://www.bank.example"}).status_code == 401


def test_a_key_speaks_with_the_agents_of_its_tenant_alone(tmp_path):
    asked = client(service(tmp_path, (BANK, OWN), ("default", "bank"), keys=keys(bank="secret")))
    key = {"Authorization": "Bearer secret"}
    assert asked.get("/speak/teller", headers=key).json()["agent"] is None
    assert asked.get("/speak/xiaochen", headers=key).status_code == 404
    assert asked.get("/speak/nobody", headers=key).status_code == 404


def test_an_agent_without_origins_wants_a_key(tmp_path):
    asked = client(service(tmp_path, (Agent("shy", "default", "xiaochen"),), keys=keys(default="secret")))
    assert asked.get("/speak/shy").status_code == 401
    assert asked.get("/speak/shy", headers={"Origin": "http://127.0.0.1:8080"}).status_code == 403


def test_our_own_pages_speak_with_agents_that_say_so(tmp_path):
    asked = client(service(tmp_path, (OWN,), keys=keys(default="secret")))
    assert asked.get("/speak/xiaochen", headers={"Origin": "http://127.0.0.1:8080"}).status_code == 200
    rebound = {"Origin": "http://evil.example", "Host": "evil.example"}
    assert asked.get("/speak/xiaochen", headers=rebound).status_code == 403


def test_a_key_may_come_so_often_and_no_more(tmp_path):
    of = service(tmp_path, keys=keys(default="secret", bank="other"), tenants=("default", "bank"), rates=stopped())
    of.config = replace(of.config, limits=LimitSettings(requests=60, at_once=3))
    asked = client(of)
    statuses = [asked.get("/films", headers={"Authorization": "Bearer secret"}).status_code for _ in range(4)]
    assert statuses == [200, 200, 200, 429]
    assert asked.get("/films", headers={"Authorization": "Bearer other"}).status_code == 200


def test_an_address_opens_so_many_sessions_and_no_more(tmp_path):
    of = service(tmp_path, (BANK,), ("default", "bank"), keys=keys(bank="secret"), rates=stopped())
    of.config = replace(of.config, limits=LimitSettings(sessions=4))
    page = {"Origin": "https://www.bank.example"}
    visitor, neighbour = (client(of, address=address) for address in ("203.0.113.1", "203.0.113.2"))
    assert [visitor.post("/speak/teller", headers=page).status_code for _ in range(3)] == [200, 200, 429]
    assert visitor.post("/speak/teller", headers=page).headers["retry-after"] == "15"
    assert neighbour.post("/speak/teller", headers=page).status_code == 200


@pytest.mark.parametrize(
    ("given", "counted"),
    [
        ("127.0.0.1", ""),
        ("::1", ""),
        ("::ffff:127.0.0.1", ""),
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("testclient", ""),
    ],
)
def test_an_address_of_ipv6_counts_as_its_network(given, counted):
    assert address_of({"client": (given, 1)}) == counted


def test_keys_cannot_be_guessed_at_will(tmp_path):
    asked = client(service(tmp_path, keys=keys(default="secret"), rates=stopped()), address="203.0.113.1")
    statuses = [asked.get("/films", headers={"Authorization": f"Bearer {guess}"}).status_code for guess in range(32)]
    assert statuses == [401] * 30 + [429] * 2
    assert asked.get("/films", headers={"Authorization": "Bearer secret"}).status_code == 200
