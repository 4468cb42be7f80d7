"""Templates are read, checked, and filled for a language and a shape."""

import json

import pytest

from avatar.campaign.templates import TemplateFault, read_template, scene_of
from avatar.campaign.templates.moments import read_moment
from avatar.clip.scenes import read_scene
from avatar.data.scene import Letters, Moment, Scene
from avatar.errors import InputError
from avatar.finish.scene.painting import Place
from avatar.finish.scene.texts import fitted, fonts_for
from avatar.runtime.folders import Home

TEMPLATE = """
name = "mini"
title = "Mini"
lead_in = 1.0
[shapes]
wide = [1280, 720]
tall = [720, 1280]
[variables.headline]
kind = "text"
required = true
max = 40
[variables.points]
kind = "list"
max = 3
[variables.price]
kind = "number"
[variables.tone]
kind = "choice"
choices = ["calm", "bold"]
default = "calm"
[variables.cta]
default = { en = "Order now", zh = "立即订购" }
[variables.photo]
kind = "picture"
[brand.colours]
primary = "#0b5fff"
[brand.fonts]
heading = ""
[brand.pictures]
logo = ""
[groups.intro]
until = 1.0
[[layers]]
name = "back"
kind = "panel"
fill = "brand.primary"
[[layers]]
name = "head"
kind = "text"
text = "{{ headline }}{% if price %} {{ price | money('EUR') }}{% endif %}"
box = [100, 100, 300, 200]
size = [80, 40]
tall = { box = [50, 50, 900, 100], lines = 2 }
[[layers]]
name = "points"
kind = "bullets"
items = "{{ points }}"
box = [100, 400, 300, 400]
enter = { kind = "slide", toward = "end" }
[[layers]]
name = "person"
kind = "person"
background = "cutout"
box = [500, 0, 500, 1000]
[[layers]]
name = "logo"
kind = "picture"
source = "brand.logo"
box = [900, 50, 50, 50]
[[layers]]
name = "cover"
kind = "text"
group = "intro"
text = "{{ cta }}"
shapes = ["wide"]
[[chapters]]
title = "{{ headline }}"
at = "sentence 2"
"""


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "mini"
    place.mkdir()
    (place / "template.toml").write_text(TEMPLATE, encoding="utf-8")
    return place


def faults(call, *given, **named):
    with pytest.raises(TemplateFault) as fault:
        call(*given, **named)
    return dict(fault.value.faults)


def layer(scene, name):
    return next((each for each in scene.layers if each.name == name), None)


def test_a_template_says_what_it_asks_for(folder):
    template = read_template(folder)
    assert (template.name, list(template.shapes), len(template.version)) == ("mini", ["wide", "tall"], 64)
    assert template.variables["headline"].required
    (folder / "preview.png").write_bytes(b"x")
    assert read_template(folder).version == template.version, "what only shows it does not name it"
    (folder / "extra.txt").write_text("x")
    assert read_template(folder).version != template.version


def test_a_filled_template_is_a_scene_that_json_carries(folder):
    scene = read_template(folder).fill({"headline": "Hello", "points": "One | first words\nTwo"})
    assert Scene.of(json.loads(json.dumps(scene.document()))) == scene
    assert scene.size == (1280, 720)
    assert [(item.text, item.cue) for item in layer(scene, "points").content.items] == [
        ("One", "first words"),
        ("Two", ""),
    ]
    assert layer(scene, "logo") is None, "there is no logo"
    assert layer(scene, "cover").content.text == "Order now"
    assert layer(scene, "cover").end == Moment("time", 1.0), "as its group says"
    assert scene.chapters[0].at == Moment("sentence", 2)
    assert layer(scene, "back").content.fill.colours == ((11, 95, 255, 1.0),)


def test_a_shape_has_its_own_boxes_and_layers(folder):
    scene = read_template(folder).fill({"headline": "Hello"}, shape="tall")
    assert layer(scene, "head").box == pytest.approx((0.05, 0.05, 0.9, 0.1))
    assert (layer(scene, "head").content.letters.lines, layer(scene, "cover")) == (2, None)


def test_what_runs_from_right_to_left_is_mirrored(folder):
    scene = read_template(folder).fill({"headline": "مرحبا", "points": ["واحد"]}, language="ar")
    assert layer(scene, "person").box == pytest.approx((0.0, 0.0, 0.5, 1.0))
    assert layer(scene, "points").content.letters.align == "right"
    assert layer(scene, "points").enter.toward == "left"


@pytest.mark.usefixtures("chinese_letters")
def test_defaults_are_in_the_language_and_a_brand_replaces_its_own(folder):
    brand = {"colours": {"primary": "#ff0000"}}
    scene = read_template(folder).fill({"headline": "您好"}, language="zh", brand=brand)
    assert layer(scene, "cover").content.text.replace("\u200b", "") == "立即订购"
    assert layer(scene, "back").content.fill.colours == ((255, 0, 0, 1.0),)


