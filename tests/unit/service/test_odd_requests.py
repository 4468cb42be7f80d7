"""Whatever stands in a path, a query or a body, the answer is one readable problem that gives nothing of it back."""

import hashlib
import io
import json
import re
from dataclasses import replace

import pytest

from avatar.outside.cleaning import UNSEEN
from avatar.runtime.folders import shipped
from avatar.service.app import create_app
from avatar.service.logs import Log
from tests.service import service

testclient = pytest.importorskip("fastapi.testclient")
pytestmark = pytest.mark.slow

NAMES = {
    "up": "..%2f..%2fetc%2fpasswd",
    "up twice": "%252e%252e",
    "up on Windows": "..%5c..%5cwin.ini",
    "nothing": "%00",
    "a second header": "x%0d%0aSet-Cookie:%20STRANGER=1",
    "an id and a line end": "v-000000000000000000000000%0a",
    "no UTF-8": "%ff%fe",
    "half a sign": "%ed%a0%80",
    "escape": "%1b%5b8mSTRANGER%C2%9B31m",
    "turned": "%E2%80%AESTRANGER",
    "markup": "<script>STRANGER",
    "long": "a" * 5000,
    "device": "CON",
}
DEEP = 10_000
DRAFT = '{"text":"Hello.","portrait":"xiaochen",'
FILM = '{"source":"xiaochen","script":{"input":"Hello."},'
BODIES = {
    "nothing": "",
    "null": "null",
    "no object": "[]",
    "deep list": '{"text":' + "[" * DEEP + "]" * DEEP + "}",
    "deep object": '{"a":' * DEEP + "1" + "}" * DEEP,
    "a figure of 6,000 digits": DRAFT + '"speed":1' + "0" * 6000 + "}",
    "no end": DRAFT + '"speed":1e999}',
    "no number": DRAFT + '"speed":NaN}',
    "below everything": DRAFT + '"speed":-Infinity}',
    "a film's no number": FILM + '"config":{"speed":NaN,"match":NaN}}',
    "a film's long seed": FILM + '"config":{"seed":1' + "0" * 4000 + "}}",
    "half a sign": '{"text":"\\ud800","portrait":"xiaochen"}',
    "a key of half a sign": DRAFT + '"\\ud800":1}',
    "a key of theirs": DRAFT + '"\\u001b[8m<script>STRANGER\\u202e":1}',
    "a film's key of theirs": FILM + '"\\u202eSTRANGER\\u009b31m":1}',
    "a type of theirs": '{"source":"xiaochen","script":{"type":"\\u202eSTRANGER","input":"x"}}',
    "a thousand keys": DRAFT + ",".join(f'"STRANGER {n}":1' for n in range(1000)) + "}",
    "a name of theirs": '{"text":"Hello.","portrait":"\\u001bSTRANGER"}',
    "a place elsewhere": FILM + '"webhook":"https://[/"}',
    "a port that is none": FILM + '"webhook":"https://a.example:99999/"}',
    "UTF-16": b'\xff\xfe{\x00"\x00',
    "no UTF-8": b'{"text":"\xff\xfe","portrait":"xiaochen"}',
}


STRANGERS = "A \\u202eSTRANGER\\u202c \\u001b[8m</script><img src=x onerror=f()> \\u009b31m\\u2028\\n=cmd|' /C calc'!A0"
VOICE = f"""
name = "odd"
language = "en"
gender = "female"
description = "{STRANGERS}"
licence = "{STRANGERS}"
[engine]
name = "espeak"
voice = "en"
"""


def strangers_cards(home):
    """Lay a portrait and a voice into a home whose cards somebody else has written."""
    picture = (shipped("portraits") / "marco" / "portrait.jpg").read_bytes()
    portrait, voice = home / "portraits" / "odd", home / "voices" / "odd"
    for folder in (portrait, voice):
        folder.mkdir(parents=True)
    (portrait / "portrait.jpg").write_bytes(picture)
    lines = {"name": "odd", "file": "portrait.jpg", "sha256": hashlib.sha256(picture).hexdigest()}
    told = dict.fromkeys(("subject", "licence", "source", "description", "gender"), STRANGERS)
    (portrait / "card.toml").write_text("".join(f'{name} = "{value}"\n' for name, value in (lines | told).items()))
    (voice / "card.toml").write_text(VOICE)


@pytest.fixture(scope="module")
def asked(tmp_path_factory):
    """A service with its studio, that many may ask: its client, its log, and what there is to ask for."""
    log = io.StringIO()
    made = service(tmp_path_factory.mktemp("served"), log=Log(stream=log))
    strangers_cards(made.config.tenants[0].home.data)
    limits = replace(made.config.limits, requests=1e9, at_once=1e9)
    made.config = replace(made.config, server=replace(made.config.server, has_studio=True), limits=limits)
    app = create_app(made)
    routers = [getattr(each, "original_router", None) for each in app.routes]
    found = [each for router in routers for each in (router.routes if router else ())] + list(app.routes)
    ways = sorted({(method, each.path) for each in found for method in getattr(each, "methods", None) or ()})
    assert len(ways) > 40
    with testclient.TestClient(app, base_url="http://127.0.0.1:8080", raise_server_exceptions=False) as client:
        yield client, log, [way for way in ways if way[0] != "HEAD"]


