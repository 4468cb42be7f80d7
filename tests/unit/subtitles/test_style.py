"""A style file says what it may say, and every slip is told with its cure."""

from __future__ import annotations

from dataclasses import fields

import pytest

from avatar.errors import InputError
from avatar.subtitles.style import Style, read_style


def test_what_is_not_said_is_as_usual():
    assert read_style("", "s.toml") == Style()
    style = read_style('[text]\nsize = 0.08\n[box]\ncolour = "#00000080"\n[place]\nlines = 1', "s.toml")
    assert style.text.size == 0.08
    assert style.text.bold is Style().text.bold
    assert style.box.colour == (0, 0, 0, pytest.approx(128 / 255))
    assert style.place.lines == 1


def test_colours_are_written_as_on_the_web():
    style = read_style('[text]\ncolour = "white"\n[highlight]\ncolour = "none"\n[outline]\ncolour = "#f00"', "s.toml")
    assert style.text.colour == (255, 255, 255, 1.0)
    assert style.highlight.colour[3] == 0
    assert style.outline.colour == (255, 0, 0, 1.0)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("text = 3", "no table"),
        ("[text", "not valid TOML"),
        ("[words]\n", r"\[text\]"),
        ("[text]\nfamily = 'x'", "'family'; use font, size, bold, colour"),
        ("[text]\nsize = 3", "from 0.02 to 0.2"),
        ("[text]\nsize = 'big'", "from 0.02 to 0.2"),
        ("[text]\nbold = 1", "not true or false"),
        ("[place]\nlines = 2.5", "from 1 to 4"),
        ("[place]\nlines = true", "not true or false"),
        ("[place]\nposition = 'left'", "bottom or top"),
        ("[text]\ncolour = 'blurple'", "no colour"),
        ("[text]\ncolour = 7", "no colour"),
        ("[second]\nposition = 'beside'", "below or above"),
    ],
)
def test_a_slip_is_told_with_its_cure(text, told):
    with pytest.raises(InputError, match=told):
        read_style(text, "s.toml")


def test_the_documentation_shows_every_setting_with_its_usual_value(request):
    page = (request.config.rootpath / "docs" / "subtitles.md").read_text(encoding="utf-8")
    shown = page.split("```toml\n", 1)[1].split("```", 1)[0]
    assert read_style(shown, "docs/subtitles.md") == Style()
    for table in fields(Style):
        for key in fields(getattr(Style(), table.name)):
            assert f"\n{key.name} = " in shown, f"[{table.name}] {key.name}"
