"""A page's browser gets its portrait's rig by a signed address, and only as long as somebody agrees to that."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from avatar.clip.rigs import rig_id
from avatar.ledger.audit import audit_folder, read_entries
from avatar.permission.consent.revoking import revoke
from avatar.permission.consent.store import ConsentStore
from avatar.reenact.gltf.read import RigFile
from avatar.service.app import create_app
from avatar.service.config import Agent
from tests.service import keys, service

SIZE = (160, 128)
AGENT = Agent("x", "bank", "xiaochen", origins=("https://www.bank.example",), size=SIZE)


@pytest.fixture(scope="module")
def of(tmp_path_factory):
    folder = tmp_path_factory.mktemp("rigs")
    return service(folder, (AGENT,), ("default", "bank"), keys=keys(default="mine", bank="secret"))


@pytest.fixture(scope="module")
def client(of):
    return TestClient(create_app(of), base_url="http://127.0.0.1:8080")


@pytest.fixture
def address(of, client):
    """Of the rig, as a session names it."""
    path, name = of.rooms["rigs"].ticket(of.tenant("bank"), "xiaochen", SIZE)
    return path, name


def logged(of):
    return [entry["what"] for entry in read_entries(audit_folder(of.tenant("bank").home.data))]


def test_a_signed_address_gives_the_rig_once_and_then_says_that_it_is_the_same(of, client, address):
    path, name = address
    before = logged(of)
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "model/gltf-binary"
    assert answer.headers["etag"] == f'"{name}"'
    assert "private" in answer.headers["cache-control"]
    assert rig_id(answer.content) == name
    assert RigFile.open(answer.content).described["canvas"]["size"] == list(SIZE)
    again = client.get(path, headers={"If-None-Match": f'"other", W/"{name}"'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", f'"{name}"')
    assert logged(of) == [*before, "rig.lend"]


def test_a_page_of_the_agent_may_read_it_and_another_may_not(client, address):
    path, _ = address
    allowed = client.get(path, headers={"Origin": AGENT.origins[0]})
    assert allowed.headers["access-control-allow-origin"] == AGENT.origins[0]
    foreign = client.get(path, headers={"Origin": "https://evil.example"})
    assert "access-control-allow-origin" not in foreign.headers


@pytest.mark.parametrize(
    ("change", "status"),
    [
        (lambda path: path.replace("xiaochen.glb", "marco.glb"), 401),
        (lambda path: path[:-3] + "abc", 401),
        (lambda path: path.partition("?")[0], 401),
        (lambda path: path.replace("xiaochen.glb", "..%2f..%2fxiaochen.glb"), 404),
    ],
)
def test_no_other_address_gives_anything(client, address, change, status):
    answer = client.get(change(address[0]))
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")


def test_an_address_is_soon_out_of_date(of, client):
    token = of.tokens.issue("rig", -1, tenant="bank", portrait="xiaochen", size="160x128")
    answer = client.get(f"/v1/rigs/xiaochen.glb?token={token}")
    assert answer.json()["type"] == "urn:avatar:problem:expired-token"


def test_a_token_for_something_else_is_none_for_a_rig(of, client):
    token = of.tokens.issue("session", 60, tenant="bank", portrait="xiaochen", size="160x128")
    assert client.get(f"/v1/rigs/xiaochen.glb?token={token}").status_code == 401


def test_a_key_gives_any_size_of_ones_own_portraits(client):
    answer = client.get("/v1/rigs/xiaochen.glb?size=128x160", headers={"Authorization": "Bearer mine"})
    assert RigFile.open(answer.content).described["canvas"]["size"] == [128, 160]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/v1/rigs/nobody.glb", 404),
        ("/v1/rigs/xiaochen.glb?size=big", 422),
        ("/v1/rigs/xiaochen.glb?size=10x10", 422),
        ("/v1/rigs/xiaochen.glb?size=99999x99999", 422),
    ],
)
def test_what_there_is_not_is_told(client, path, status):
    answer = client.get(path, headers={"Authorization": "Bearer mine"})
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")


def test_the_rigs_of_agents_are_ready_when_the_first_visitor_comes(of, client):
    of.rooms["rigs"]._warm()
    assert len(list((of.tenant("bank").home.cache / "rigs").iterdir())) == 1


def test_when_the_permission_ends_the_address_gives_nothing_more(of, client, address):
    """The last test here: afterwards nothing is given in this home."""
    store = ConsentStore(of.tenant("bank").home.data)
    allowed = client.get(address[0])
    revoke(store, RigFile.open(allowed.content).head["asset"]["extras"]["permission"])
    answer = client.get(address[0], headers={"If-None-Match": f'"{address[1]}"'})
    assert answer.status_code == 403
    assert answer.json()["type"] == "urn:avatar:problem:refused"
    assert "ended" in answer.json()["detail"] or "revoked" in answer.json()["detail"]
    opened = client.post("/v1/sessions", json={"agent": "x"}, headers={"Authorization": "Bearer secret"})
    assert opened.status_code == 403
    assert opened.json()["type"] == "urn:avatar:problem:refused"
