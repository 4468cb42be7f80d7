"""The bench signs nothing: what it derives is measured under the original's own permission, and speaks nowhere else."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from typer.testing import CliRunner

import avatar
from avatar import pipeline
from avatar.cli.app import app
from avatar.clip.request import ClipRequest, Occasion
from avatar.errors import RefusedError
from avatar.permission.consent import ConsentStore
from avatar.portrait.read import read_photo
from avatar.settings import FilmSettings, Settings

pytestmark = pytest.mark.slow

TINY = Settings(film=FilmSettings(128, 128))


@pytest.fixture
def photo(tmp_path, astronaut):
    return Path(shutil.copy(astronaut, tmp_path / "me.png"))


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch, warm, astronaut):
    monkeypatch.setenv("AVATAR_HOME", str(warm(tmp_path / "home", astronaut)))
    return tmp_path / "home"


def shell(*words):
    done = CliRunner().invoke(app, [str(word) for word in words])
    assert done.exit_code == 0, done.output
    return done.stdout


def sign(photo, *words):
    shell("consent", "sign", photo, "--self", "--yes", *words)


def own_records():
    return sorted((ConsentStore().folder / "records").glob("*.json"))


def bench(photo, folder, variant="mirrored"):
    """Let the bench make its clip of a variant; give what it says of that."""
    words = ["bench", "quality", "--portraits", f"{photo}:{variant}", "--languages", "en", "--speeds", "1"]
    words += ["--sizes", "128x128", "--seconds", "1", "--out", folder, "--json"]
    done = CliRunner().invoke(app, [str(word) for word in words])
    (clip,) = json.loads(done.stdout)["clips"]
    return clip


def mirrored(photo, place):
    Image.fromarray(np.ascontiguousarray(read_photo(photo).pixels[:, ::-1])).save(place)
    return place


@dataclass(frozen=True)
class Measured:
    """A variant that was measured, of a photo whose owner allows one output, in a folder with a planted picture."""

    home: Path
    photo: Path
    planted: Path
    record: Path
    shown: str
    """hash of the pixels that were shown, before the bench made its clip"""
    clip: dict


@pytest.fixture(scope="module")
def of_a_variant(tmp_path_factory, warm, astronaut):
    folder = tmp_path_factory.mktemp("measured")
    home = warm(folder / "home", astronaut)
    photo = Path(shutil.copy(astronaut, folder / "me.png"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AVATAR_HOME", str(home))
        sign(photo, "--max-outputs", "1")
        (record,) = own_records()
        planted = folder / "bench" / "portraits" / f"me-{read_photo(photo).content_hash[:8]}-mirrored.png"
        planted.parent.mkdir(parents=True)
        Image.fromarray(255 - read_photo(photo).pixels).save(planted)
        order = ClipRequest("Hi.", str(photo), settings=TINY, occasion=Occasion(purpose="research"))
        shown = pipeline.prepare(order, variant="mirrored").portrait.content_hash
        clip = bench(photo, folder / "bench")
    return Measured(home, photo, planted, record, shown, clip)


@pytest.fixture
def measured(of_a_variant, monkeypatch):
    """The same, in its own home."""
    monkeypatch.setenv("AVATAR_HOME", str(of_a_variant.home))
    return of_a_variant


def revoke(photo, home):
    sign(photo)
    shell("consent", "revoke", json.loads(own_records()[0].read_text())["authorization_id"])


def limit_to_another_purpose(photo, home):
    sign(photo, "--purpose", "personal")


def use_up(photo, home):
    sign(photo, "--max-outputs", "1")
    avatar.say("Hi.", photo, photo.with_name("used.mp4"), size=(128, 128), voice="fast", purpose="research")


@pytest.mark.parametrize("become", [revoke, limit_to_another_purpose, use_up])
def test_what_the_gate_refuses_of_the_original_it_refuses_of_the_variant(photo, home, tmp_path, become):
    become(photo, home)
    before = [path.read_bytes() for path in own_records()]
    clip = bench(photo, tmp_path / "bench")
    assert "not authorized" in clip["refusal"]
    assert [path.read_bytes() for path in own_records()] == before
    assert not list((tmp_path / "bench").rglob("*.mp4"))


def test_a_picture_that_was_planted_where_variants_lay_is_neither_shown_nor_signed(measured):
    assert Path(measured.clip["video"]).is_file()
    assert not list(ConsentStore().covering(read_photo(measured.planted).content_hash))
    assert own_records() == [measured.record]


def test_what_an_authorization_allows_is_measured_and_speaks_nowhere_else(measured, tmp_path):
    assert Path(measured.clip["video"]).is_file()
    assert own_records() == [measured.record]
    assert ConsentStore().ledger.made(json.loads(measured.record.read_text())["authorization_id"]) == 1
    copy = mirrored(measured.photo, tmp_path / "mirrored.png")
    with pytest.raises(RefusedError):
        avatar.stream("Hi.", copy, size=(128, 128), voice="fast")


def test_a_variant_shows_what_was_derived_in_this_run(measured, tmp_path):
    assert measured.shown == read_photo(mirrored(measured.photo, tmp_path / "mirrored.png")).content_hash


def test_a_variant_is_for_measuring_only(photo):
    sign(photo)
    order = ClipRequest("Hi.", str(photo), settings=TINY, occasion=Occasion(purpose="marketing"))
    with pytest.raises(RefusedError, match="for research only, not for 'marketing'"):
        pipeline.prepare(order, variant="mirrored")
