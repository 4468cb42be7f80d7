"""What pages load of the widget, and who may know what of an agent."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from fastapi.testclient import TestClient
from PIL import Image

from avatar.service.app import create_app
from avatar.service.widget.asset import STATIC, Asset
from tests.service import OWN, keys, service

BANK = "https://www.bank.example"
LARGEST = 60_000
"""bytes of the script, gzipped: what a page may be asked to load"""


@pytest.fixture
def of(tmp_path):
    return service(tmp_path, (replace(OWN, origins=("own", BANK), title="Xiaochen of the bank"),))


@pytest.fixture
def client(of):
    return TestClient(create_app(of), base_url="http://127.0.0.1:8080")


def test_any_page_may_load_the_script_and_keep_it(client):
    answer = client.get("/avatar-agent.js", headers={"Origin": "https://elsewhere.example"})
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.content == (STATIC / "avatar-agent.js").read_bytes()
    again = client.get("/avatar-agent.js", headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_the_script_is_small_and_its_hash_is_told(client):
    plain = client.get("/avatar-agent.js", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert len(gzip.compress(plain.content, 9)) <= LARGEST
    digest = base64.b64encode(hashlib.sha384(plain.content).digest()).decode()
    assert client.get("/avatar-agent.js.sri").text.strip() == f"sha384-{digest}"


def test_a_package_without_the_script_says_how_to_get_it(tmp_path):
    with pytest.raises(Exception, match="npm run build"):
        Asset.read(tmp_path / "avatar-agent.js", "text/javascript")


@pytest.mark.parametrize("origin", [BANK, "http://127.0.0.1:8080", None])
def test_pages_that_may_speak_with_an_agent_learn_of_it(client, origin):
    answer = client.get("/v1/agents/xiaochen", headers={"Origin": origin} if origin else {})
    assert (answer.status_code, answer.json()["title"]) == (200, "Xiaochen of the bank")
    assert "tenant" not in answer.json()


@pytest.mark.parametrize("headers", [{"Origin": "https://elsewhere.example"}, {"Sec-Fetch-Site": "cross-site"}, {}])
def test_others_learn_nothing(tmp_path, headers):
    of = service(tmp_path, (replace(OWN, origins=("own", BANK)),), keys=keys(default="secret"))
    answer = TestClient(create_app(of), base_url="http://127.0.0.1:8080").get("/v1/agents/xiaochen", headers=headers)
    assert answer.status_code in (401, 403)


def test_our_own_page_learns_of_it_with_keys_too(tmp_path):
    of = service(tmp_path, keys=keys(default="secret"))
    own = TestClient(create_app(of), base_url="http://127.0.0.1:8080")
    answer = own.get("/v1/agents/xiaochen", headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 200


def test_an_agent_that_is_not_there(client):
    answer = client.get("/v1/agents/nobody")
    assert (answer.status_code, answer.json()["type"]) == (404, "urn:avatar:problem:no-agent")


def test_the_poster_is_a_small_labelled_picture(client):
    url = client.get("/v1/agents/xiaochen").json()["poster_url"]
    answer = client.get(url)
    assert answer.headers["content-type"] == "image/webp"
    assert len(answer.content) < 20_000
    picture = Image.open(io.BytesIO(answer.content)).convert("L")
    assert picture.size == (320, 320)
    corner = picture.crop((190, 275, 310, 310))
    assert corner.getextrema()[1] > 230, "white letters stand in the lower right corner"


def test_a_poster_needs_its_token(client):
    assert client.get("/v1/agents/xiaochen/poster.webp?token=x").status_code == 401
    assert client.get("/v1/agents/xiaochen/poster.webp").status_code == 422


class _Scripts(HTMLParser):
    """What a page runs."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[dict[str, str | None]] = []
        self.inline = ""
        self._is_in = False

    def handle_starttag(self, tag, attrs):
        self._is_in = tag == "script"
        if tag == "script":
            self.found.append(dict(attrs))

    def handle_data(self, data):
        if self._is_in:
            self.inline += data.strip()

    def handle_endtag(self, tag):
        self._is_in = False


def test_the_demonstration_has_the_one_line_and_no_code_of_its_own(client):
    page = _Scripts()
    page.feed(client.get("/demo?agent=xiaochen&mode=inline&language=zh&theme=nonsense").text)
    assert page.inline == ""
    (told,) = page.found
    assert (told["data-agent"], told["data-mode"], told["data-language"]) == ("xiaochen", "inline", "zh")
    assert "data-theme" not in told
    assert told["integrity"] == client.get("/avatar-agent.js.sri").text.strip()


def test_the_demonstration_is_for_this_machine_and_repeats_nothing_that_is_asked(of):
    assert TestClient(create_app(of), base_url="http://avatar.bank.example").get("/demo").status_code == 404
    local = TestClient(create_app(of), base_url="http://127.0.0.1:8080")
    assert "<img" not in local.get('/demo?agent="><img src=x>&mode="><img>').text
