"""What the shipped catalogues say: complete, readable, and nothing that nobody has published."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from avatar.downloads.catalogue import find, read_catalogue
from avatar.downloads.entry import Entry, Piece
from avatar.errors import InputError
from avatar.runtime.folders import shipped
from avatar.runtime.toml import read_toml
from avatar.speech import shop
from avatar.speech.samples import sample


@pytest.fixture(scope="module")
def entries():
    return shop.available()


def of(entries, engine):
    return [entry for entry in entries if entry.engine == engine]


def test_no_two_have_one_name_and_each_has_a_language_and_a_card(entries):
    names = Counter(entry.name for entry in entries)
    assert max(names.values()) == 1
    for entry in entries:
        card = read_toml(shop.card_text(entry, {"a b.bin": "0" * 64}))
        assert card["name"] == entry.name
        assert card["gender"] in ("female", "male", "neutral")
        assert re.fullmatch(r"[a-z]{2,3}(-[A-Z]{2})?", card["language"])
        assert card["engine"]["name"] == entry.engine
        assert card["files"] == {"a b.bin": "0" * 64}
        assert re.fullmatch(r"[\w.-]+", entry.name)


def test_all_styles_of_kokoro_can_be_had_and_are_known_to_the_byte(entries):
    styles = of(entries, "kokoro")
    assert len(styles) == 54
    for entry in styles:
        (piece,) = entry.pieces
        assert piece.known.size == 522_240
        assert re.fullmatch("[0-9a-f]{64}", piece.known.sha256)
        assert entry.licence == "Apache-2.0"


def test_those_that_came_with_avatar_are_the_same_ones(entries):
    """Their cards vouch for the same files."""
    known = {entry.name: entry.pieces[0].known.sha256 for entry in of(entries, "kokoro")}
    cards = {path.parent.name: read_toml(path.read_text()) for path in shipped("voices").glob("*/card.toml")}
    here = {name: card["files"]["style.bin"] for name, card in cards.items() if name in known}
    assert len(here) == 16
    assert here == {name: known[name] for name in here}


def test_who_has_to_be_named_is(entries):
    named = {entry.name: entry.attribution for entry in of(entries, "kokoro") if entry.attribution}
    assert set(named) == {"ff_siwis", "jf_gongitsune", "jf_nezumi", "jf_tebukuro", "jm_kumo"}
    for entry in entries:
        assert not entry.licence.startswith("CC-BY") or entry.attribution, entry.name


@pytest.mark.parametrize("engine", ["piper", "coqui"])
def test_there_are_voices_in_more_than_twenty_languages(entries, engine):
    assert len({entry.language.split("-")[0] for entry in of(entries, engine)}) >= 20


def test_what_pipers_list_publishes_is_there_and_nothing_of_coquis_is_made_up(entries):
    for entry in of(entries, "piper"):
        assert [piece.path for piece in entry.pieces][:2] == [f"{entry.name}.onnx", f"{entry.name}.onnx.json"] or (
            sorted(piece.path for piece in entry.pieces)
            == sorted([f"{entry.name}.onnx", f"{entry.name}.onnx.json", "MODEL_CARD"])
        )
        assert all(piece.known.size and piece.known.has_digest for piece in entry.pieces)
    for entry in of(entries, "coqui"):
        assert not any(piece.known.size or piece.known.has_digest for piece in entry.pieces)


def test_a_licence_that_binds_has_to_be_agreed_to(entries):
    for entry in entries:
        binds = re.search(r"NC|SA|GPL|MODEL_CARD", entry.licence)
        assert entry.needs_agreement or not binds, entry.name
    assert not any(entry.needs_agreement for entry in of(entries, "kokoro"))


def test_nearly_all_have_a_sentence_to_be_tried_with(entries):
    without = set()
    for entry in entries:
        try:
            sample(entry.language)
        except InputError:  # noqa: PERF203 - what is tried is whether it is raised
            without.add(entry.language)
    assert without <= {"ee", "ha", "ln", "tw", "yo", "ku-TR"}


def test_a_slip_is_told_the_nearest_names(entries):
    assert find("af_nova", entries, "x").name == "af_nova"
    with pytest.raises(InputError, match=r"no 'af_novo' to be had\. Did you mean af_nova .*shows all 268"):
        find("af_novo", entries, shop.COMMAND)


def test_a_damaged_catalogue_is_named(tmp_path):
    for number, content in enumerate(["x = ", "[[entries]]\nname = 'a'", "[[entries]]\nfiles = 3"]):
        path = tmp_path / f"{number}.toml"
        path.write_text(content)
        with pytest.raises(InputError, match=f"{number}.toml' cannot be read"):
            read_catalogue(path)


@pytest.mark.parametrize("path", ["../evil", "/evil", "a/../../evil", ""])
def test_no_file_goes_outside_the_folder(entries, path):
    with pytest.raises(InputError, match="leads out of the folder"):
        Piece(path, entries[0].downloads[0])


def test_an_entry_says_one_of_three_things_of_commerce(entries):
    with pytest.raises(InputError, match="one of yes, no, unknown"):
        Entry("a", "voice", "x", "MIT", "maybe", entries[0].pieces)
