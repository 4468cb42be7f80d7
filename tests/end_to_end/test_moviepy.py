"""Clips for the real moviepy: any moment of them bears the marks, and a composed film gets its own."""

from __future__ import annotations

import json
import random
import sys

import av
import numpy as np
import pytest
from moviepy import ColorClip, CompositeVideoClip, concatenate_videoclips, vfx
from PIL import Image
from typer.testing import CliRunner

import avatar.moviepy
from avatar.cli.app import app
from avatar.clip import marking
from avatar.errors import InputError, NotInstalledError, OutputError, RefusedError
from avatar.ledger.audit import audit_folder, read_entries
from avatar.ledger.stores import whole_troubles
from avatar.marks.audiomark import detect
from avatar.marks.registry import Registry
from avatar.marks.registry.pattern_key import pattern_key
from avatar.marks.verify.label import FOUND, likeness
from avatar.moviepy.scratch import PictureStore, SoundStore

pytestmark = pytest.mark.slow
SIZE = (320, 320)


@pytest.fixture(scope="module")
def home(warm, tmp_path_factory):
    return warm(tmp_path_factory.mktemp("moviepy"), "amara", "marco")


@pytest.fixture(scope="module")
def amara(home):
    with avatar.moviepy.clip("Good evening, and welcome.", "amara", home=home, voice="fast", size=SIZE) as clip:
        yield clip


@pytest.fixture(scope="module")
def marco(home):
    """He can be seen through."""
    text, more = "Thank you. It is sunny.", {"voice": "fast", "size": SIZE, "background": "transparent"}
    with avatar.moviepy.clip(text, "marco", home=home, **more) as clip:
        yield clip


def luma(picture):
    return np.asarray(picture @ [0.213, 0.715, 0.072], np.uint8)


def shows_label(picture):
    return max(likeness(luma(picture), plate) for plate in marking.plates(picture.shape[1::-1])) >= FOUND


def entries(home, what):
    return [entry for entry in read_entries(audit_folder(home)) if entry["what"] == what]


def test_a_clip_has_what_moviepy_asks_for(amara, marco):
    assert amara.size == SIZE
    assert (amara.fps, amara.audio.fps) == (25, 48_000)
    assert amara.audio.duration == amara.duration
    assert amara.mask is None
    mask = marco.mask.get_frame(1.0)
    assert (mask.shape, mask.min(), mask.max()) == ((320, 320), 0.0, 1.0)
    assert [word.text for word in amara.words][:2] == ["Good", "evening"]
    assert amara.words[-1].end < amara.duration


def test_any_moment_is_the_same_however_it_is_reached(amara):
    """Pictures are read in any order and again; each bears the label."""
    times = [index / 25 for index in range(0, int(amara.duration * 25), 9)]
    onwards = {time: amara.get_frame(time).astype(int) for time in times}
    random.Random(1).shuffle(times)
    for time in times:
        assert np.abs(amara.get_frame(time) - onwards[time]).max() <= 8
        assert shows_label(amara.get_frame(time))
    assert np.abs(onwards[times[0]] - onwards[times[1]]).max() > 20


def test_sound_bears_its_mark_and_is_silent_outside(amara, home):
    whole = amara.audio.get_frame(np.arange(round(amara.duration * 48_000)) / 48_000)
    (found, *_) = detect(np.ascontiguousarray(whole[:, 0], np.float32), 48_000, [pattern_key(home)])
    rows = Registry(home).by_asset(found.asset_id)
    assert [row.facts.content_id for row in rows] == [amara.content_id]
    assert not amara.audio.get_frame(np.array([-0.1, amara.duration + 1])).any()


def test_each_clip_is_one_output_whatever_is_asked_of_it(amara, marco, home):
    for clip in (amara, marco):
        for time in (0, 1, 0.5, 1):
            clip.get_frame(time)
    counted = [entry["details"]["content_id"] for entry in entries(home, "stream")]
    assert sorted(counted) == sorted([amara.content_id, marco.content_id])


@pytest.fixture(scope="module")
def film(amara, marco):
    """Cut, resized, cross-faded, over a colour."""
    first = amara.subclipped(0.2, amara.duration).resized(0.9).with_position((10, 30))
    start = first.duration - 0.4
    second = marco.with_start(start).with_position((300, "bottom")).with_effects([vfx.CrossFadeIn(0.4)])
    ground = ColorClip((640, 360), (30, 60, 90)).with_duration(start + marco.duration)
    return CompositeVideoClip([ground, first, second])


def test_a_composed_film_is_trusted(film, amara, marco, home, tmp_path):
    """One label over all, and a credential that names both; a copy of it is told from it."""
    told = []
    done = avatar.moviepy.write(film, tmp_path / "film.mp4", watch=lambda *step: told.append(step))
    report = marking.check(tmp_path / "film.mp4", home)
    assert (report.verdict, report.why) == ("trusted", ())
    assert whole_troubles(home) == [], "its clips were counted, and it is not counted once more"
    assert report.content_id == done.content_id
    assert done.parts == (amara.content_id, marco.content_id)
    assert {layer.state for layer in report.layers.values()} == {"present"}
    assert len(report.layers["authorization"].details["authorization_ids"]) == 2
    assert told[-1] == ("encoding", done.frames, done.frames)
    assert done.frames == round(film.duration * 25)
    (entry,) = entries(home, "compose")
    assert entry["details"]["parts"].split(",") == list(done.parts)
    assert film.get_frame(1.0).shape == (360, 640, 3)  # outside, each person bears a label again
    assert shows_label(amara.get_frame(1.0))
    assert not shows_label(film.get_frame(1.0))
    changed = tmp_path / "copy.mp4"
    changed.write_bytes((tmp_path / "film.mp4").read_bytes() + b"\0\0\0\x08free")
    assert marking.check(changed, home).verdict == "tampered"


