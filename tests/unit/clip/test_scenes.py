"""A scene in the clip that it is asked for."""

import json
from dataclasses import replace
from fractions import Fraction

import pytest

from avatar.clip.request import ClipRequest
from avatar.clip.scenes import depends, named, read_scene
from avatar.clip.staging import Staging, sentences_of
from avatar.data import Word
from avatar.data.scene import (
    Bullets,
    Captions,
    Chapter,
    Fill,
    Film,
    Layer,
    Moment,
    Move,
    Music,
    Panel,
    Picture,
    Scene,
    Source,
)
from avatar.errors import InputError
from avatar.finish.scene import Schedule
from avatar.finish.scene.schedule import NEVER

PLAIN = Scene((1280, 720), "en", (Layer("a", Panel(Fill())),), lead_in=1.5, lead_out=2.0)


def test_a_scene_says_how_large_the_film_is_and_how_long_the_person_is_still():
    request = ClipRequest.from_options("Hello", scene=PLAIN)
    film, motion = request.settings.film, request.settings.motion
    assert ((film.width, film.height), motion.lead_in, motion.lead_out) == ((1280, 720), 1.5, 2.0)
    assert ClipRequest.from_options("Hello", scene=PLAIN, size="640x360").settings.film.width == 640


@pytest.mark.parametrize(
    ("options", "message"), [({"size": "640x640"}, "same shape"), ({"background": "red"}, "own background")]
)
def test_what_does_not_go_with_a_scene_is_told(options, message):
    with pytest.raises(InputError, match=message):
        ClipRequest.from_options("Hello", scene=PLAIN, **options)


def test_a_scene_may_show_captions_and_say_how_they_look():
    scene = replace(PLAIN, captions=Captions((0, 0.8, 1, 0.2), "[text]\nsize = 0.08", are_shown=True))
    subtitles = ClipRequest.from_options("Hello", scene=scene).settings.subtitles
    assert (subtitles.kind, subtitles.style) == ("burn", "[text]\nsize = 0.08")
    assert ClipRequest.from_options("Hello", scene=scene, subtitles="file").settings.subtitles.kind == "file"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "cannot be read"),
        ("[]", "no table"),
        ('{"size": [64, 64], "language": "en", "layers": [], "colour": 1}', "'colour'"),
        ('{"size": [64], "language": "en", "layers": []}', "does not have 2"),
        ('{"size": [64, 64], "language": "en", "layers": [{"name": "a", "content": {"kind": "disc"}}]}', "'disc'"),
        ('{"schema": "avatar.scene/9", "size": [64, 64], "language": "en", "layers": []}', "avatar.scene/9"),
    ],
)
def test_what_is_no_scene_is_told(tmp_path, content, message):
    place = tmp_path / "scene.json"
    place.write_text(content)
    with pytest.raises(InputError, match=message):
        read_scene(place)


def test_a_scene_is_named_by_what_its_files_hold_and_not_by_where_they_lie(tmp_path):
    for folder in ("here", "there"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.png").write_bytes(b"picture")
        scene = replace(PLAIN, layers=(Layer("p", Picture(Source("a.png"))),))
        (tmp_path / folder / "scene.json").write_text(json.dumps(scene.document()))
    here, there = (read_scene(tmp_path / folder / "scene.json") for folder in ("here", "there"))
    assert here != there
    assert named(here) == named(there)
    (tmp_path / "there" / "a.png").write_bytes(b"another")
    assert named(read_scene(tmp_path / "there" / "scene.json")) != named(here)


@pytest.mark.parametrize(
    ("layer", "on"),
    [
        (Layer("a", Panel()), ""),
        (Layer("a", Panel(), enter=Move("fade")), "place"),
        (Layer("a", Panel(), end=Moment("time", 3.0)), "place"),
        (Layer("a", Film(Source("x"))), "place"),
        (Layer("a", Panel(), end=Moment("end")), "all"),
        (Layer("a", Bullets(())), "all"),
    ],
)
def test_passages_are_filmed_anew_only_where_their_pictures_may_differ(layer, on):
    assert depends(replace(PLAIN, layers=(layer,))) == on


def test_music_makes_every_passage_depend_on_the_others():
    assert depends(replace(PLAIN, music=Music(Source("x")))) == "all"


def test_sentences_begin_with_their_first_words():
    words = [
        Word(text, float(index), index + 0.8)
        for index, text in enumerate(["One", "two", "three", "Four", "five", "Six"])
    ]
    found = sentences_of(["One, two, three.", "Four five!", "Six?"], words)
    assert [(each.start, each.end) for each in found] == [(0.0, 2.8), (3.0, 4.8), (5.0, 5.8)]
    assert sentences_of(["One."], []) == []


def test_chapters_follow_each_other_and_those_that_never_come_are_left_out(tmp_path):
    scene = replace(PLAIN, chapters=(Chapter("B"), Chapter("A"), Chapter("C")))
    found = Staging(scene, Fraction(25), tmp_path).chapters(Schedule(10.0, (), (4.0, 0.0, NEVER)))
    assert found == [("A", 0.0, 4.0), ("B", 4.0, 10.0)]
    assert Staging(PLAIN, Fraction(25), tmp_path).chapters(Schedule(10.0, (), ())) == []
