"""What a file is said to bear is read back from its pictures and its sound, not from what was meant."""

from dataclasses import replace

import numpy as np
import pytest
import soundfile

import avatar
from avatar.clip import marking
from avatar.errors import AvatarError
from avatar.marks.audiomark import mark
from avatar.marks.registry import Registry, Span
from avatar.marks.verify.given import read_given
from avatar.marks.verify.records import file_sha256
from avatar.marks.watermark import Payload
from tests.marked import NOW

pytestmark = pytest.mark.slow


def layers_of(studio, path):
    (entry,) = Registry(studio.folder).by_file(file_sha256(path))
    return entry.layers


def spans(count, seconds=1.0):
    return tuple(Span(8_000_000 + each, seconds * each, seconds * (each + 1)) for each in range(count))


def without_label(facts):
    return replace(facts, label="")


def in_another_language(facts):
    return replace(facts, label="AI-generated")


def without_watermark(facts):
    return replace(facts, spans=())


def with_that_of_another(facts):
    return replace(facts, spans=(Span(1, 0.0, 2.0),))


@pytest.mark.parametrize(
    ("harm", "lacking"),
    [
        (without_label, "label"),
        (in_another_language, "label"),
        (without_watermark, "watermark"),
        (with_that_of_another, "watermark"),
    ],
)
def test_a_film_that_does_not_bear_what_was_meant_is_refused_and_leaves_nothing(studio, tmp_path, harm, lacking):
    facts = studio.facts(60)
    with pytest.raises(AvatarError, match=f"asks for: {lacking}; it was not kept"):
        studio.film(tmp_path / "a.mp4", facts, drawn=[harm(facts)])
    assert list(tmp_path.iterdir()) == []
    assert Registry(studio.folder).by_content(facts.content_id) == []


@pytest.mark.parametrize("place", [0, 2, 4])
@pytest.mark.parametrize("harm", [without_label, without_watermark])
def test_one_passage_of_several_that_bears_too_little_is_enough(studio, tmp_path, harm, place):
    facts = studio.facts(61, spans=spans(5))
    passages = [replace(facts, spans=(each,)) for each in facts.spans]
    passages[place] = harm(passages[place])
    with pytest.raises(AvatarError, match="it was not kept"):
        studio.film(tmp_path / "a.mp4", facts, seconds=1.0, drawn=passages)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("ending", ["mp4", "mov", "mkv", "webm"])
def test_every_kind_of_film_bears_its_marks_in_each_passage(studio, tmp_path, ending):
    facts = studio.facts(62, spans=spans(4, 1.48), is_sound_marked=True)
    passages = [replace(facts, spans=(each,)) for each in facts.spans]
    path = studio.film(tmp_path / f"a.{ending}", facts, seconds=1.48, drawn=passages)
    assert {"label", "watermark", "audio_watermark"} <= set(layers_of(studio, path))


def test_a_gif_is_not_said_to_bear_a_mark_in_its_sound(studio, tmp_path):
    path = studio.film(tmp_path / "a.gif", studio.facts(63, is_sound_marked=True))
    assert set(layers_of(studio, path)) == {"label", "aigc", "c2pa", "watermark"}
    report = marking.check(path, studio.folder, NOW)
    assert report.verdict == "trusted", report.why


@pytest.mark.parametrize("size", [(1920, 128), (128, 1920), (128, 128)])
def test_a_fresh_film_of_any_shape_is_trusted(studio, tmp_path, size):
    path = studio.film(tmp_path / "a.mp4", studio.facts(64), size)
    assert "watermark" in layers_of(studio, path)
    report = marking.check(path, studio.folder, NOW)
    assert report.verdict == "trusted", report.why


def test_small_pictures_that_cannot_bear_it_may_leave_the_watermark_to_the_sound(studio, tmp_path):
    facts = studio.facts(65, 4.0, is_sound_marked=True)
    path = studio.film(tmp_path / "a.mp4", facts, (128, 128), 4.0, crf=51)
    assert "watermark" not in layers_of(studio, path)
    assert "audio_watermark" in layers_of(studio, path)
    report = marking.check(path, studio.folder, NOW)
    assert report.verdict == "trusted", report.why


def test_where_neither_pictures_nor_sound_bear_it_or_the_pictures_are_large_the_film_is_refused(studio, tmp_path):
    for changes, size in (({}, (128, 128)), ({"is_sound_marked": True}, (400, 400))):
        with pytest.raises(AvatarError, match="asks for: watermark"):
            studio.film(tmp_path / "a.mp4", studio.facts(66, **changes), size, crf=51)
    assert list(tmp_path.iterdir()) == []


def test_a_film_that_bears_no_watermark_says_so_where_none_is_asked_for(studio, tmp_path):
    facts = studio.facts(67, 4.0, jurisdiction="us-ny", is_sound_marked=True)
    film = studio.film(tmp_path / "a.mp4", facts, seconds=4.0, crf=51)
    found = marking.mark_film(film, facts, studio.folder)
    assert "watermark" not in found.layers
    (warning,) = found.warnings
    assert "No watermark can be read in the pictures of 256x256 px" in warning
    assert "its sound bears it" in warning


def test_a_film_that_cannot_be_read_is_told(studio, tmp_path):
    path = studio.film(tmp_path / "a.mkv", studio.facts(68))
    path.write_bytes(path.read_bytes()[:3000] + np.random.default_rng(0).bytes(3000))
    with pytest.raises(AvatarError):
        marking.mark_film(path, studio.facts(68), studio.folder)


@pytest.fixture(scope="module")
def speech():
    """Four seconds of it, 48 kHz."""
    said = avatar.speak("Good morning, and thank you for calling. I can help you with your order.", voice="emma")
    return said.samples[: 4 * 48_000]


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_sound_is_listened_to_at_its_beginning_its_middle_and_its_end(studio, tmp_path, speech, place):
    """One of them may be silence, or too soft for what an encoder leaves of it."""
    facts = studio.facts(64, spans=(Span(64, 0.0, 18.0),), is_sound_marked=True)
    key, sound = bytes(range(32)), np.zeros(18 * 48_000, np.float32)
    begin = (0, 7, 14)[place] * 48_000
    sound[begin : begin + len(speech)] = mark(speech, 48_000, key, Payload(64))
    soundfile.write(tmp_path / "a.wav", sound, 48_000)
    given = read_given(tmp_path / "a.wav", "wav", facts, marking.plates, key)
    assert given.layers == {"audio_watermark"}
    sound[begin : begin + len(speech)] = speech
    soundfile.write(tmp_path / "b.wav", sound, 48_000)
    assert not read_given(tmp_path / "b.wav", "wav", facts, marking.plates, key).layers
