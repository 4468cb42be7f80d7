"""What follows from a request: the clip's name, its seed, its content id."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avatar.clip.naming import derive_content_id, derive_key, derive_seed, file_stem
from avatar.clip.request import ClipRequest
from avatar.settings import BackgroundSettings, FilmSettings, LipSettings, MotionSettings, Settings, SpeechSettings


@pytest.mark.parametrize(
    ("portrait", "text", "stem"),
    [
        ("xiaochen.jpg", "您好，我是小陈。", "xiaochen-您好"),
        ("/photos/My Face.final.png", "Hello there! And more.", "My-Face-final-Hello-there"),
        ("xiaochen", "...，，", "xiaochen"),
        ("xiaochen", "…… 再见！", "xiaochen-再见"),
        (r"C:\photos\me.JPG", "a/b\\c", "me-a-b-c"),
    ],
)
def test_a_clip_is_named_after_portrait_and_first_words(portrait, text, stem):
    assert file_stem(portrait, text) == stem


@given(st.text(), st.text())
def test_a_name_is_always_safe_and_short(portrait, text):
    name = file_stem(portrait, text)
    assert name
    assert not set(name) & set('/\\:*?"<>|\0\n\r\t ')
    assert not name.startswith((".", "-"))
    assert len(f"{name}-99.mp4".encode()) <= 255


def content_id(order, **changes):
    given_facts = {"seed": 1, "portrait_hash": "p", "voices": [{"name": "v"}], "versions": {"avatar": "1"}}
    return derive_content_id(order, **(given_facts | changes))


def test_the_same_order_has_the_same_content_id_of_32_hex_digits():
    one, again = content_id(ClipRequest("Hello")), content_id(ClipRequest("Hello"))
    assert one == again
    assert len(one) == 32
    assert int(one, 16) >= 0


def test_where_the_portrait_lies_does_not_change_the_content_id():
    assert content_id(ClipRequest("Hello", portrait="a.jpg")) == content_id(ClipRequest("Hello", portrait="b/a.jpg"))


def before(kind, **more):
    """Ask for a clip before another background."""
    return ClipRequest("Hello", settings=Settings(film=FilmSettings(background=BackgroundSettings(kind, **more))))


def test_a_background_is_named_by_its_content_not_by_its_place():
    one, other = (before("image", digest="0", path=path) for path in ("a.png", "b/a.png"))
    assert content_id(one) == content_id(other)
    assert content_id(one) != content_id(before("image", digest="1", path="a.png"))
    assert content_id(before("colour", colour=(0, 0, 1))) != content_id(before("colour", colour=(0, 0, 2)))


@pytest.mark.parametrize(
    "other",
    [
        ClipRequest("Hello."),
        ClipRequest("Hello [nod]"),
        ClipRequest("Hello", face=2),
        ClipRequest("Hello", renderer="fomm"),
        ClipRequest("Hello", settings=Settings(speech=SpeechSettings(speed=1.1))),
        ClipRequest("Hello", settings=Settings(motion=MotionSettings(emotion="warm"))),
        ClipRequest("Hello", settings=Settings(lips=LipSettings(strength=0.8))),
        ClipRequest("Hello", settings=Settings(film=replace(FilmSettings(), width=512))),
        ClipRequest("Hello", settings=Settings(film=FilmSettings(codec="hevc"))),
        before("image", digest="0"),
    ],
)
def test_whatever_shapes_the_clip_changes_the_content_id(other):
    assert content_id(other) != content_id(ClipRequest("Hello"))


@pytest.mark.parametrize(
    "change", [{"seed": 2}, {"portrait_hash": "q"}, {"voices": [{"name": "w"}]}, {"versions": {"avatar": "2"}}]
)
def test_seed_portrait_voice_and_versions_change_the_content_id(change):
    assert content_id(ClipRequest("Hello"), **change) != content_id(ClipRequest("Hello"))


def test_the_derived_seed_depends_on_the_portrait_alone():
    assert derive_seed("p") == derive_seed("p")
    assert derive_seed("p") != derive_seed("q")
    assert 0 <= derive_seed("p") < 2**32


def test_a_key_depends_on_all_of_its_content():
    content = {"passage": {"text": "您好"}, "fps": Fraction(25)}
    assert derive_key(content) == derive_key(dict(reversed(content.items())))
    assert len({derive_key(content), derive_key({**content, "fps": Fraction(50)}), derive_key({})}) == 3
