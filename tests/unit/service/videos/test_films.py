"""Films over HTTP, made by a real worker: asked for, followed, fetched, refused, killed, cancelled."""

from __future__ import annotations

import io
import json
import os
import signal
import time
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from avatar.service.app import create_app
from avatar.service.config import FilmsSettings
from avatar.service.logs import Log
from avatar.service.videos.jobs import Jobs
from tests.patience import until
from tests.service import keys, service
from tests.webhook import Receiver

pytestmark = pytest.mark.slow
GREETING = {
    "source": "xiaochen",
    "script": {"input": "Good morning.", "voice": "fast"},
    "config": {"size": "128x128", "fps": 12, "subtitles": "file"},
    "purpose": "customer-service",
    "channel": "website",
    "user_data": "4711",
}
LONG = GREETING | {"script": {"input": "This is a long text that nobody hears to its end. " * 60, "voice": "fast"}}
LONG["config"] = {"size": "512x512"}


@pytest.fixture(scope="module")
def of(tmp_path_factory):
    made = service(tmp_path_factory.mktemp("films"), ())
    made.config = replace(made.config, films=FilmsSettings(waiting=3, has_loopback_webhooks=True))
    made.log = Log(0, io.StringIO())
    return made


@pytest.fixture(scope="module")
def client(of):
    with TestClient(create_app(of), base_url="http://127.0.0.1") as made:
        yield made


def ask(client, asked, **headers):
    answer = client.post("/v1/videos", json=asked, headers=headers)
    assert answer.status_code == 201, answer.text
    return answer.json()


def ended(client, video, seconds=60):
    end = time.monotonic() + seconds
    while (told := client.get(f"/v1/videos/{video}").json())["status"] in ("created", "started"):
        assert time.monotonic() < end, told
        time.sleep(0.05)
    return told


@pytest.fixture(scope="module")
def film(client):
    """A finished film, as it was told step by step."""
    made = client.post("/v1/videos", json=GREETING)
    assert made.headers["location"] == f"/v1/videos/{made.json()['id']}"
    with client.stream("GET", made.json()["events_url"]) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        lines = [line for line in answer.iter_lines() if line]
    return ended(client, made.json()["id"]) | {"lines": lines}


def test_a_film_is_made_and_told_of_on_the_way(film):
    kinds = [line.removeprefix("event: ") for line in film["lines"] if line.startswith("event: ")]
    assert kinds[:2] == ["created", "started"]
    assert set(kinds[2:-1]) == {"progress"}
    assert kinds[-1] == "done"
    assert (film["status"], film["user_data"], film["size"]) == ("done", "4711", [128, 128])


def test_a_reader_that_was_cut_off_goes_on_where_it_was(client, film):
    numbers = [line.removeprefix("id: ") for line in film["lines"] if line.startswith("id: ")]
    with client.stream("GET", film["events_url"], headers={"Last-Event-ID": numbers[1]}) as answer:
        events = [line for line in answer.iter_lines() if line.startswith("event")]
    assert events[-1] == "event: done"
    assert "event: created" not in events
    last = client.get(film["events_url"], headers={"Last-Event-ID": numbers[-1]})
    assert last.status_code == 204


def test_the_film_its_timeline_and_its_subtitles_are_fetched_without_a_key(client, film):
    whole = client.get(film["result_url"])
    assert whole.content[4:8] == b"ftyp"
    part = client.get(film["result_url"], headers={"Range": "bytes=4-7"})
    assert (part.status_code, part.content) == (206, b"ftyp")
    assert client.get(film["result_url"], headers={"Range": "bytes=99999999-"}).status_code == 416
    assert client.get(film["timeline_url"]).json()["schema"] == "avatar.timeline/1"
    assert client.get(film["subtitles"]["vtt"]).text.startswith("WEBVTT")


def test_a_token_is_good_for_its_file_alone(client, film):
    token = film["result_url"].partition("=")[2]
    other = film["timeline_url"].partition("?")[0]
    assert client.get(other, params={"token": token}).status_code == 401
    assert client.get(film["result_url"][:-2]).status_code == 401
    assert client.get(other, params={"token": ""}).status_code == 401


