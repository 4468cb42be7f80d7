"""Each sound version of a template is kept; a broken one is not used, and one can go back."""

from __future__ import annotations

import pytest

from avatar.campaign.versions import choose_template, list_templates, release, roll_back, versions_of
from avatar.errors import InputError
from avatar.runtime.folders import Home

SOUND = """
name = "plain"
title = "Plain"
[shapes]
wide = [1280, 720]
[variables.headline]
kind = "text"
required = false
default = "Hello"
[[layers]]
name = "person"
kind = "person"
box = [0, 0, 1, 1]
"""


@pytest.fixture
def home(tmp_path):
    return Home.at(tmp_path)


def write(home, text):
    folder = home.data / "templates" / "plain"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "template.toml").write_text(text)


def test_a_broken_version_is_not_used_and_it_is_said(home):
    write(home, SOUND)
    good = choose_template("plain", home)
    assert good.warning == ""
    for broken in ("name = [", SOUND.replace("1280", "0"), SOUND.replace('kind = "person"', 'kind = "ghost"')):
        write(home, broken)
        chosen = choose_template("plain", home)
        assert chosen.template.version == good.template.version
        assert "is not sound; its last good version" in chosen.warning
    write(home, SOUND.replace("Plain", "Plainer"))
    assert choose_template("plain", home).template.title == "Plainer"
    assert len(versions_of("plain", home)) == 2


def test_the_last_good_one_is_the_one_that_was_last_used(home):
    write(home, SOUND)
    first = choose_template("plain", home).template.version
    write(home, SOUND.replace("Plain", "Other"))
    choose_template("plain", home)
    write(home, SOUND)
    choose_template("plain", home)
    write(home, "broken")
    assert choose_template("plain", home).template.version == first


def test_one_goes_back_and_forth(home):
    versions = []
    for title in ("One", "Two", "Three"):
        write(home, SOUND.replace('"Plain"', f'"{title}"'))
        versions.append(choose_template("plain", home).template.version)
    assert roll_back("plain", home).title == "Two"
    chosen = choose_template("plain", home)
    assert (chosen.template.title, "pinned" in chosen.warning) == ("Two", True)
    assert roll_back("plain", home).title == "One"
    assert roll_back("plain", home, versions[2][:8]).title == "Three"
    release("plain", home)
    assert choose_template("plain", home).warning == ""
    with pytest.raises(InputError, match="is not kept; there are"):
        roll_back("plain", home, "zzz")


def test_what_was_never_sound_is_told(home):
    write(home, "name = [")
    with pytest.raises(InputError, match="cannot be read"):
        choose_template("plain", home)
    with pytest.raises(InputError, match="There is no template"):
        choose_template("nothing", home)
    with pytest.raises(InputError):
        choose_template("../plain", home)
    states = {each.name: each.state for each in list_templates(home)}
    assert states["plain"] == "broken"


def test_a_kept_version_that_somebody_changed_is_not_used(home):
    write(home, SOUND)
    version = choose_template("plain", home).template.version
    kept = home.data / "template-versions" / "plain" / version / "plain" / "template.toml"
    kept.write_text(SOUND.replace("Plain", "Evil"))
    write(home, "broken")
    with pytest.raises(InputError, match="cannot be read"):
        choose_template("plain", home)
