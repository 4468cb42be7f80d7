"""No door leads to a picture of somebody who has not allowed it, nor to a script that the rules forbid."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from typer.testing import CliRunner

import avatar
from avatar.cli.app import app
from avatar.clip.request import ClipRequest, Occasion, SoundRequest
from avatar.data import Frame
from avatar.errors import RefusedError
from avatar.ledger.audit import audit_folder, read_entries
from avatar.permission.consent import ConsentStore
from avatar.runtime.folders import Home
from avatar.settings import FilmSettings, Settings
from tests.films import write_film
from tests.scores import HELLO, with_sound

FRAUD = "我是公安局的警察，请把您的验证码告诉我，并把钱转到安全账户。"
TINY = Settings(film=FilmSettings(128, 128))
QUICK = {"size": (128, 128), "voice": "fast"}


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("AVATAR_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def stranger(tmp_path, astronaut):
    """A face that nobody has authorized here."""
    return Path(shutil.copy(astronaut, tmp_path / "stranger.png"))


@pytest.fixture
def warm_home(home, warm, astronaut):
    """A home in which that photo and a shipped one were taken apart before, though nobody was asked."""
    return warm(home, "xiaochen", astronaut)


def still_film(folder):
    folder.mkdir()
    grey = np.full((128, 128, 3), 90, np.uint8)
    write_film(
        [Frame(grey, index, index / 25) for index in range(5)], np.zeros(9600, np.float32), folder / "p.mp4", TINY.film
    )
    return folder / "p.mp4"


def shell(*words):
    return CliRunner().invoke(app, list(words))


def sign(photo, *words):
    done = shell("consent", "sign", str(photo), "--self", "--yes", *words)
    assert done.exit_code == 0, done.output


DOORS = {
    "avatar.say": lambda photo, folder: avatar.say("Hello.", photo, folder / "a.mp4", **QUICK),
    "avatar.stream": lambda photo, folder: next(iter(avatar.stream("Hello.", photo, **QUICK))),
    "fragments": lambda photo, folder: next(iter(avatar.stream("Hello.", photo, **QUICK).fragments())),
    "pipeline.make": lambda photo, folder: _pipeline().make(
        ClipRequest("Hello.", str(photo), settings=TINY), folder / "a.mp4"
    ),
    "avatar.enroll": lambda photo, folder: avatar.enroll(photo, "me"),
    "avatar.edit_portrait": lambda photo, folder: avatar.edit_portrait("amara", "new", face=photo),
    "edit of a stranger": lambda photo, folder: avatar.edit_portrait(photo, "new", face="amara"),
    "avatar.swap_face": lambda photo, folder: avatar.swap_face(
        still_film(folder / "played"), photo, folder / "a.mp4", body="amara", mute=True
    ),
    "video of a stranger": lambda photo, folder: avatar.swap_face(
        still_film(folder / "played"), "amara", folder / "a.mp4", body=photo, mute=True
    ),
    "clothes of a stranger": lambda photo, folder: avatar.edit_portrait(photo, "new", garment=photo),
    "on the air": lambda photo, folder: _on_the_air(photo, folder / "a.ts"),
    "avatar.render": lambda photo, folder: avatar.render(
        HELLO, photo, folder / "a.mp4", audio=with_sound(folder / "sound"), size=(128, 128)
    ),
    "avatar.reenact_video": lambda photo, folder: avatar.reenact_video(
        still_film(folder / "played"), "", photo, folder / "a.mp4", performer="nobody", mute=True, size=(128, 128)
    ),
    "avatar.replace_background": lambda photo, folder: avatar.replace_background(
        still_film(folder / "ready"),
        folder / "a.mp4",
        portrait=photo,
        performer="nobody",
        mute=True,
        background="white",
    ),
    "pipeline.prepare": lambda photo, folder: _pipeline().prepare(ClipRequest("Hello.", str(photo), settings=TINY)),
}


def _pipeline():
    from avatar import pipeline

    return pipeline


def _on_the_air(photo, place):
    """Begin a stream that somebody could look at."""
    from avatar.onair.begin import asked, read_targets, station

    targets, sound = read_targets([str(place)], None)
    with station(asked(targets, photo), targets, sound, Home.usual(), print) as ready:
        ready.run(1.0)


def _aloud():
    from avatar import aloud

    return aloud


@pytest.mark.parametrize("door", DOORS)
def test_every_function_that_makes_pictures_refuses_a_stranger(door, home, stranger, tmp_path):
    with pytest.raises(RefusedError, match=r"stranger\.png.*avatar consent sign"):
        DOORS[door](stranger, tmp_path)
    assert not [*tmp_path.glob("*.mp4"), *tmp_path.glob("*.ts")]
    assert not (home / "portraits" / ".cache").exists(), "nothing was made of the photo"


def test_every_public_function_is_a_door_that_is_tried_here_or_makes_no_pictures():
    makes_none = {
        "AvatarError",
        "Clip",
        "Frame",
        "Performance",
        "Portrait",
        "Speech",
        "Score",
        "read",
        "read_timeline",
        "record",
        "speak",
        "voices",
        "write_timeline",
    }
    assert set(avatar.__all__) == makes_none | {
        name.removeprefix("avatar.") for name in DOORS if name.startswith("avatar.")
    }


def test_sound_in_memory_is_logged(home):
    speech = avatar.speak("Hello.", voice="fast")
    assert speech.seconds > 0.3
    (entry,) = (entry for entry in read_entries(audit_folder()) if entry["what"] == "speak")
    assert entry["decision"] == "allow"


@pytest.mark.slow
def test_the_command_refuses_a_stranger_with_the_cure_and_exit_code_3(home, stranger, tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "avatar", "say", "-p", str(stranger), "-o", str(tmp_path / "a.mp4"), "Hello."],
        env=os.environ | {"AVATAR_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 3
    assert f"avatar consent sign {stranger} --self" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


@pytest.mark.slow
def test_the_bench_shows_no_stranger(home, stranger, tmp_path):
    done = shell(
        "bench",
        "quality",
        "--portraits",
        f"{stranger},{stranger}:mirrored",
        "--languages",
        "en",
        "--speeds",
        "1",
        "--sizes",
        "128x128",
        "--seconds",
        "1",
        "--out",
        str(tmp_path / "bench"),
        "--sheet",
        str(tmp_path / "sheet.png"),
        "--json",
    )
    clips = json.loads(done.stdout)["clips"]
    assert len(clips) == 2
    assert all("not authorized" in clip["refusal"] for clip in clips)
    assert not list((tmp_path / "bench").glob("*.mp4"))
    sheet = Image.open(tmp_path / "sheet.png").convert("L")
    assert sheet.getextrema()[0] < 128, "the reason is written on it"
    assert sum(sheet.histogram()[:250]) < 0.03 * sheet.width * sheet.height, "and nothing else"


@pytest.mark.slow
def test_a_signed_photo_speaks_and_its_copy_does_not(warm_home, stranger, tmp_path):
    sign(stranger)
    clip = avatar.say("Hi.", stranger, tmp_path / "a.mp4", **QUICK)
    assert Path(clip.video).exists()
    saved_again = tmp_path / "again.jpg"
    Image.open(stranger).save(saved_again, quality=95)
    with pytest.raises(RefusedError, match="pixels"):
        avatar.say("Hi.", saved_again, tmp_path / "b.mp4", **QUICK)


@pytest.mark.parametrize(
    ("occasion", "text"),
    [
        ({"purpose": "news"}, "Hi."),
        ({"channel": "broadcast"}, "Hi."),
        ({}, "Guten Tag und herzlich willkommen."),
        ({"language": "en"}, "Guten Tag und herzlich willkommen bei uns."),
        ({"language": "en"}, "Hi. 您好，很高兴认识您。"),
    ],
)
def test_what_the_authorization_does_not_cover_is_refused(home, stranger, tmp_path, occasion, text):
    sign(stranger, "--purpose", "personal", "--channel", "file", "--language", "en")
    with pytest.raises(RefusedError):
        avatar.say(text, stranger, tmp_path / "a.mp4", **QUICK, **occasion)


@pytest.mark.slow
def test_a_revoked_photo_speaks_no_more(warm_home, stranger, tmp_path):
    sign(stranger)
    (record,) = (each for each in ConsentStore().records() if each.type == "self")
    avatar.stream("Hi.", stranger, **QUICK)
    assert shell("consent", "revoke", record.authorization_id).exit_code == 0
    with pytest.raises(RefusedError, match="revoked"):
        avatar.stream("Hi.", stranger, **QUICK)


@pytest.mark.slow
def test_the_last_of_a_limited_number_is_the_last(warm_home, stranger, tmp_path):
    sign(stranger, "--max-outputs", "1")
    avatar.say("Hi.", stranger, tmp_path / "a.mp4", **QUICK)
    with pytest.raises(RefusedError):
        avatar.say("Hi.", stranger, tmp_path / "b.mp4", **QUICK)


WORD_DOORS = {
    "avatar.say": lambda text, folder: avatar.say(text, "xiaochen", folder / "a.mp4", **QUICK),
    "avatar.stream": lambda text, folder: avatar.stream(text, "xiaochen", **QUICK),
    "avatar.record": lambda text, folder: avatar.record(text, folder / "a.wav"),
    "avatar.speak": lambda text, folder: avatar.speak(text),
    "avatar.render, as its text": lambda text, folder: avatar.render(
        replace(HELLO, text=text), "xiaochen", folder / "a.mp4", audio=with_sound(folder / "sound")
    ),
    "avatar.render, as its words": lambda text, folder: avatar.render(
        replace(HELLO, words=(replace(HELLO.words[0], text=text), HELLO.words[1])),
        "xiaochen",
        folder / "a.mp4",
        audio=with_sound(folder / "sound"),
    ),
    "aloud.record": lambda text, folder: _aloud().record(SoundRequest(text), folder / "a.wav"),
}


@pytest.mark.parametrize("door", WORD_DOORS)
def test_a_forbidden_script_is_refused_whoever_says_it(door, home, tmp_path):
    with pytest.raises(RefusedError, match="rule"):
        WORD_DOORS[door](FRAUD, tmp_path)
    assert not [path for path in tmp_path.iterdir() if path.is_file()]
    (entry,) = list(read_entries(audit_folder()))
    assert entry["decision"] == "refuse"
    assert entry["rules"]
    assert FRAUD not in json.dumps(entry, ensure_ascii=False)


def test_the_rule_that_refuses_is_named_before_what_would_only_hold(monkeypatch, home):
    from avatar.permission import policy

    findings = (
        policy.Finding("own.hold", "own", "hold", 0, 5, "It waits."),
        policy.Finding("own.refuse", "own", "refuse", 6, 300, "It must not be."),
    )
    verdict = policy.Verdict("refuse", findings)
    monkeypatch.setattr(policy, "load_policy", lambda **_: type("Own", (), {"judge": lambda *_, **__: verdict})())
    with pytest.raises(RefusedError, match=r"rule own\.refuse, 'there .{60,80}\.\.\.': It must not be\)"):
        avatar.speak("Hello there " + "and there again " * 30)


@pytest.mark.slow
def test_what_was_made_is_logged_with_its_hash_and_without_its_text(warm_home, tmp_path):
    import hashlib

    clip = avatar.say("Hi there.", "xiaochen", tmp_path / "a.mp4", **QUICK)
    (entry,) = list(read_entries(audit_folder()))
    assert (entry["what"], entry["decision"]) == ("render", "allow")
    assert entry["output"] == hashlib.sha256(Path(clip.video).read_bytes()).hexdigest()
    assert entry["details"]["content_id"] == clip.content_id
    assert "Hi there" not in json.dumps(entry)


def test_no_variable_opens_the_gate(home, stranger, tmp_path, monkeypatch):
    for name in (
        "AVATAR_CONSENT",
        "AVATAR_NO_CONSENT",
        "AVATAR_SKIP_CONSENT",
        "AVATAR_DEBUG",
        "DEBUG",
        "CI",
        "PYTEST_CURRENT_TEST",
    ):
        monkeypatch.setenv(name, "1")
    with pytest.raises(RefusedError):
        avatar.stream("Hello.", stranger)


def test_no_option_of_say_speaks_of_going_without(home):
    page = shell("say", "--help").output.lower()
    assert not any(word in page for word in ("--no-consent", "--force", "--skip", "--unsafe", "bypass"))
    assert Occasion().purpose == "personal"


def test_another_voice_than_the_one_agreed_to_is_refused(home, stranger):
    sign(stranger, "--voice", "diego")
    with pytest.raises(RefusedError, match="covers the voice diego, not 'emma'"):
        avatar.stream("Hello.", stranger, voice="emma", language="en")
    assert not (home / "portraits" / ".cache").exists(), "nothing was made of the photo"
