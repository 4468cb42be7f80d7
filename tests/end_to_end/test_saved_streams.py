"""What somebody has saved of a stream is known again: all of it, its beginning, and what was made of it."""

from __future__ import annotations

from contextlib import closing
from itertools import islice

import pytest

import avatar
from avatar.aloud import stream as speak
from avatar.clip.marking import check
from avatar.clip.request import SoundRequest
from avatar.marks.registry import Registry

pytestmark = pytest.mark.slow

TEXT = "Good morning, and welcome to our branch. Please bring your passport with you."


@pytest.fixture(scope="module")
def home(tmp_path_factory, warm, astronaut):
    folder = tmp_path_factory.mktemp("streams") / "home"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AVATAR_HOME", str(warm(folder, astronaut)))
        yield folder


@pytest.fixture(scope="module")
def received(home):
    """A stream as a visitor has received it, piece by piece."""
    return list(avatar.stream(TEXT, "xiaochen", size=(256, 256), voice="fast").fragments())


def saved(content, tmp_path, name="received.mp4"):
    place = tmp_path / name
    place.write_bytes(content)
    return check(place)


def test_a_stream_that_was_saved_whole_is_trusted(received, tmp_path):
    report = saved(b"".join(received), tmp_path)
    assert report.verdict == "trusted", report.why
    assert report.layers["registry"].details["file"] == "same"
    assert report.content_id


@pytest.mark.parametrize("share", [0.3, 0.6, 0.999])
def test_a_stream_that_was_cut_off_is_no_forgery(received, tmp_path, share):
    content = b"".join(received)
    report = saved(content[: int(share * len(content))], tmp_path)
    assert report.verdict == "marked", report.why
    assert report.layers["registry"].details["file"] == "cut off"
    assert report.content_id == saved(content, tmp_path).content_id


def test_a_visitor_who_leaves_has_the_beginning_of_a_stream(home, tmp_path):
    pieces = avatar.stream(TEXT, "xiaochen", size=(256, 256), voice="fast").fragments()
    with closing(pieces):
        got = list(islice(pieces, 12))
    report = saved(b"".join(got), tmp_path)
    assert report.layers["registry"].details["file"] == "same", "what was sent is what was noted"
    assert report.verdict in ("trusted", "marked")


def test_what_was_changed_in_a_saved_stream_is_told(received, tmp_path):
    content = bytearray(b"".join(received))
    content[a_picture_in(content)] ^= 1
    assert saved(bytes(content), tmp_path).verdict == "tampered"


def a_picture_in(content):
    """Find a byte of a picture: one of a box's own would leave a file that nobody can read."""
    box = content.index(b"mdat", len(content) // 3)
    return box + int.from_bytes(content[box - 4 : box], "big") // 2


def test_what_was_put_after_a_stream_is_told(received, tmp_path):
    content = b"".join(received)
    assert saved(content + content[-5000:], tmp_path).verdict == "tampered"


def test_a_stream_without_notes_is_marked_for_nobody_knows_its_bytes(received, tmp_path, monkeypatch, home):
    """Its process was killed, so that only the rows of its passages are there."""
    content = b"".join(received)
    by_content = Registry.by_content
    monkeypatch.setattr(Registry, "by_file", lambda *_: [])
    monkeypatch.setattr(
        Registry, "by_content", lambda self, each: [row for row in by_content(self, each) if not row.sha256]
    )
    report = saved(content, tmp_path)
    assert report.verdict == "marked", report.why
    assert report.content_id


@pytest.mark.parametrize("form", ["mp3", "wav"])
def test_a_sound_that_was_streamed_and_saved_is_trusted(home, tmp_path, form):
    content = b"".join(speak(SoundRequest(TEXT, "fast"), form))
    report = saved(content, tmp_path, f"received.{form}")
    assert report.verdict == "trusted", report.why
    cut = saved(content[: int(0.7 * len(content))], tmp_path, f"cut.{form}")
    assert cut.verdict == "marked", cut.why
