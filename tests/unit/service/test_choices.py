"""Over HTTP a photo is taken apart with networks that the operator offers, by their names, and never with a file."""

from __future__ import annotations

import io
import json
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient
from PIL import Image

from avatar.clip.request import portrait_settings
from avatar.downloads.receipts import write_receipt
from avatar.errors import InputError
from avatar.neural.models import SHELF, available
from avatar.service import choices
from avatar.service.app import create_app
from avatar.service.config import EnrolmentSettings
from avatar.service.logs import Log
from avatar.service.studio import photos, working
from avatar.service.uploads import enrolling
from tests.miniature_networks import write_onnx
from tests.service import keys, service

OWN = """
[[entries]]
name = "sharp"
task = "upscale"
engine = "onnxruntime"
licence = "ours"
commercial = "no"
description = "sharper than life"
files = [{ path = "sharp.onnx", urls = ["https://example.com/sharp.onnx"] }]
[[entries]]
name = "absent"
task = "upscale"
engine = "onnxruntime"
licence = "ours"
commercial = "yes"
files = [{ path = "absent.onnx", urls = ["https://example.com/absent.onnx"] }]
"""
PNG = io.BytesIO()
Image.new("RGB", (90, 90), "grey").save(PNG, "PNG")
FILES = {"photo": ("me.png", PNG.getvalue())}
STRANGER = {"Authorization": f"Bearer {'b' * 40}"}


def stocked(home):
    """Put a catalogue of its own into a home, of which one network is installed."""
    folder = home.data / SHELF / "sharp"
    folder.mkdir(parents=True)
    (home.data / SHELF / "own.toml").write_text(OWN)
    write_onnx(folder / "sharp.onnx", 2)
    write_receipt(next(each for each in available(home) if each.name == "sharp"), folder)
    return home


def made(tmp_path, offers=(), **more):
    of = service(tmp_path, (), **more)
    of.log = Log(0, io.StringIO())
    of.config = replace(of.config, enrolment=EnrolmentSettings(offers))
    home = stocked(of.config.tenants[0].home)
    return TestClient(create_app(of), base_url="http://127.0.0.1"), of.rooms["uploads"], home


@pytest.fixture
def taken(monkeypatch):
    """What the process that takes photos apart would be told."""
    works = []

    async def enroll(_outside, work):
        works.append(work)
        return "xiaochen"

    monkeypatch.setattr("avatar.service.uploads.routes.Outside.enroll", enroll)
    return works


def test_what_a_stranger_may_name_is_what_the_operator_offers(tmp_path, taken):
    client, *_ = made(tmp_path, ("sharp", "absent", "insightface"), keys=keys(default="b" * 40))
    told = client.get("/v1/enrolment", headers=STRANGER).json()
    assert [each["name"] for each in told["upscale"]] == ["sharp"]
    assert (told["upscale"][0]["commercial"], told["restore"], told["matting"]) == ("no", [], [])
    assert told["always"]["upscale"] == ["none", "esrgan"]
    asked = {"upscale": "sharp", "upscale_by": "2", "upscale_area": "frame", "fidelity": "0.25", "matting": "none"}
    answer = client.post("/v1/portraits", data={"name": "me"} | asked, files=FILES, headers=STRANGER)
    assert answer.status_code == 201, answer.text
    assert taken[0]["options"] == asked
    assert client.post("/v1/portraits", data={"name": "me"}, files=FILES, headers=STRANGER).status_code == 201
    assert taken[1]["options"] == {}


