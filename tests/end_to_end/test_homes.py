"""Homes are handed in: tenants of one process see nothing of each other, and many clips and inspections run at once."""

from __future__ import annotations

import shutil
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from typer.testing import CliRunner

import avatar
from avatar.cli.app import app
from avatar.errors import PortraitError, RefusedError, VoiceError
from avatar.ledger.audit import audit_folder, read_entries
from avatar.marks.registry import Registry

pytestmark = pytest.mark.slow

TINY = (128, 128)
CARD = """\
language = "en"
gender = "male"
licence = "mine"
engine = { name = "espeak", voice = "gmw/en" }
"""


@pytest.fixture
def nobody(tmp_path, monkeypatch):
    """Whoever asks for the usual home from here on fails."""
    place = tmp_path / "nobody"
    place.write_text("no folder")
    monkeypatch.setenv("AVATAR_HOME", str(place))


@pytest.fixture
def tenant(tmp_path, warm, astronaut):
    """Make a home of a tenant, in which clips of xiaochen and of the astronaut begin at once."""

    def make(name):
        return warm(tmp_path / name, "xiaochen", astronaut)

    return make


def sign(photo, home, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setenv("AVATAR_HOME", str(home))
        done = CliRunner().invoke(app, ["consent", "sign", str(photo), "--self", "--yes"])
    assert done.exit_code == 0, done.output


def contents(home):
    return {entry.get("details", {}).get("content_id", "") for entry in read_entries(audit_folder(home))} - {""}


def test_nothing_below_the_edge_asks_for_the_usual_home(tenant, nobody, tmp_path):
    home = tenant("a")
    clip = avatar.say("Hi.", "xiaochen", tmp_path / "a.mp4", size=TINY, voice="fast", home=home)
    assert len(list(avatar.stream("Hi there.", "xiaochen", size=TINY, voice="fast", home=home))) > 10
    assert len(list(avatar.stream("Hi again.", "xiaochen", size=TINY, voice="fast", home=home).fragments())) > 2
    avatar.record("Hi.", tmp_path / "a.wav", home=home)
    assert avatar.speak("Hi.", language="en", voice="fast", home=home).seconds > 0.3
    assert clip.content_id in contents(home)


def test_two_homes_in_one_process_share_nothing(tenant, nobody, tmp_path, astronaut, monkeypatch):
    photo = Path(shutil.copy(astronaut, tmp_path / "me.png"))
    one, other = tenant("one"), tenant("other")
    sign(photo, one, monkeypatch)
    (one / "voices" / "mine").mkdir(parents=True)
    (one / "voices" / "mine" / "card.toml").write_text(CARD)
    avatar.enroll(photo, "me", home=one)
    clip = avatar.say("Hi.", "me", tmp_path / "a.mp4", voice="mine", size=TINY, home=one)
    with pytest.raises(PortraitError, match="me"):
        avatar.say("Hi.", "me", tmp_path / "b.mp4", size=TINY, voice="fast", home=other)
    with pytest.raises(RefusedError, match="consent sign"):
        avatar.say("Hi.", photo, tmp_path / "b.mp4", size=TINY, voice="fast", home=other)
    with pytest.raises(VoiceError, match="mine"):
        avatar.say("Hi.", "xiaochen", tmp_path / "b.mp4", voice="mine", size=TINY, home=other)
    again = avatar.say("Hi.", "xiaochen", tmp_path / "c.mp4", size=TINY, voice="fast", home=other)
    assert clip.content_id in contents(one) - contents(other)
    assert again.content_id in contents(other) - contents(one)
    assert [len(Registry(home).by_content(clip.content_id)) for home in (one, other)] == [1, 0]
    assert (one / "keys" / "watermark.key").read_bytes() != (other / "keys" / "watermark.key").read_bytes()


def test_eight_clips_at_once_are_the_clips_they_are_alone(tenant, nobody, tmp_path):
    homes = [tenant("one"), tenant("other")]
    texts = [f"This is clip number {number}." for number in range(8)]

    def say(number):
        place = tmp_path / f"{number}.mp4"
        return avatar.say(texts[number], "xiaochen", place, size=TINY, voice="fast", home=homes[number % 2])

    with ThreadPoolExecutor(8) as pool:
        clips = list(pool.map(say, range(8)))
    assert len({clip.content_id for clip in clips}) == 8
    drawing = [thread.name for thread in threading.enumerate() if thread.name.startswith("avatar-draw")]
    assert not drawing
    for home, mine in zip(homes, (clips[0::2], clips[1::2]), strict=True):
        assert {clip.content_id for clip in mine} <= contents(home)
    alone = [
        frame.image.tobytes() for frame in avatar.stream(texts[3], "xiaochen", size=TINY, voice="fast", home=homes[1])
    ]
    assert len(alone) == clips[3].frames


def test_two_inspections_at_once_find_what_one_finds(tenant, nobody, tmp_path, capfd):
    from avatar.inspection import inspect_clip

    home = tenant("a")
    clip = avatar.say("Mama bought a map.", "xiaochen", tmp_path / "a.mp4", size=(320, 320), voice="fast", home=home)
    portrait = avatar.stream("Hi.", "xiaochen", size=TINY, voice="fast", home=home).portrait
    alone = inspect_clip(Path(clip.video), portrait)
    with ThreadPoolExecutor(2) as pool:
        both = list(pool.map(lambda _: inspect_clip(Path(clip.video), portrait), range(2)))
    assert [report.rows for report in both] == [alone.rows] * 2
    assert capfd.readouterr() == ("", "")
