"""What comes from outside: taken by its content, in its limits, and looked at where nothing can be broken."""

from __future__ import annotations

import io
import json
import struct
import time
import wave
import zlib

import numpy as np
import pytest
from fastapi.testclient import TestClient
from PIL import Image

from avatar.service.app import create_app
from avatar.service.logs import Log
from avatar.service.uploads.kinds import kind_of_head
from avatar.service.uploads.sandbox import Sandbox
from avatar.service.uploads.store import DAY, Uploads
from tests.service import keys, service

FORM = "multipart/form-data; boundary=x"
PHOTO = "portraits/marco/portrait.jpg"


@pytest.fixture
def of(tmp_path):
    made = service(tmp_path, ())
    made.log = Log(0, io.StringIO())
    return made


@pytest.fixture
def client(of):
    return TestClient(create_app(of), base_url="http://127.0.0.1")


@pytest.fixture
def folder(of):
    return Uploads(of.config.tenants[0].home.data).folder


def send(client, content, name="me.jpg", **more):
    return client.post("/v1/uploads", files={"file": (name, content)}, **more)


def picture(kind, size=(90, 120)):
    out = io.BytesIO()
    Image.fromarray(np.random.default_rng(1).integers(0, 255, (*size[::-1], 3), np.uint8)).save(out, kind)
    return out.getvalue()


def sound(seconds=1.0):
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16000)
        file.writeframes(bytes(int(seconds * 32000)))
    return out.getvalue()


def bomb(side):
    """A PNG of few bytes and many pixels."""

    def chunk(kind, content):
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    squeeze = zlib.compressobj(9)
    rows = b"".join(squeeze.compress(bytes(side * 3 + 1)) for _ in range(min(side, 400))) + squeeze.flush()
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_is_what_its_content_says_whatever_its_name(client, kind):
    told = send(client, picture(kind), "song.mp3").json()
    assert (told["family"], told["media_type"]) == ("photo", f"image/{kind.lower()}")
    assert (told["width"], told["height"]) == (90, 120)
    assert client.get(f"/v1/uploads/{told['id']}").json() == told
    assert client.delete(f"/v1/uploads/{told['id']}").status_code == 204
    assert client.get(f"/v1/uploads/{told['id']}").status_code == 404


def test_a_sound_is_measured(client):
    told = send(client, sound(1.5)).json()
    assert (told["family"], told["seconds"]) == ("sound", pytest.approx(1.5, abs=0.1))


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"%!PS-Adobe-3.0 EPSF-3.0\n", 415),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", 415),
        (b"#EXTM3U\nhttp://127.0.0.1:1/x.wav\n", 415),
        (b"ffconcat version 1.0\nfile http://127.0.0.1:1/x\n", 415),
        (b"GIF89a" + bytes(100), 415),
        (b"", 415),
        (b"\xff\xd8\xff\xe0 no picture at all", 415),
        (b"\x89PNG\r\n\x1a\n", 415),
        (b"RIFF\x04\x00\x00\x00WAVE", 415),
        (b"\x1aE\xdf\xa3" + bytes(500), 415),
        (b"\x00\x00\x00\x18ftypisom" + bytes(500), 415),
    ],
)
def test_what_is_no_picture_and_no_sound_is_refused(client, folder, content, status):
    answer = send(client, content)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("side", [16_000, 100_000])
def test_a_decompression_bomb_is_refused_before_it_is_unpacked(client, side):
    begun = time.monotonic()
    answer = send(client, bomb(side))
    assert answer.status_code == 415
    assert f"{side}x{side}" in answer.json()["detail"]
    assert time.monotonic() - begun < 120


def test_a_picture_that_is_cut_short_is_refused_with_the_cure(client):
    answer = send(client, picture("PNG")[:2000])
    assert "export it again" in answer.json()["detail"]