@pytest.mark.usefixtures("chinese_letters")
def test_lines_of_chinese_end_between_words(folder):
    scene = read_template(folder).fill({"headline": "适合春天的每一天", "points": "立即订购新款"}, language="zh")
    words = layer(scene, "head").content.text.split("\u200b")
    assert ("春天" in words, "".join(words)) == (True, "适合春天的每一天")
    letters = Letters(largest=0.1, smallest=0.1)
    fonts = fonts_for("适合春天的每一天", letters, "zh")
    lines = fitted(layer(scene, "head").content.text, letters, Place(0, 0, 450, 900, 1000), fonts).lines
    assert "".join(lines) == "适合春天的每一天"
    assert any("春天" in line for line in lines), "no line ends inside a word"


def test_money_is_written_as_the_language_writes_it(folder):
    pytest.importorskip("babel")
    scene = read_template(folder).fill({"headline": "Tee", "price": "12.5"}, language="de")
    assert layer(scene, "head").content.text == "Tee 12,50 €".replace("\u00a0", " ")


def test_all_that_is_wrong_is_said_at_once(folder):
    told = faults(
        read_template(folder).fill, {"headlin": "x", "points": "a\nb\nc\nd", "tone": "loud", "photo": "no.png"}
    )
    assert set(told) == {"headlin", "headline", "points", "tone", "photo"}
    assert "did you mean 'headline'" in told["headlin"]
    assert "calm, bold" in told["tone"]


def test_a_text_that_has_no_room_is_told_with_how_much_fits(folder):
    told = faults(read_template(folder).fill, {"headline": "x" * 41})
    assert "40 at most" in told["headline"]
    told = faults(read_template(folder).fill, {"headline": "Hello", "points": ["word " * 90]})
    assert "don't fit their box" in told["points"]


def test_letters_that_no_font_has_are_told_with_the_package(folder, monkeypatch):
    from avatar.finish.subtitles import fonts

    fonts._installed.cache_clear()
    monkeypatch.setattr(fonts, "font_folders", lambda: ())
    try:
        told = faults(read_template(folder).fill, {"headline": "Hello"})
    finally:
        fonts._installed.cache_clear()
    assert "apt-get install" in told["headline"]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('kind = "panel"', 'kind = "board"', "'board'"),
        ('kind = "panel"', 'kind = "panel"\nradiuss = 3', "'radiuss'"),
        ('name = "head"', 'name = "back"', "of another"),
        ('name = "mini"', 'name = "other"', "folder"),
        ("wide = [1280, 720]", "wide = [1281, 720]", "cannot be filmed"),
        ('group = "intro"', 'group = "outro"', "'outro'"),
        ('kind = "number"', 'kind = "nummer"', "'nummer'"),
    ],
)
def test_what_a_template_may_not_say_is_told_when_it_is_read(folder, old, new, message):
    (folder / "template.toml").write_text(TEMPLATE.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(TemplateFault, match=message):
        read_template(folder)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("brand.primary", "brand.first", "no 'first'"),
        ('fill = "brand.primary"', 'fill = "bluish"', "no colour"),
        ("until = 1.0", 'until = "soon"', "no moment"),
        ("box = [500, 0, 500, 1000]", "box = [500, 0, 500]", "not .left"),
    ],
)
def test_what_only_shows_when_it_is_filled_names_its_layer(folder, old, new, message):
    (folder / "template.toml").write_text(TEMPLATE.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(TemplateFault, match=message):
        read_template(folder).fill({"headline": "Hello"})


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        (2.5, Moment("time", 2.5)),
        ("2.5 s", Moment("time", 2.5)),
        ("end - 2", Moment("end", offset=-2.0)),
        ("end-0.5", Moment("end", offset=-0.5)),
        ("speech end + 1", Moment("speech end", offset=1.0)),
        ("sentence 3 + 0.5", Moment("sentence", 3.0, offset=0.5)),
        ("word: red lipstick - 0.2", Moment("word", words="red lipstick", offset=-0.2)),
        ("40 %", Moment("share", 0.4)),
        ("half", Moment("share", 0.5)),
    ],
)
def test_moments_are_written_as_people_say_them(written, moment):
    assert read_moment(written) == moment


def test_one_clip_may_name_a_template_and_set_its_values(folder, tmp_path):
    template = read_template(str(folder), Home.at(tmp_path / "home"))
    scene = scene_of(template, ["headline=Ciao a tutti"], "Buongiorno a tutti, come state?", "auto", None, "")
    assert (scene.language, layer(scene, "head").content.text) == ("it", "Ciao a tutti")
    assert scene_of(template, ["headline=x"], "Hello", "en", "1080x1920", "").size == (720, 1280)
    with pytest.raises(InputError, match="sets nothing"):
        scene_of(template, ["headline"], "Hello", "en", None, "")


def test_a_scene_knows_the_files_it_was_made_with(folder, tmp_path):
    from PIL import Image

    logo = tmp_path / "logo.png"
    Image.new("RGB", (8, 8), "red").save(logo)
    scene = read_template(folder).fill({"headline": "Hello"}, brand={"pictures": {"logo": str(logo)}})
    place = tmp_path / "scene.json"
    place.write_text(json.dumps(scene.document()))
    assert read_scene(place) == scene
    Image.new("RGB", (8, 8), "blue").save(logo)
    with pytest.raises(InputError, match="not what it was"):
        read_scene(place)