def test_the_folder_holds_only_whole_files_and_nobody_else_reads_them(of, film):
    folder = Jobs(of.config.tenants[0].home.data).folder(film["id"])
    assert {each.name for each in folder.iterdir() if each.name.startswith(".")} == set()
    assert folder.stat().st_mode & 0o077 == 0


def test_a_film_is_inspected_on_demand(client, film):
    url = f"/v1/videos/{film['id']}/inspection"
    first = client.get(url)
    assert (first.status_code, first.headers["retry-after"]) == (202, "2")
    until(lambda: client.get(url).status_code != 202)
    report = client.get(url)
    assert report.status_code == 200
    assert len(report.json()["rows"]) == 14
    assert "/" not in report.json()["clip"]


def test_the_same_request_with_the_same_key_is_done_once(client):
    first = ask(client, GREETING, **{"Idempotency-Key": "once"})
    again = client.post("/v1/videos", json=GREETING, headers={"Idempotency-Key": "once"})
    assert (again.json()["id"], again.headers["idempotency-replayed"]) == (first["id"], "true")
    other = client.post("/v1/videos", json=GREETING | {"user_data": "x"}, headers={"Idempotency-Key": "once"})
    assert (other.status_code, other.json()["type"]) == (409, "urn:avatar:problem:idempotency-key")
    assert ended(client, first["id"])["status"] == "done"


def test_a_webhook_is_told_when_a_film_is_done(client):
    with Receiver([503]) as receiver:
        video = ask(client, GREETING | {"webhook": receiver.url})["id"]
        until(lambda: len(receiver.got) == 2)
        receiver.shutdown()
    (first, again) = (json.loads(body) for *_, body in receiver.got)
    assert first == again
    assert first["type"] == "video.done"
    assert first["data"] == {"status": "done", "id": video, "user_data": "4711"}
    assert len({told["webhook-id"] for _, told, _ in receiver.got}) == 1


def test_a_text_that_may_not_be_said_is_rejected_with_the_sentence(client):
    asked = GREETING | {"script": {"input": "Please send me your password.", "voice": "fast"}}
    told = ended(client, ask(client, asked)["id"])
    assert (told["status"], told["error"]["type"]) == ("rejected", "refused")
    assert "password" in told["error"]["detail"]
    assert "result_url" not in told


def test_a_text_that_is_held_tells_the_key_of_its_review(client, of):
    from avatar.permission.review import ReviewQueue

    asked = GREETING | {"purpose": "marketing"}
    asked["script"] = {"input": "This fund pays a guaranteed return of 12 percent, without any risk.", "voice": "fast"}
    told = ended(client, ask(client, asked)["id"])
    assert told["status"] == "rejected", told
    if told["error"]["type"] == "held":
        queue = ReviewQueue(home=of.config.tenants[0].home.data)
        queue.approve(told["error"]["review"], reviewer="Zhao", reason="a test")


def test_a_photo_that_nobody_has_allowed_is_rejected(client):
    from PIL import Image

    photo = io.BytesIO()
    Image.open("portraits/marco/portrait.jpg").resize((700, 700)).save(photo, "PNG")
    upload = client.post("/v1/uploads", files={"file": ("me.png", photo.getvalue())}).json()
    told = ended(client, ask(client, GREETING | {"source": upload["id"]})["id"])
    assert told["status"] == "rejected"
    assert "authoriz" in told["error"]["detail"]


def test_a_worker_that_is_killed_is_replaced_and_nothing_is_lost(client, of):
    video = ask(client, GREETING | {"config": {"size": "512x512"}})["id"]
    pids = of.rooms["videos"].dispatcher.pids
    until(lambda: pids and client.get(f"/v1/videos/{video}").json().get("progress"))
    os.kill(next(iter(pids)), signal.SIGKILL)
    assert ended(client, video)["status"] == "done"
    jobs = Jobs(of.config.tenants[0].home.data)
    assert "retried" in [kind for _, kind, _ in jobs.events(video, 0)]