def test_a_huge_upload_is_cut_at_the_limit_and_leaves_nothing(of, folder):
    from dataclasses import replace

    of.config = replace(of.config, limits=replace(of.config.limits, upload_mb=2.0))
    client, sent = TestClient(create_app(of), base_url="http://127.0.0.1"), [0]

    def endless():
        yield b'--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n'
        while sent[0] < 500:
            sent[0] += 1
            yield bytes(100_000)

    answer = client.post("/v1/uploads", content=endless(), headers={"Content-Type": FORM})
    assert (answer.status_code, answer.json()["type"]) == (413, "urn:avatar:problem:too-large")
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    ("kind", "content", "status"),
    [
        (FORM, b"--x\r\nContent-Disposition: form-data\r\n\r\na\r\n--x--\r\n", 400),
        (FORM, b"nothing at all", 400),
        (FORM, b'--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nab', 400),
        ("multipart/form-data", b"--x--", 415),
        ("application/json", b"{}", 415),
        (FORM, b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n--x--\r\n', 422),
    ],
)  # fmt: skip
def test_a_malformed_request_leaves_nothing(client, folder, kind, content, status):
    answer = client.post("/v1/uploads", content=content, headers={"Content-Type": kind})
    assert answer.status_code == status, answer.text
    assert list(folder.iterdir()) == []


def test_a_file_that_takes_too_long_is_given_up(tmp_path):
    import asyncio

    from avatar.service.problems import Problem

    place = tmp_path / "a"
    place.write_bytes(picture("PNG"))

    async def look():
        await Sandbox(seconds=0.001).look(place, ("photo",))

    with pytest.raises(Problem) as told:
        asyncio.run(look())
    assert told.value.status == 422


def test_kinds_are_told_by_first_bytes():
    assert kind_of_head(b"\xff\xfb\x90\x64").media_type == "audio/mpeg"
    assert kind_of_head(b"\xff\xf1\x50\x80") is None
    assert kind_of_head(b"\x00\x00\x00\x20ftypM4A ").family == "sound"
    assert kind_of_head(b"http://127.0.0.1/") is None


def test_uploads_are_kept_for_a_day(client, of, folder):
    told = send(client, sound()).json()
    uploads = Uploads(of.config.tenants[0].home.data)
    uploads.sweep()
    assert client.get(f"/v1/uploads/{told['id']}").status_code == 200
    uploads.sweep(time.time() + DAY + 1)
    assert client.get(f"/v1/uploads/{told['id']}").status_code == 404


@pytest.mark.parametrize("name", ["u-..%2f..%2fetc", "..%2f..", "u-0", "u-000000000000000000000000"])
def test_no_path_leads_out_of_the_folder(client, name):
    assert client.get(f"/v1/uploads/{name}").status_code in (404, 422)


def test_nobody_sees_another_tenants_uploads_and_portraits(tmp_path):
    of = service(tmp_path, (), ("bank", "shop"), keys=keys(bank="b" * 40, shop="s" * 40))
    of.log = Log(0, io.StringIO())
    client = TestClient(create_app(of), base_url="http://127.0.0.1")
    bank, shop = ({"Authorization": f"Bearer {letter * 40}"} for letter in "bs")
    upload = send(client, sound(), headers=bank).json()["id"]
    assert client.get(f"/v1/uploads/{upload}", headers=shop).status_code == 404
    assert client.delete(f"/v1/uploads/{upload}", headers=shop).status_code == 404
    attest = json.dumps({"kind": "synthetic", "licensee": "Bank", "agreed": True})
    with open(PHOTO, "rb") as photo:  # noqa: PTH123
        answer = client.post(
            "/v1/portraits", data={"name": "ana", "attest": attest}, files={"photo": ("a", photo)}, headers=bank
        )
    assert (answer.status_code, answer.json()["type"]) == (403, "urn:avatar:problem:not-owner")


def test_shipped_portraits_are_listed_with_what_is_agreed_to(client):
    told = client.get("/v1/portraits").json()["portraits"]
    assert {"xiaochen", "marco", "amara"} <= {each["name"] for each in told}
    assert all(each["consents"][0]["is_valid"] for each in told)
    picture = client.get(told[0]["thumbnail_url"])
    assert Image.open(io.BytesIO(picture.content)).size == (256, 256)
    assert client.delete("/v1/portraits/marco").status_code == 409
    assert client.get("/v1/portraits/nobody").status_code == 404


