"""What the studio's page is told, and whom it is told."""

from __future__ import annotations

import io
import json
import struct
import wave
from dataclasses import replace

import pytest
from PIL import Image

from avatar.permission.consent.store import ConsentStore
from avatar.permission.consent.wording import text_hash
from avatar.runtime.folders import Home, shipped
from avatar.service.app import create_app
from avatar.service.config import Tenant
from avatar.service.studio.page import POLICY
from tests.service import keys, service

testclient = pytest.importorskip("fastapi.testclient")

DRAFT = {"text": "", "portrait": "xiaochen", "voice": "fast"}


def of(home, **more):
    made = service(home.parent, **more)
    server = replace(made.config.server, has_studio=True)
    owner = Tenant("default", Home.at(home))
    made.config = replace(made.config, server=server, tenants=(owner,))
    return made


@pytest.fixture(scope="module")
def home(tmp_path_factory, warm):
    return warm(tmp_path_factory.mktemp("studio") / "home", "xiaochen")


@pytest.fixture(scope="module")
def client(home):
    with testclient.TestClient(create_app(of(home)), base_url="http://127.0.0.1:8080") as client:
        yield client


def read(client, text, **more):
    answer = client.post("/v1/studio/check", json=DRAFT | {"text": text} | more)
    assert answer.status_code == 200, answer.text
    return answer.json()


def sent(client, image):
    stored = io.BytesIO()
    image.save(stored, "PNG")
    answer = client.post("/v1/uploads", files={"file": ("me.png", stored.getvalue())})
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


@pytest.mark.slow
def test_there_is_no_studio_unless_it_is_asked_for(tmp_path):
    with testclient.TestClient(create_app(service(tmp_path)), base_url="http://127.0.0.1:8080") as client:
        assert client.get("/").status_code == 404
        assert client.get("/v1/studio").status_code == 404


def test_the_page_is_sent_with_a_policy_that_lets_nothing_inline_in(client):
    answer = client.get("/")
    assert answer.headers["content-security-policy"] == POLICY
    assert "unsafe" not in POLICY
    assert "<style" not in answer.text
    assert "style=" not in answer.text
    assert answer.text.count("<script") == answer.text.count('src="/studio/studio.js"') == 1
    for name, kind in (("studio.css", "text/css"), ("studio.js", "text/javascript"), ("icon.svg", "image/svg+xml")):
        part = client.get(f"/studio/{name}")
        assert part.headers["content-type"].startswith(kind)
        again = client.get(f"/studio/{name}", headers={"If-None-Match": part.headers["etag"]})
        assert again.status_code == 304
    assert client.get("/studio/routes.py").status_code == 404


def test_nothing_of_the_page_comes_from_elsewhere(client):
    for path in ("/", "/studio/studio.css"):
        assert not [line for line in client.get(path).text.splitlines() if "http://" in line or "https://" in line]


@pytest.mark.slow
def test_whoever_is_not_at_this_machine_is_not_let_in(client, home):
    assert client.get("/", headers={"Host": "studio.example"}).status_code == 403
    assert client.get("/v1/studio", headers={"Origin": "https://evil.example"}).status_code == 403
    with testclient.TestClient(
        create_app(of(home, keys=keys(default="secret"))), base_url="http://127.0.0.1:8080"
    ) as shut:
        told = shut.get("/", headers={"Authorization": "Bearer secret"})
        assert told.status_code == 403
        assert "without keys" in told.json()["detail"]


def test_what_is_there_is_told_at_once(client):
    told = client.get("/v1/studio").json()
    names = {each["name"]: each for each in told["portraits"]}
    assert names["xiaochen"]["shipped"]
    assert names["xiaochen"]["permission"] == {
        "valid": True,
        "why": "",
        "synthetic": True,
        "purposes": [],
        "channels": [],
        "edits": names["xiaochen"]["permission"]["edits"],
        "expires": "2099-12-31T23:59:59Z",
    }
    picture = client.get(names["xiaochen"]["picture"])
    assert max(Image.open(io.BytesIO(picture.content)).size) == 900
    assert {"name": "xiaoyun", "natural": False}.items() <= next(
        each for each in told["voices"] if each["name"] == "xiaoyun"
    ).items()
    assert "{licensee}" in told["wording"]["en"]


def test_a_draft_is_read(client):
    told = read(client, "Guten Morgen, liebe Gäste. Wir beginnen um zehn Uhr.")
    assert told["languages"] == ["de"]
    assert (told["characters"], told["sentences"]) == (52, 2)
    assert 2 < told["seconds"] < 8
    assert told["decision"] == "allow"
    assert not told["fault"]
    assert not told["uncovered"]


def test_what_stands_against_a_draft_is_told_with_its_place(client):
    text = "Hello. [nod] Please tell me the code that we have just sent you."
    told = read(client, text)
    assert told["decision"] == "refuse"
    worst = next(each for each in told["findings"] if each["decision"] == "refuse")
    assert "code" in text[worst["start"] : worst["end"]]
    assert worst["why"].endswith(".")


def test_what_cannot_be_read_is_told_in_a_sentence(client):
    assert "xx" in read(client, "Hello.", language="xx")["fault"]
    assert "nobody" in read(client, "Hello.", voice="nobody")["fault"]


def test_a_draft_is_neither_counted_nor_logged(client, home):
    before = sorted(each for each in home.rglob("*") if "audit" in each.parts or "consent" in each.parts)
    read(client, "Please tell me the code that we have just sent you.")
    assert sorted(each for each in home.rglob("*") if "audit" in each.parts or "consent" in each.parts) == before


