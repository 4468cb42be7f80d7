"""How subtitles look: what a style file may say, and what holds where it says nothing.

A style file is TOML with the tables [text], [highlight], [outline], [shadow], [box], [place] and [second].
"""

from __future__ import annotations

from dataclasses import MISSING, dataclass, field, fields
from typing import Any

from avatar.errors import InputError
from avatar.runtime.toml import read_toml

Colour = tuple[int, int, int, float]
"""red, green, blue, 0-255, and opacity, 0-1"""
NONE: Colour = (0, 0, 0, 0.0)


@dataclass(frozen=True, slots=True)
class TextStyle:
    """The letters."""

    font: str = ""
    """family; "": a sans-serif of the system that has the script"""
    size: float = 0.052
    """of the letters (their em), in the picture's shorter side, 0.02-0.2"""
    bold: bool = True
    colour: Colour = (255, 255, 255, 1.0)


@dataclass(frozen=True, slots=True)
class HighlightStyle:
    """The word that is being spoken; by character in Chinese and Japanese."""

    colour: Colour = (255, 214, 74, 1.0)
    """"none": all words look alike"""


@dataclass(frozen=True, slots=True)
class OutlineStyle:
    """Around each letter."""

    width: float = 0.065
    """in the size of the letters, 0-0.3"""
    colour: Colour = (12, 14, 18, 235 / 255)


@dataclass(frozen=True, slots=True)
class ShadowStyle:
    """Soft, below the letters."""

    blur: float = 0.12
    """in the size of the letters, 0-1"""
    offset: float = 0.04
    """downwards, in the size of the letters, 0-0.5"""
    colour: Colour = (0, 0, 0, 140 / 255)


@dataclass(frozen=True, slots=True)
class BoxStyle:
    """Behind the lines, one for all of them."""

    colour: Colour = NONE
    """"none": no box"""
    padding: float = 0.35
    """around the lines, in the size of the letters, 0-2"""
    rounding: float = 0.25
    """radius of its corners, in the size of the letters, 0-2"""


@dataclass(frozen=True, slots=True)
class PlaceStyle:
    """Where they stand."""

    position: str = "bottom"
    """or "top"; at the bottom they stand beside the label where the picture is wide enough, else above it"""
    margin: float = 0.05
    """least distance from that edge, in the picture's height, 0-0.4"""
    side: float = 0.06
    """least distance from the left and right edge, in the picture's width, 0-0.4"""
    lines: int = 2
    """at most, of each language, 1-4"""
    spacing: float = 1.28
    """from line to line, in the size of the letters, 1-3"""


@dataclass(frozen=True, slots=True)
class SecondStyle:
    """The second language, where there is one."""

    font: str = ""
    """family; "": a sans-serif of the system that has the script"""
    size: float = 0.8
    """in the size of the first, 0.3-1.5"""
    colour: Colour = (226, 232, 240, 1.0)
    position: str = "below"
    """or "above" the first"""


@dataclass(frozen=True, slots=True)
class Style:
    """All of it."""

    text: TextStyle = field(default_factory=TextStyle)
    highlight: HighlightStyle = field(default_factory=HighlightStyle)
    outline: OutlineStyle = field(default_factory=OutlineStyle)
    shadow: ShadowStyle = field(default_factory=ShadowStyle)
    box: BoxStyle = field(default_factory=BoxStyle)
    place: PlaceStyle = field(default_factory=PlaceStyle)
    second: SecondStyle = field(default_factory=SecondStyle)


_LIMITS: dict[tuple[str, str], tuple[float, float]] = {
    ("text", "size"): (0.02, 0.2),
    ("outline", "width"): (0.0, 0.3),
    ("shadow", "blur"): (0.0, 1.0),
    ("shadow", "offset"): (0.0, 0.5),
    ("box", "padding"): (0.0, 2.0),
    ("box", "rounding"): (0.0, 2.0),
    ("place", "margin"): (0.0, 0.4),
    ("place", "side"): (0.0, 0.4),
    ("place", "lines"): (1, 4),
    ("place", "spacing"): (1.0, 3.0),
    ("second", "size"): (0.3, 1.5),
}
_CHOICES = {("place", "position"): ("bottom", "top"), ("second", "position"): ("below", "above")}


def read_style(text: str, name: str) -> Style:
    """Read a style file, which errors call `name`. Raise `InputError` for what it may not say."""
    try:
        content = read_toml(text)
    except ValueError as fault:
        raise InputError(f"The subtitle style {name!r} is not valid TOML ({fault}); correct it.") from fault
    tables: dict[str, Any] = {}
    for each in fields(Style):
        given = content.pop(each.name, {})
        if not isinstance(given, dict):
            raise InputError(f"In {name!r}, {each.name} = {given!r} is no table; write it under [{each.name}].")
        if each.default_factory is not MISSING:
            tables[each.name] = _table(each.default_factory(), each.name, given, name)
    if content:
        known = ", ".join(f"[{each.name}]" for each in fields(Style))
        raise InputError(f"The subtitle style {name!r} has {next(iter(content))!r}, which is none; use {known}.")
    return Style(**tables)


def _table(usual: Any, table: str, given: dict[str, Any], name: str) -> Any:  # noqa: ANN401 - one of seven classes
    known = {each.name: getattr(usual, each.name) for each in fields(usual)}
    if unknown := sorted(set(given) - set(known)):
        raise InputError(f"[{table}] in {name!r} has no {unknown[0]!r}; use {', '.join(known)}.")
    return type(usual)(**{key: _value(value, known[key], (table, key), name) for key, value in given.items()})


def _value(value: object, usual: object, place: tuple[str, str], name: str) -> object:
    told = f"In {name!r}, {place[1]} = {value!r} under [{place[0]}]"
    if isinstance(usual, tuple):
        return _colour(value, told)
    if isinstance(usual, bool) or isinstance(value, bool):
        return _checked(value, isinstance(usual, bool) and isinstance(value, bool), f"{told} is not true or false.")
    if isinstance(usual, str):
        allowed = _CHOICES.get(place)
        is_allowed = isinstance(value, str) and (allowed is None or value in allowed)
        return _checked(value, is_allowed, f"{told} is none; choose {' or '.join(allowed or ('the name of a font',))}.")
    least, most = _LIMITS[place]
    is_number = isinstance(value, int if isinstance(usual, int) else (int, float)) and least <= value <= most  # type: ignore[operator]
    return _checked(value, is_number, f"{told} is out of range; choose one from {least:g} to {most:g}.")


def _checked(value: object, is_right: bool, told: str) -> object:
    if not is_right:
        raise InputError(told)
    return value


def _colour(value: object, told: str) -> Colour:
    """Read "white", "#ffd64a", "#000000a0" with opacity, or "none"."""
    from PIL import ImageColor

    if value == "none":
        return NONE
    try:
        red, green, blue, *opacity = ImageColor.getrgb(value if isinstance(value, str) else "")
    except ValueError as fault:
        raise InputError(f"{told} is no colour; write one like white, #ffd64a, #000000a0 or none.") from fault
    return red, green, blue, opacity[0] / 255 if opacity else 1.0
