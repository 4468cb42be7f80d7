"""A template that somebody names for one clip, with its values as name=value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from avatar.errors import InputError
from avatar.settings import FilmSettings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from avatar.campaign.templates.template import Template
    from avatar.data.scene import Scene


def scene_of(  # noqa: PLR0913 - which, with what, for which text in which shape
    template: Template, given: Sequence[str], text: str, language: str, size: str | None, shape: str
) -> Scene:
    """Fill a template for a text; its language is found out where it is "auto".

    Its shape is the one that is named, else the one that has the aspect of the size, else its first. Raise
    `TemplateFault` with all that is wrong with the values.
    """
    from avatar.film import parse_size

    usual = FilmSettings()
    if not shape and size and parse_size(size) != (usual.width, usual.height):
        shape = template.shape_for(parse_size(size))
    return template.fill(_values(given), _language(text, language), shape)


def _values(given: Sequence[str]) -> dict[str, str]:
    values = dict[str, str]()
    for each in given:
        name, sign, value = each.partition("=")
        if not sign or not name.strip():
            raise InputError(f"{each!r} sets nothing; write a variable and its value, such as --set headline='Hello'.")
        values[name.strip()] = value
    return values


def _language(text: str, asked: str) -> str:
    if asked != "auto":
        return asked
    from avatar.text.language import languages_of

    (language,) = languages_of([text]) if text.strip() else ("en",)
    return language