def test_a_cut_out_film_stays_transparent(marco, home, tmp_path):
    avatar.moviepy.write(marco.subclipped(0, 1), tmp_path / "cut.webm", jurisdiction="eu")
    assert marking.check(tmp_path / "cut.webm", home).verdict in {"trusted", "marked"}
    cover = transparency(tmp_path / "cut.webm")
    assert (cover.min(), cover.max()) == (0, 255)


def transparency(path):
    """Decode the alpha of the first picture."""
    with av.open(str(path)) as file:
        decoder = av.CodecContext.create("libvpx-vp9", "r")
        packet = next(file.demux(video=0))
        return decoder.decode(packet)[0].to_ndarray(format="rgba")[..., 3]


def test_whoever_takes_consent_back_is_written_no_more(warm, astronaut, tmp_path, monkeypatch):
    """One output was allowed: it may be written as often as it is edited, another clip may not be made."""
    home = warm(tmp_path / "home", astronaut)
    monkeypatch.setenv("AVATAR_HOME", str(home))
    run = CliRunner().invoke
    signed = run(app, ["consent", "sign", str(astronaut), "--self", "--yes", "--max-outputs", "1", "--json"])
    assert signed.exit_code == 0, signed.output
    clip = avatar.moviepy.clip("Hello there, my friends.", astronaut, voice="fast", size=(256, 256))
    for name in ("a.mp4", "b.mp4"):
        avatar.moviepy.write(clip, tmp_path / name)
        assert marking.check(tmp_path / name, home).verdict == "trusted"
    with pytest.raises(RefusedError, match="outputs"):
        avatar.moviepy.clip("And again.", astronaut, voice="fast", size=(256, 256))
    record = json.loads(signed.stdout)["authorization_id"]
    assert run(app, ["consent", "revoke", record]).exit_code == 0
    with pytest.raises(RefusedError, match="revoked"):
        avatar.moviepy.write(clip, tmp_path / "c.mp4")
    assert not (tmp_path / "c.mp4").exists()
    assert marking.check(tmp_path / "a.mp4", home).verdict == "marked"


def test_what_cannot_be_written_is_said_before_any_work(amara, tmp_path):
    plain = ColorClip((64, 64), (9, 9, 9)).with_duration(1)
    ask = avatar.moviepy.write
    for film, path, more, fault, words in (
        (concatenate_videoclips([plain.resized((256, 256))]), "a.mp4", {"fps": 25}, InputError, "Nobody speaks"),
        (ColorClip(SIZE, (9, 9, 9)), "a.mp4", {"fps": 25}, InputError, "has no end"),
        (plain, "a.mp4", {}, InputError, "no frame rate"),
        (amara.resized((301, 301)), "a.mp4", {}, InputError, "width 301"),
        (amara, "a.xyz", {}, OutputError, "says no format"),
        (amara, "no/a.mp4", {}, OutputError, "does not exist"),
        (amara, "a.mp4", {"label_language": "tlh"}, InputError, "'tlh'"),
    ):
        with pytest.raises(fault, match=words):
            ask(film, tmp_path / path, **more)
    assert not list(tmp_path.iterdir())


def test_without_moviepy_it_is_said_how_to_get_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "moviepy", None)
    with pytest.raises(NotInstalledError, match=r"pip install 'avatar\[moviepy\]'"):
        avatar.moviepy.clip("Hello.")
    with pytest.raises(NotInstalledError, match="moviepy 2"):
        avatar.moviepy.write(None, "a.mp4")


def test_stores_give_back_what_was_put_in(astronaut):
    with Image.open(astronaut) as file:
        photo = np.asarray(file.convert("RGBA").resize((256, 200)), np.uint8).copy()
    pictures = []
    store = PictureStore((256, 200), 4)
    for index in range(40):
        photo[..., 3] = np.linspace(0, 255, 256).astype(np.uint8)
        pictures.append(np.roll(photo, index, axis=1))
        store.add(pictures[-1])
    store.finish()
    for index in (39, 0, 1, 20, 19, 21, 5):
        difference = store.read(index).astype(float) - pictures[index]
        assert 10 * np.log10(255**2 / np.mean(difference**2)) > 40
    store.close()
    sound = SoundStore()
    assert len(sound.read(0, 10)) == len(sound) == 0
    sound.add(np.array([0.1, -0.2], np.float32))
    sound.add(np.array([0.3], np.float32))
    assert sound.read(0, 99).tolist() == np.array([0.1, -0.2, 0.3], np.float32).tolist()
    assert sound.read(1, 2).tolist() == [np.float32(-0.2)]
    assert len(sound.read(5, 9)) == 0
    sound.close()
