"""What belongs to one tenant is not there for another, whatever room is asked, and by whatever door."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from avatar.portrait.store import PortraitStore
from avatar.service.app import create_app
from avatar.service.config import Agent
from avatar.settings import PortraitSettings
from tests.service import keys, service

pytestmark = pytest.mark.slow
BANK, SHOP = {"Authorization": "Bearer of-the-bank"}, {"Authorization": "Bearer of-the-shop"}
TELLER = Agent("teller", "bank", "ana", voice="emma", origins=("https://www.bank.example",))


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    given = keys(bank="of-the-bank", shop="of-the-shop")
    of = service(tmp_path_factory.mktemp("homes"), (TELLER,), ("bank", "shop"), keys=given)
    store = PortraitStore(home=of.tenant("bank").home.data)
    store.add(store.read("xiaochen"), "ana", PortraitSettings())
    with TestClient(create_app(of), base_url="http://127.0.0.1:8080") as client:
        yield client


@pytest.fixture(scope="module")
def film(client):
    asked = {"source": "ana", "script": {"type": "text", "input": "Good morning.", "voice": "emma"}}
    answer = client.post("/v1/videos", json=asked | {"config": {"size": "128x128"}}, headers=BANK)
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


@pytest.fixture(scope="module")
def session(client):
    answer = client.post("/v1/sessions", json={"agent": "teller"}, headers=BANK)
    assert answer.status_code == 201, answer.text
    return answer.json()


def test_each_sees_its_own_portraits(client):
    def names(key):
        return {each["name"] for each in client.get("/v1/portraits", headers=key).json()["portraits"]}

    assert names(BANK) - names(SHOP) == {"ana"}


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/v1/portraits/ana"), ("GET", "/v1/portraits/ana/thumbnail"), ("DELETE", "/v1/portraits/ana")],
)
def test_the_portrait_of_another_is_not_there(client, method, path):
    assert client.request(method, path, headers=SHOP).status_code == 404
    assert client.get("/v1/portraits/ana", headers=BANK).status_code == 200


@pytest.mark.parametrize("name", ["ana", "../bank/portraits/ana", "/etc/passwd", "ana.jpg"])
def test_no_film_is_made_of_the_portrait_of_another(client, name):
    script = {"type": "text", "input": "Good morning.", "voice": "emma"}
    film = client.post("/v1/videos", json={"source": name, "script": script}, headers=SHOP)
    stream = client.post(
        "/v1/video/speech",
        json={"model": "avatar-1", "portrait": name, "input": "Good morning.", "voice": "emma"},
        headers=SHOP,
    )
    for answer in (film, stream):
        assert answer.status_code in (404, 422), answer.text
        assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("method", "ending"), [("GET", ""), ("GET", "/events"), ("GET", "/inspection"), ("DELETE", "")]
)
def test_the_film_of_another_is_not_there(client, film, method, ending):
    assert client.request(method, f"/v1/videos/{film}{ending}", headers=SHOP).status_code == 404
    assert client.get("/v1/videos", headers=SHOP).json()["videos"] == []
    assert client.get(f"/v1/videos/{film}", headers=BANK).status_code == 200


def test_the_file_of_another_wants_its_token(client, film):
    assert client.get(f"/v1/videos/{film}/files/film.mp4", headers=SHOP).status_code in (401, 404, 422)


def test_the_agent_and_the_conversation_of_another_are_not_there(client, session):
    assert client.post("/v1/sessions", json={"agent": "teller"}, headers=SHOP).status_code == 404
    assert client.delete(f"/v1/sessions/{session['id']}", headers=SHOP).status_code == 404
    assert client.delete(f"/v1/sessions/{session['id']}", headers=BANK).status_code == 204


def test_the_rig_of_another_wants_its_token(client):
    assert client.get("/v1/rigs/ana.glb", headers=SHOP).status_code in (401, 404, 422)
    foreign = client.get("/v1/rigs/ana.glb", params={"token": "e30.e30"}, headers=SHOP)
    assert foreign.status_code == 401


def test_each_has_its_own_secret_for_webhooks(client):
    assert (
        client.get("/v1/webhooks/secret", headers=BANK).json() != client.get("/v1/webhooks/secret", headers=SHOP).json()
    )