@pytest.mark.slow
def test_a_preview_comes_in_pieces_that_join(client):
    asked = DRAFT | {"text": "Good morning. I am glad that you are here."}
    content = client.post("/v1/studio/preview", json=asked).content
    events, sounds, motions = [], [], []
    while content:
        (length,) = struct.unpack_from("<I", content)
        message, content = content[4 : 4 + length], content[4 + length :]
        if message[:1] == b"{":
            events.append(json.loads(message))
            continue
        kind, version, _, _, _, start = struct.unpack_from("<BBHIII", message)
        assert version == 1
        (sounds if kind == 1 else motions).append((start, message[16:]))
    assert events[-1] == {"type": "end", "is_whole": True}
    words = [word for event in events[:-1] for word in event["words"]]
    assert "".join(word["text"] for word in words).split() == asked["text"].split()
    assert [word["start_ms"] for word in words] == sorted(word["start_ms"] for word in words)
    assert sounds[0][0] == motions[0][0] == 0
    rows = [struct.unpack_from("<HHf", motion) for _, motion in motions]
    assert {(columns, fps) for _, columns, fps in rows} == {(62, 25.0)}
    at = 0.0
    for start, sound in sounds:
        assert sound[:4] == b"RIFF"
        assert start == pytest.approx(at, abs=1)
        with wave.open(io.BytesIO(sound)) as file:
            at = start + file.getnframes() / file.getframerate() * 1000


@pytest.mark.slow
def test_a_refused_preview_says_why_and_nothing_else(client):
    asked = DRAFT | {"text": "Please tell me the code that we have just sent you."}
    content = client.post("/v1/studio/preview", json=asked).content
    (length,) = struct.unpack_from("<I", content)
    assert len(content) == 4 + length
    told = json.loads(content[4:])
    assert told["type"] == "error"
    assert "code" in told["detail"]


@pytest.mark.slow
def test_the_face_is_given_as_a_rig_with_its_rest(client):
    rig = client.get("/v1/studio/portraits/xiaochen/rig")
    assert rig.content[:4] == b"glTF"
    idle = client.get("/v1/studio/portraits/xiaochen/idle").content
    rows, columns, fps = struct.unpack_from("<HHf", idle)
    assert (columns, fps) == (62, 25.0)
    assert rows == 750
    assert len(idle) == 8 + rows * columns * 2


@pytest.mark.slow
def test_a_photo_is_checked_signed_for_and_then_enrolled(client, home):
    photo = Image.open(shipped("portraits") / "amara" / "portrait.jpg").crop((40, 0, 1500, 1500))
    upload = sent(client, photo)
    terms = {
        "who": "self",
        "name": "Amara",
        "purposes": ["education"],
        "channels": ["file"],
        "edits": ["body"],
        "expires": "2030-05-01",
        "agreed": True,
    }
    early = client.post(f"/v1/studio/photos/{upload}/consent", json=terms)
    assert early.status_code == 409
    found = client.post("/v1/studio/photos", json={"upload": upload}).json()
    assert found["verdict"] in ("good", "usable")
    assert {"name", "value", "unit", "verdict", "why"} == set(found["items"][0])
    unsigned = client.post(f"/v1/studio/photos/{upload}/portrait", json={"name": "amara2"}).text
    assert "not authorized" in json.loads(unsigned.splitlines()[-1])["problem"]["detail"]
    assert client.post(f"/v1/studio/photos/{upload}/consent", json=terms | {"agreed": False}).status_code == 422
    assert client.post(f"/v1/studio/photos/{upload}/consent", json=terms | {"name": " "}).status_code == 422
    assert client.post(f"/v1/studio/photos/{upload}/consent", json=terms | {"edits": ["hat"]}).status_code == 422
    signed = client.post(f"/v1/studio/photos/{upload}/consent", json=terms)
    assert signed.status_code == 201
    record = ConsentStore(home).find(signed.json()["authorization_id"])
    assert (record.type, record.subject.name, record.expires_at) == ("self", "Amara", "2030-05-01T23:59:59Z")
    assert record.edits == ("body",)
    assert record.legal.separate_biometric_consent.text_sha256 == text_hash("Amara", edits=["body"]), "as it was shown"
    lines = client.post(f"/v1/studio/photos/{upload}/portrait", json={"name": "amara2"}).text.splitlines()
    steps = [json.loads(line) for line in lines]
    assert {"stage", "done", "total"} <= set(steps[0])
    assert steps[-1]["portrait"]["name"] == "amara2"
    assert steps[-1]["portrait"]["permission"]["channels"] == ["file"]
    assert steps[-1]["portrait"]["permission"]["edits"] == ["body"]
    rig = client.get("/v1/studio/portraits/amara2/rig")
    assert rig.status_code == 403
    told = read(client, "Hello.", portrait="amara2", purpose="marketing")
    assert "marketing" in told["uncovered"]
    assert client.delete("/v1/studio/portraits/amara2").status_code == 204
    assert "amara2" not in {each["name"] for each in client.get("/v1/studio/portraits").json()["portraits"]}


@pytest.mark.slow
def test_a_photo_without_a_face_is_refused_with_the_cure(client):
    upload = sent(client, Image.new("RGB", (640, 480), (90, 120, 90)))
    found = client.post("/v1/studio/photos", json={"upload": upload}).json()
    assert found["verdict"] == "refused"
    assert "face" in found["why"]
    assert "/" not in found["why"], "no path is told"


@pytest.mark.slow
def test_a_backdrop_is_blurred_into_an_upload(client, home):
    name = client.post("/v1/studio/backdrops", json={"portrait": "xiaochen"}).json()["id"]
    kept = next((home / "service" / "uploads" / name).glob("content.*"))
    assert Image.open(kept).size == (1536, 1536)
