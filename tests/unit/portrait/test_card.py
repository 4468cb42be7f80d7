"""What a portrait's card holds, and what it may be called."""

from __future__ import annotations

import pytest
from PIL import Image

from avatar.data.network import NetworkFacts
from avatar.errors import PortraitError
from avatar.portrait.cards import (
    PortraitCard,
    checked_name,
    read_card,
    read_source,
    require_picture,
    verify,
    write_card,
)


def card(folder, **more):
    folder.mkdir(exist_ok=True)
    picture = folder / "portrait.png"
    Image.new("RGB", (8, 8)).save(picture)
    return PortraitCard("me", picture, read_source(picture).sha256, **more)


def test_a_card_reads_back_as_it_was_written(tmp_path):
    made = card(tmp_path / "me", subject='Zoë "Z" O\'Neill', licence="own", face=2, gender="female")
    write_card(made)
    assert read_card(tmp_path / "me") == made
    verify(made)
    assert not [each for each in (tmp_path / "me").iterdir() if each.suffix == ".part"]


def test_networks_that_drew_the_picture_read_back_as_they_were_written(tmp_path):
    drew = NetworkFacts("in\nswapper", "swap", "ab" * 32, 'own "terms"', "no", copyleft=True, attribution="Zoë")
    made = card(tmp_path / "me", subject="Ann", networks=(drew, NetworkFacts("other", "swap", "cd" * 32, "", "yes")))
    write_card(made)
    assert read_card(tmp_path / "me") == made


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ("networks = 3", "a list of tables"),
        ("networks = [3]", "a list of tables"),
        ('[[networks]]\nname = "a"', "lacks"),
        ("[[networks]]\nname = 3", "has name, task"),
        ('[[networks]]\nweights = "a"', "has name, task"),
    ],
)
def test_a_card_whose_networks_are_none_is_told(tmp_path, entry, told):
    write_card(card(tmp_path / "me"))
    path = tmp_path / "me" / "card.toml"
    path.write_text(f"{path.read_text()}{entry}\n")
    with pytest.raises(PortraitError, match=told):
        read_card(tmp_path / "me")


def test_a_picture_that_was_changed_or_is_gone_is_refused_by_its_name(tmp_path):
    made = card(tmp_path / "me")
    made.path.write_bytes(b"another")
    with pytest.raises(PortraitError, match=r"'me' is not the one its card describes"):
        verify(made)
    made.path.unlink()
    with pytest.raises(PortraitError, match=r"'me' is missing.*enroll it again"):
        require_picture(made)


@pytest.mark.parametrize("name", ["", " me", "me ", ".me", "a/b", "a\\b", "a\nb", "a\u202eb", "x" * 201, "\ud800"])
def test_what_cannot_be_a_portraits_name_is_refused(name):
    with pytest.raises((PortraitError, UnicodeEncodeError)):
        checked_name(name)


@pytest.mark.parametrize("name", ["me", "小陈", "Mary Ann", "نام\u200cخانوادگی", "a.b"])
def test_what_people_are_called_can_be_a_portraits_name(name):
    assert checked_name(name) == name


@pytest.mark.parametrize(
    "text",
    ["", 'name = "a"', 'name = "a"\nfile = "../a"\nsha256 = "0"', 'name = "a"\nfile = "a"\nsha256 = "zz"', "\x00"],
)
def test_a_card_that_is_none_is_refused_with_what_it_needs(tmp_path, text):
    (tmp_path / "card.toml").write_text(text)
    with pytest.raises(PortraitError, match="it needs name, file and sha256"):
        read_card(tmp_path)