@pytest.mark.parametrize(
    ("field", "value", "why"),
    [
        ("upscale", "sharp", "is not offered here; choose one of none, esrgan"),
        ("upscale", "/etc/passwd", "is not offered here"),
        ("upscale", "../sharp/sharp.onnx", "is not offered here"),
        ("restore", "gfpgan-1.4", "is not offered here; choose one of none"),
        ("matting", "https://example.com/matte.onnx", "is not offered here"),
        ("detector", "insightface", "is not offered here; choose one of mesh"),
        ("upscale_by", "3", "choose 2 or 4"),
        ("upscale_by", "two", "is not a number"),
        ("upscale_area", "hair", "choose face or frame"),
        ("fidelity", "1.5", "choose one from 0 to 1"),
        ("fidelity", "nan", "choose one from 0 to 1"),
    ],
)
def test_nothing_else_may_be_named_and_no_file_ever(tmp_path, taken, field, value, why):
    client, *_ = made(tmp_path, keys=keys(default="b" * 40))
    answer = client.post("/v1/portraits", data={"name": "me", field: value}, files=FILES, headers=STRANGER)
    assert (answer.status_code, answer.json()["type"]) == (422, "urn:avatar:problem:input")
    assert why in answer.json()["detail"]
    assert not taken


def test_whoever_sits_at_the_machine_names_any_that_a_catalogue_has_but_no_file_either(tmp_path, taken):
    client, _, home = made(tmp_path)
    assert [each["name"] for each in client.get("/v1/enrolment").json()["upscale"]] == ["sharp"]
    assert client.post("/v1/portraits", data={"name": "me", "upscale": "sharp"}, files=FILES).status_code == 201
    file = home.data / SHELF / "sharp" / "sharp.onnx"
    for path in (str(file), file.name, f"{SHELF}/sharp"):
        refused = client.post("/v1/portraits", data={"name": "me", "upscale": path}, files=FILES)
        assert refused.status_code == 422, path
    assert len(taken) == 1


def test_the_process_takes_the_photo_apart_with_what_was_chosen(tmp_path, monkeypatch):
    """Files are found there, in the tenant's home, and networks run on the processor; in the studio where they like."""
    home, kept = stocked(service(tmp_path, ()).config.tenants[0].home), []
    photo = tmp_path / "me.png"
    photo.write_bytes(PNG.getvalue())
    monkeypatch.setattr("avatar.clip.keeping.admit", lambda *_: None)
    monkeypatch.setattr(
        "avatar.portrait.store.PortraitStore.add",
        lambda _, __, name, settings, *___: kept.append(settings) or type("Made", (), {"name": name}),
    )
    options = {"upscale": "sharp", "upscale_by": "4", "fidelity": "0.25"}
    work = {"data": str(home.data), "photo": str(photo), "answer": "", "subject_key": "", "form_sha256": ""}
    enrolling.enroll(work | {"attested": None, "name": "me", "face": None, "options": options})
    working.enrol(photo, "me", home.data, options)
    assert [each.device for each in kept] == ["cpu", "auto"]
    for settings in kept:
        assert (settings.upscale.name, settings.by, settings.fidelity) == ("sharp", 4, 0.25)
        assert settings.upscale.path == str(home.data / SHELF / "sharp" / "sharp.onnx")


def test_the_studio_hands_on_what_was_chosen(tmp_path, monkeypatch):
    home, told = stocked(service(tmp_path, ()).config.tenants[0].home), []

    async def work(*words):
        told.append(words)
        yield {"fault": "enough"}

    monkeypatch.setattr(photos, "_work", work)
    monkeypatch.setattr(photos, "find", lambda *_: (None, tmp_path / "me.png"))
    of = service(tmp_path, ())
    of.config = replace(of.config, server=replace(of.config.server, has_studio=True))
    client = TestClient(create_app(of), base_url="http://127.0.0.1:8080")
    place = "/v1/studio/photos/u-5f0c2e8a9b1d4c7e6f3a2b10/portrait"
    client.post(place, json={"name": "me", "upscale": "sharp", "upscale_by": "2", "fidelity": 0})
    for other in ("/etc/passwd", "gone"):
        assert client.post(place, json={"name": "me", "upscale": other}).status_code == 422
    assert home.data == of.config.tenants[0].home.data
    assert [json.loads(words[-1]) for words in told] == [{"upscale": "sharp", "upscale_by": "2", "fidelity": "0.0"}]


def test_every_option_of_enrolment_can_be_asked_for_but_where_networks_run():
    from avatar.clip.options import PortraitOptions, table

    assert {*choices.OPTIONS} == {*table(PortraitOptions)} - {"device"}
    with pytest.raises(InputError, match="no option"):
        portrait_settings(networks="all")
