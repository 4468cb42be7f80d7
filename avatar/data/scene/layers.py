"""What a scene can show, and where, from when to when."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from avatar.data.scene.looks import (
    CLEAR,
    WHOLE,
    Border,
    Box,
    Colour,
    Fill,
    Move,
    Shadow,
    Source,
)
from avatar.data.scene.moments import Moment  # noqa: TC001 - read at run time, by `plain`

WHITE: Colour = (255, 255, 255, 1.0)
"""of letters that have no colour of their own"""


@dataclass(frozen=True, slots=True)
class Panel:
    """A rectangle."""

    kind: ClassVar[str] = "panel"
    fill: Fill = field(default_factory=Fill)
    radius: float = 0.0
    border: Border | None = None
    shadow: Shadow | None = None


@dataclass(frozen=True, slots=True)
class Framed:
    """How pictures and films are cut and framed."""

    fit: str = "cover"
    """or "contain" """
    focus: tuple[float, float] = (0.5, 0.5)
    """what of it stays seen where it is cut, and where it stands where it is contained, fractions"""
    radius: float = 0.0
    is_round: bool = False
    """cut to a circle"""
    border: Border | None = None
    shadow: Shadow | None = None
    blur: float = 0.0
    """standard deviation"""
    dim: float = 0.0
    """0-1, toward black"""
    grey: float = 0.0
    """0-1, toward no colour"""
    is_flipped: bool = False
    """a picture is shown as in a mirror"""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture."""

    kind: ClassVar[str] = "picture"
    source: Source
    framed: Framed = field(default_factory=Framed)


@dataclass(frozen=True, slots=True)
class Film:
    """A film without its sound, which goes round and round."""

    kind: ClassVar[str] = "film"
    source: Source
    framed: Framed = field(default_factory=Framed)
    start: float = 0.0
    """s into it"""


@dataclass(frozen=True, slots=True)
class Slides:
    """Pictures, of which one is seen at a time."""

    kind: ClassVar[str] = "slides"
    sources: tuple[Source, ...]
    framed: Framed = field(default_factory=Framed)
    change: str = "even"
    """or "sentences"; sources with a moment of their own come then"""
    every: float = 0.0
    """s; 0: as `change` says"""
    fade: float = 0.4
    """s"""


@dataclass(frozen=True, slots=True)
class Letters:
    """How a text is set."""

    font: str = ""
    """family; "": a sans-serif of the system that has the script"""
    is_bold: bool = False
    largest: float = 0.06
    """of the letters (their em)"""
    smallest: float = 0.03
    """to which they shrink until the text fits"""
    lines: int = 0
    """at most; 0: as many as fit"""
    colour: Colour = WHITE
    align: str = "left"
    """left | centre | right"""
    valign: str = "top"
    """top | middle | bottom"""
    spacing: float = 1.2
    """from line to line, in the size of the letters"""
    tracking: float = 0.0
    """between letters, in their size"""
    has_shadow: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """A text."""

    kind: ClassVar[str] = "text"
    text: str
    letters: Letters = field(default_factory=Letters)


@dataclass(frozen=True, slots=True)
class Bullet:
    """One point of a list."""

    text: str
    cue: str = ""
    """words that bring it; "": its own, or the sentence that is most like it"""
    at: Moment | None = None
    """None: as it is spoken"""


@dataclass(frozen=True, slots=True)
class Bullets:
    """Points that appear as they are spoken."""

    kind: ClassVar[str] = "bullets"
    items: tuple[Bullet, ...]
    letters: Letters = field(default_factory=Letters)
    marker: str = "dot"
    """dot | check | dash | number | none"""
    marker_colour: Colour = WHITE
    gap: float = 0.025
    """between items"""
    dim: float = 0.0
    """0-1: how far earlier ones fade when the next comes"""


@dataclass(frozen=True, slots=True)
class LowerThird:
    """A name and what it is, on a plate."""

    kind: ClassVar[str] = "lower_third"
    title: str
    subtitle: str = ""
    fill: Fill = field(default_factory=Fill)
    accent: Colour = CLEAR
    letters: Letters = field(default_factory=Letters)
    radius: float = 0.0
    shadow: Shadow | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """A bar that grows with the film."""

    kind: ClassVar[str] = "progress"
    fill: Fill = field(default_factory=Fill)
    track: Colour = CLEAR
    radius: float = 0.0
    has_ticks: bool = False
    """cut where chapters begin"""
    is_mirrored: bool = False
    """it grows to the left"""


@dataclass(frozen=True, slots=True)
class Person:
    """Who speaks."""

    kind: ClassVar[str] = "person"
    background: str = "own"
    """own | cutout | blur"""
    is_round: bool = False
    radius: float = 0.0
    border: Border | None = None
    shadow: Shadow | None = None
    fill: Fill | None = None
    """behind a cut-out, inside the mask"""
    crop: Box = WHOLE
    """what is seen of the portrait, as it is framed for the box"""
    ground: float = 0.0
    """0-1: how dark a cut-out gets toward its foot"""


@dataclass(frozen=True, slots=True)
class Layer:
    """Something in its place, from when to when."""

    name: str
    content: Panel | Picture | Film | Slides | Text | Bullets | LowerThird | Progress | Person
    box: Box = WHOLE
    start: Moment | None = None
    """None: the film's beginning"""
    end: Moment | None = None
    """when it begins to go; None: it stays"""
    enter: Move = field(default_factory=Move)
    exit: Move = field(default_factory=Move)
    opacity: float = 1.0
    """0-1"""
