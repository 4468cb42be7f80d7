"""A template filled row by row: what it asks for, and what does not fit, is told by row, column and language."""

import csv
import json

import pytest
from PIL import Image

from avatar.campaign.asking import request_of
from avatar.campaign.job import Job
from avatar.campaign.preflight import check
from avatar.campaign.scaffold import new_campaign
from avatar.runtime.folders import Home

TEMPLATE = """
name = "card"
title = "Card"
about = "A headline and points beside the person."
[shapes]
wide = [640, 360]
tall = [360, 640]
[variables.headline]
kind = "text"
about = "what it is about"
required = true
max = 40
[variables.points]
kind = "list"
max = 3
[variables.photo]
kind = "picture"
[variables.style]
kind = "choice"
choices = ["calm", "loud"]
default = "calm"
[brand.colours]
primary = "#0b5fff"
[[layers]]
name = "backdrop"
kind = "panel"
fill = "brand.primary"
[[layers]]
name = "photo"
kind = "picture"
source = "{{ photo }}"
box = [600, 100, 300, 300]
[[layers]]
name = "person"
kind = "person"
box = [0, 0, 400, 1000]
[[layers]]
name = "headline"
kind = "text"
text = "{{ headline }}"
box = [450, 100, 500, 160]
size = [80, 50]
lines = 1
[[layers]]
name = "points"
kind = "bullets"
items = "{{ points }}"
box = [450, 300, 500, 600]
size = [60, 40]
"""
YAML = "name: test\ntable: table.csv\nvoices: fast\ntemplate: card\n"


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return Home.at(tmp_path_factory.mktemp("home"))