def test_the_words_are_shown_before_they_are_agreed_to(client):
    told = client.get("/v1/consent/wording", params={"kind": "self", "name": "Ana Li"}).json()
    assert "Ana Li" in told["text"]
    assert told["needs"] == ["subject"]
    more = client.get("/v1/consent/wording", params={"kind": "self", "name": "Ana Li", "edits": ["body", "likeness"]})
    assert set(told["text"].splitlines()) < set(more.json()["text"].splitlines())
    form = client.get("/v1/consent/wording", params={"kind": "form", "name": "Bank", "edits": ["body"]}).json()
    assert form["text"].endswith("edited: body.")
    assert client.get("/v1/consent/wording", params={"edits": ["hat"]}).status_code == 422


@pytest.mark.slow
def test_an_owner_enrols_a_photo_of_their_own(client, of, folder):
    photo = io.BytesIO()
    Image.open(PHOTO).resize((1000, 1000)).save(photo, "PNG")
    files = {"photo": ("me.png", photo.getvalue())}
    refused = client.post("/v1/portraits", data={"name": "me"}, files=files)
    assert (refused.status_code, refused.json()["type"]) == (403, "urn:avatar:problem:refused")
    attest = {"kind": "self", "subject": "Ana Li", "agreed": True, "purposes": ["marketing"], "channels": ["website"]}
    for wrong in ({**attest, "agreed": False}, {**attest, "purposes": ["fraud"]}, {"kind": "self", "agreed": True}):
        answer = client.post("/v1/portraits", data={"name": "me", "attest": json.dumps(wrong)}, files=files)
        assert answer.status_code == 422, answer.text
    made = client.post("/v1/portraits", data={"name": "me", "attest": json.dumps(attest)}, files=files)
    assert (made.status_code, made.headers["location"]) == (201, "/v1/portraits/me")
    (consent,) = made.json()["consents"]
    assert (consent["purposes"], consent["channels"], consent["is_valid"]) == (["marketing"], ["website"], True)
    again = client.post("/v1/portraits", data={"name": "me", "attest": json.dumps(attest)}, files=files)
    assert again.status_code == 409
    assert list(folder.iterdir()) == []
    assert client.get("/v1/portraits/me/thumbnail").status_code == 200
    assert client.delete("/v1/portraits/me").status_code == 204
    assert client.get("/v1/portraits/me").status_code == 404


@pytest.mark.slow
def test_a_person_elsewhere_answers_a_request_and_is_enrolled(client, of, tmp_path):
    from avatar.ledger.keys import Signer
    from avatar.permission.consent import perceptual_hash
    from avatar.permission.consent.issue import Terms
    from avatar.permission.consent.moments import now
    from avatar.permission.consent.record import Licensee, Picture, Scope, Subject
    from avatar.permission.consent.request import answer, pose
    from avatar.permission.consent.store import ConsentStore
    from avatar.portrait.read import read_photo

    path = tmp_path / "ana.png"
    Image.open(PHOTO).resize((1000, 1000)).save(path)
    photo, store, person = read_photo(path), ConsentStore(of.config.tenants[0].home.data), Signer.new()
    shown = Picture(photo.content_hash, perceptual_hash(photo.pixels))
    firm = Licensee("Bank", key_id=store.keys.load_signer("consent", None).key_id)
    asked = pose(store, path, shown, Subject(name="Ana Li"), firm, Terms(now(), Scope(purposes=("marketing",))))
    signed = json.dumps(answer(asked, photo.content_hash, person, now()).as_json())
    files = {"photo": ("ana.png", path.read_bytes()), "consent": ("answer.json", signed)}
    wrong = client.post("/v1/portraits", data={"name": "ana", "subject_key": "0" * 32}, files=files)
    assert (wrong.status_code, wrong.json()["type"]) == (403, "urn:avatar:problem:refused")
    made = client.post("/v1/portraits", data={"name": "ana", "subject_key": person.key_id}, files=files)
    assert made.status_code == 201, made.text