def filled(path, chosen="", name=""):
    """Write an address: what is in braces becomes a name of ours, and where it is chosen, that one."""
    ours = {"name": "xiaochen", "agent": "xiaochen", "portrait": "xiaochen", "upload": "u-" + "0" * 24}
    return re.sub(
        r"\{(\w+)(:\w+)?\}", lambda its: name if its[1] == chosen else ours.get(its[1], "v-" + "0" * 24), path
    )


def require_problem(answer, place):
    assert 400 <= answer.status_code < 500, (place, answer.status_code, answer.text[:300])
    told = json.loads(answer.content, parse_constant=lambda each: pytest.fail(f"{place}: {each}"))
    assert {"type", "title", "status", "detail"} <= told.keys(), place
    seen = json.dumps(told, ensure_ascii=False)
    assert UNSEEN.isdisjoint(map(ord, "".join(strings(told)))), (place, told)
    assert len(seen) < 6000, (place, len(seen))
    assert "set-cookie" not in answer.headers
    assert "STRANGER" not in str(answer.headers)


def strings(told):
    if isinstance(told, dict | list):
        for each in told.values() if isinstance(told, dict) else told:
            yield from strings(each)
    elif isinstance(told, str):
        yield told


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_name_in_a_path_that_is_none_is_a_problem_on_every_way(asked, name):
    client, _, ways = asked
    for method, path in ways:
        for chosen in re.findall(r"\{(\w+)", path):
            answer = client.request(method, filled(path, chosen, name), **({"json": {}} if method == "POST" else {}))
            require_problem(answer, (method, path, chosen))


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_a_body_that_is_none_is_a_problem_on_every_way(asked, body):
    client, _, ways = asked
    content = body if isinstance(body, bytes) else body.encode()
    for method, path in ways:
        if method == "POST" and path != "/v1/webhooks/secret":  # which takes none
            answer = client.post(filled(path), content=content, headers={"Content-Type": "application/json"})
            require_problem(answer, (method, path))
            assert "STRANGER" not in answer.text or path.startswith("/v1/studio"), (path, answer.text[:300])


def test_a_photo_that_is_not_there_is_not_answered_with_200(asked):
    answer = asked[0].post(f"/v1/studio/photos/u-{'0' * 24}/portrait", json={"name": "me"})
    assert answer.status_code == 404


@pytest.mark.parametrize("name", ["a\0b", "..", "a/b", "\u202eb", "\x1b[8m", " me"])
def test_a_portrait_is_given_no_name_that_is_none(asked, name):
    answer = asked[0].post(f"/v1/studio/photos/u-{'0' * 24}/portrait", json={"name": name})
    require_problem(answer, name)
    assert answer.status_code == 422
    assert "cannot be named" in answer.json()["detail"]


@pytest.mark.parametrize("name", ["Ana \u202eiL", "Ana\u200b Li", "Ana\x9b31m"])
def test_nobody_signs_as_somebody_whose_name_reads_otherwise_than_it_is_spelled(asked, name):
    terms = {"purposes": ["personal"], "channels": ["file"], "expires": "2099-01-01", "agreed": True}
    answer = asked[0].post(
        "/v1/studio/portraits/xiaochen/consent", json={"who": "self", "name": name, "licensee": "", **terms}
    )
    assert answer.status_code == 422
    assert "turn a text's direction" in answer.json()["detail"]


@pytest.mark.parametrize(
    "path",
    ["/v1/portraits", "/v1/portraits/odd", "/v1/voices", "/v1/studio", "/v1/studio/portraits", "/v1/enrolment"],
)
def test_what_a_card_says_comes_on_one_line_without_signs_that_are_not_seen(asked, path):
    answer = asked[0].get(path)
    assert answer.status_code == 200
    found = [each for each in strings(answer.json()) if "STRANGER" in each]
    assert found or path == "/v1/enrolment"
    assert all("<img" in each for each in found)  # it is a text: whoever shows it escapes it
    assert UNSEEN.isdisjoint(map(ord, "".join(found)))


def test_none_of_it_is_a_fault_or_a_word_of_theirs_in_the_log(asked):
    assert asked[0].get("/healthz").status_code == 200
    lines = [json.loads(line) for line in asked[1].getvalue().splitlines()]
    assert not [line for line in lines if line["event"] == "request.fault"]
    assert "STRANGER" not in asked[1].getvalue()