@pytest.fixture
def looked_at(tmp_path, home):
    folder = tmp_path / "card"
    folder.mkdir()
    (folder / "template.toml").write_text(TEMPLATE)
    (folder / "card.toml").write_text('name = "card"\ndescription = "x"\nlicence = "Apache-2.0"\nsource = "ours"\n')
    Image.new("RGB", (64, 64), "red").save(folder / "own.png")
    Image.new("RGB", (64, 64), "blue").save(tmp_path / "mine.png")

    def look(*rows, more="", headers=None):
        with (tmp_path / "table.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, headers or list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        (tmp_path / "campaign.yaml").write_text(YAML + more, encoding="utf-8")
        return check(tmp_path, home)

    look.folder = tmp_path
    return look


def told(checked):
    return [(each.row, each.column, each.language, each.message) for each in checked.problems if each.is_fatal]


GOOD = {"text_en": "Hello.", "headline": "Spring", "points": "One\nTwo", "photo": "mine.png"}


@pytest.mark.usefixtures("chinese_letters")
def test_a_row_becomes_a_scene_that_can_be_asked_for(looked_at):
    checked = looked_at(GOOD | {"text_zh": "您好。", "headline_zh": "春天"})
    english, chinese = checked.jobs
    assert not checked.problems
    assert (english.size, english.format) == ((640, 360), "wide"), "the template's first shape"
    texts = [json.dumps(each.scene, ensure_ascii=False) for each in checked.jobs]
    assert "Spring" in texts[0]
    assert "春天" in texts[1]
    assert "Spring" not in texts[1], "each language has its own"
    assert english.pins["template"] == chinese.pins["template"]
    assert len(english.pins["template"]) == 64
    assert request_of(Job.of(json.loads(json.dumps(english.document())))).scene is not None


@pytest.mark.parametrize(
    ("change", "column", "message"),
    [
        ({"headline": ""}, "headline", "It is missing"),
        ({"headline": "A" * 41}, "headline", "41 characters, but 40 at most"),
        ({"headline": "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW"}, "headline", "fit its box at the smallest size"),
        ({"points": "1\n2\n3\n4"}, "points", "4 items, but 3 at most"),
        ({"photo": "none.png"}, "photo", "There is no file"),
        ({"headline": "{{ nope }}"}, "headline", "There is no 'nope' to fill in"),
        ({"style": "quiet"}, "style", "is none of its choices; use one of calm, loud"),
    ],
)
def test_what_the_template_cannot_take_is_told_by_row_and_column(looked_at, change, column, message):
    checked = looked_at({"style": "", **GOOD}, {"style": "", **GOOD} | change)
    assert [job.row for job in checked.jobs] == [2]
    ((row, where, language, sentence),) = told(checked)
    assert (row, where, language) == (3, column, "en")
    assert message in sentence


def test_a_cell_is_data_for_a_template_and_never_a_text_to_fill_in_there(looked_at):
    checked = looked_at(GOOD | {"headline": "{% raw %}{{ 7 * 7 }}{% endraw %}"})
    assert "{{ 7 * 7 }}" in json.dumps(checked.jobs[0].scene)


def test_captions_of_a_template_need_a_font_whoever_asks_for_them(looked_at):
    (looked_at.folder / "s.toml").write_text('[text]\nfont = "No Such Font"\n')
    more = "options: {subtitles_style: s.toml}\n"
    assert not told(looked_at(GOOD, more=more)), "nothing is burned in"
    file = looked_at.folder / "card" / "template.toml"
    file.write_text(f"{file.read_text()}\n[captions]\nshow = true\n")
    ((row, column, _, message),) = told(looked_at(GOOD, more=more))
    assert (row, column) == (2, "text_en")
    assert "There is no font 'No Such Font' on this machine" in message


def test_a_column_that_the_template_nearly_knows_is_a_warning(looked_at):
    row = {"text_en": "Hello.", "headline": "Spring", "pointz": "One", "notes": "mine"}
    ((column, message),) = [(each.column, each.message) for each in looked_at(row).problems]
    assert column == "pointz"
    assert message == "The template 'card' has no variable 'pointz'; did you mean 'points'?"


def test_an_unknown_template_and_a_shape_that_it_lacks_are_told_once(looked_at):
    checked = looked_at(GOOD, GOOD, more="sizes: [square]\n")
    assert any(
        row == 0 and column == "sizes" and "has no shape for 1080x1080" in why for row, column, _, why in told(checked)
    )
    looked_at(GOOD, GOOD)
    checked = check_with(looked_at, "template: card", "template: cards")
    assert [each[:2] for each in told(checked)] == [(0, "template")]
    assert not checked.jobs


def check_with(looked_at, old, new):
    file = looked_at.folder / "campaign.yaml"
    file.write_text(file.read_text().replace(old, new))
    return check(looked_at.folder, Home.at(looked_at.folder / "elsewhere"))


def test_films_of_the_same_scene_have_the_same_hash_wherever_its_files_lie(looked_at, tmp_path):
    (first,) = looked_at(GOOD).jobs
    (tmp_path / "mine.png").rename(tmp_path / "moved.png")
    (moved,) = looked_at(GOOD | {"photo": "moved.png"}).jobs
    assert moved.input_hash == first.input_hash
    Image.new("RGB", (64, 64), "green").save(tmp_path / "moved.png")
    (other,) = looked_at(GOOD | {"photo": "moved.png"}).jobs
    assert other.input_hash != first.input_hash


def test_a_new_campaign_asks_for_what_the_template_asks_for(looked_at, tmp_path, home):
    new_campaign(tmp_path / "new", ["en", "zh"], str(tmp_path / "card"), home)
    checked = check(tmp_path / "new", home)
    assert (len(checked.jobs), told(checked)) == (4, [])
    assert checked.table.headers == ("id", "price", "headline", "points", "photo", "style", "text_en", "text_zh")


def test_a_templates_own_sample_is_where_a_campaign_begins(looked_at, tmp_path, home):
    (tmp_path / "card" / "sample.csv").write_text("text_en,headline,photo\nHello.,Spring,own.png\n")
    new_campaign(tmp_path / "new", ["en"], str(tmp_path / "card"), home)
    checked = check(tmp_path / "new", home)
    assert (len(checked.jobs), told(checked)) == (1, []), "its pictures lie beside the template"
