"""`avatar voice`: who can speak, for people, for `cut` and for programs."""

import re

import pytest

from avatar.data import VoiceCard

CARD = """\
language = "{language}"
engine = {{ name = "espeak", voice = "gmw/en" }}
gender = "female"
licence = "mine"
description = "{description}"
"""


@pytest.fixture
def own(shell):
    """Put a voice of the user's own into the home."""

    def put(name="ada", language="en", description="my own"):
        folder = shell.home / "voices" / name
        folder.mkdir(parents=True)
        (folder / "card.toml").write_text(CARD.format(language=language, description=description), encoding="utf-8")

    return put


def names(shell, *words):
    return [line[0] for line in shell.lines("voice", "list", *words)]


def test_a_line_has_five_fields_and_its_name_can_be_shown(shell):
    lines = shell.lines("voice", "list", "--lang", "zh")
    assert {len(line) for line in lines} == {5}
    for name, language, gender, engine, description in lines:
        card = shell.tells("voice", "show", name)
        assert (card["language"], card["gender"], card["engine"]) == (language, gender, engine)
        assert card["description"] == description


def test_no_two_voices_have_one_name(shell):
    found = names(shell)
    assert len(found) == len(set(found)) > 100


def test_json_has_the_same_voices_with_all_their_fields(shell):
    cards = shell.tells("voice", "list")["voices"]
    assert [card["name"] for card in cards] == names(shell)
    assert all(set(card) == set(VoiceCard.__dataclass_fields__) for card in cards)


@pytest.mark.parametrize(
    ("asked", "languages"),
    [
        ("zh", {"zh"}),
        ("ZH", {"zh"}),
        ("cmn", {"zh"}),
        ("CMN", {"zh"}),
        ("pt-BR", {"pt-BR"}),
        ("pt-br", {"pt-BR"}),
        ("no", {"nb"}),
        ("iw", {"he"}),
    ],
)
def test_a_language_is_found_however_it_is_written(shell, asked, languages):
    assert {line[1] for line in shell.lines("voice", "list", "--lang", asked)} == languages


def test_a_language_has_the_voices_of_its_regions(shell):
    found = {line[1] for line in shell.lines("voice", "list", "--lang", "en")}
    assert {"en-GB", "en-US"} <= found
    assert all(language.split("-")[0] == "en" for language in found)


@pytest.mark.parametrize("region", ["zh-CN", "zh-TW", "de-AT", "ja-JP"])
def test_a_region_without_a_voice_of_its_own_has_those_that_speak_it(shell, region):
    """Its texts are spoken, so somebody must do it."""
    assert names(shell, "--lang", region) == names(shell, "--lang", region.split("-")[0])


@pytest.mark.parametrize("language", ["", "xx", "klingon", "zz-ZZ", "e", "-"])
def test_a_language_that_nobody_speaks_is_named_beside_those_that_are_spoken(shell, language):
    told = shell.refuses("voice", "list", f"--lang={language}")
    assert f"for the language {language!r}" in told
    assert re.search(r"choose one of .*\bde\b.*\ben\b.*\bzh\b", told)


@pytest.mark.parametrize("name", ["", "nobody", "../../voices/xiaoyun", "xiaoyun/", "XIAOYUN", "xiao\nyun", "*"])
def test_a_voice_that_is_not_there_is_named_with_the_way_to_all(shell, name):
    told = shell.refuses("voice", "show", name)
    assert "There is no voice" in told
    assert "`avatar voice list` shows all" in told


def test_a_slip_of_the_finger_is_told_the_nearest_names(shell):
    assert "Did you mean xiaoyun" in shell.refuses("voice", "show", "xiaoyn")


def test_a_voice_of_ones_own_is_listed_and_shown(shell, own):
    own()
    assert names(shell, "--lang", "en").count("ada") == 1
    assert shell.tells("voice", "show", "ada")["licence"] == "mine"
    assert "licence: mine\n" in shell.prints("voice", "show", "ada")


def test_a_description_does_not_break_the_fields_of_a_line(shell, own):
    own(description=r"two\tfields\nand a line \u001b[31mred")
    (line,) = (line for line in shell.lines("voice", "list") if line[0] == "ada")
    assert len(line) == 5
    assert line[4] == "two fields and a line [31mred"


@pytest.mark.parametrize(
    ("content", "word"),
    [
        ("name = ", "not valid TOML"),
        ('language = "en"', "does not say who speaks"),
        (CARD.format(language="en", description="").replace('gmw/en"', 'gmw/en", pitch = 400'), "pitch = 400"),
        (CARD.format(language="en", description="") + 'colour = "red"\n', "colour"),
    ],
)
def test_a_card_that_cannot_be_used_is_a_warning_and_the_others_are_listed(shell, content, word):
    folder = shell.home / "voices" / "broken"
    folder.mkdir(parents=True)
    (folder / "card.toml").write_text(content, encoding="utf-8")
    done = shell("voice", "list", "--lang", "zh", "--json")
    assert done.code == 0
    assert done.out.startswith('{"voices": ')
    assert "the voice card" in done.err.lower()
    assert done.err.count("\n") == 1
    assert word in done.err
    assert "broken" in done.err
    assert word in shell.refuses("voice", "show", "broken")


def test_fields_of_a_card_are_shown_one_to_a_line_without_the_empty_ones(shell, own):
    own(description="")
    lines = shell.prints("voice", "show", "ada").splitlines()
    assert [line.split(": ")[0] for line in lines][:3] == ["name", "language", "gender"]
    assert not [line for line in lines if line.startswith(("description", "source"))]