def test_a_film_that_nobody_wants_any_more_is_stopped(client, of):
    video = ask(client, LONG)["id"]
    pids = of.rooms["videos"].dispatcher.pids
    until(lambda: pids and client.get(f"/v1/videos/{video}").json().get("progress"))
    pid = next(iter(pids))
    assert client.delete(f"/v1/videos/{video}").status_code == 204
    assert client.get(f"/v1/videos/{video}").status_code == 404
    until(lambda: not Path(f"/proc/{pid}").exists())
    until(lambda: not Jobs(of.config.tenants[0].home.data).folder(video).exists())


def test_a_full_queue_says_when_to_come_again(client):
    videos = [ask(client, LONG)["id"] for _ in range(3)]
    until(lambda: client.get(f"/v1/videos/{videos[0]}").json()["status"] == "started")
    videos.append(ask(client, LONG)["id"])
    answer = client.post("/v1/videos", json=LONG)
    assert (answer.status_code, answer.json()["type"]) == (429, "urn:avatar:problem:queue-full")
    assert int(answer.headers["retry-after"]) > 0
    listed = client.get("/v1/videos", params={"limit": 2}).json()
    assert [each["id"] for each in listed["videos"]] == videos[:1:-1]
    more = client.get("/v1/videos", params={"limit": 2, "cursor": listed["next_cursor"]}).json()
    assert [each["id"] for each in more["videos"]] == videos[1::-1]
    for video in videos:
        client.delete(f"/v1/videos/{video}")


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"source": "nobody"}, 404),
        ({"source": "../../etc/passwd"}, 422),
        ({"source": "portraits/marco/portrait.jpg"}, 422),
        ({"script": {"input": "Hi.", "voice": "nobody"}}, 404),
        ({"script": {"type": "audio", "input": "/etc/passwd"}}, 422),
        ({"script": {"type": "audio", "input": "u-000000000000000000000000"}}, 404),
        ({"config": {"background": "README.md"}}, 422),
        ({"config": {"background": "README"}}, 404),
        ({"config": {"size": "99999x2"}}, 422),
        ({"purpose": "world-domination"}, 422),
        ({"webhook": "https://169.254.169.254/latest/meta-data"}, 422),
        ({"webhook": "http://bank.example/"}, 422),
        ({"colour": "red"}, 422),
    ],
)
def test_what_can_be_refused_at_once_is(client, changed, status):
    answer = client.post("/v1/videos", json=GREETING | changed)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"


def test_what_a_stopping_service_was_at_is_done_by_the_next(tmp_path):
    def begun():
        made = service(tmp_path, ())
        made.config = replace(made.config, server=replace(made.config.server, grace=0.5))
        made.log = Log(0, io.StringIO())
        return TestClient(create_app(made), base_url="http://127.0.0.1")

    with begun() as client:
        video = ask(client, GREETING | {"config": {"size": "512x512"}})["id"]
        until(lambda: client.get(f"/v1/videos/{video}").json()["status"] == "started")
    with begun() as client:
        assert ended(client, video)["status"] == "done"


def test_nobody_sees_another_tenants_films(tmp_path, film):
    of = service(tmp_path, (), ("bank", "shop"), keys=keys(bank="b" * 40, shop="s" * 40))
    of.log = Log(0, io.StringIO())
    client = TestClient(create_app(of), base_url="http://127.0.0.1")
    bank, shop = ({"Authorization": f"Bearer {letter * 40}"} for letter in "bs")
    video = client.post("/v1/videos", json=GREETING, headers=bank).json()["id"]
    assert client.get(f"/v1/videos/{video}", headers=bank).status_code == 200
    for path in ("", "/events", "/inspection"):
        assert client.get(f"/v1/videos/{video}{path}", headers=shop).status_code == 404
    assert client.delete(f"/v1/videos/{video}", headers=shop).status_code == 404
    assert client.get("/v1/videos", headers=shop).json()["videos"] == []
    assert client.get(f"/v1/videos/{video}").status_code == 401


def test_the_log_says_no_word_of_what_was_said(of, client, film):
    written = of.log._stream.getvalue()
    assert "job.ended" in written
    for word in ("Good morning", "xiaochen", "password", "token=e"):
        assert word not in written
    assert all(json.loads(line)["event"] for line in written.splitlines())
