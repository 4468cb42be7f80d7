"""A scene: what stands around the person, and when. It is filled, in one language and one shape: nothing is left open.

plain     values as plain data that JSON carries, and back
moments   times that are told from what is said
looks     colours, shadows, how things come and go
layers    what can be shown, and where
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from avatar.data.language import begins_on_right
from avatar.data.scene.layers import (
    Bullet,
    Bullets,
    Film,
    Framed,
    Layer,
    Letters,
    LowerThird,
    Panel,
    Person,
    Picture,
    Progress,
    Slides,
    Text,
)
from avatar.data.scene.looks import CLEAR, WHOLE, Border, Box, Colour, Fill, Move, Shadow, Source
from avatar.data.scene.moments import Moment
from avatar.data.scene.plain import plain, read

__all__ = [
    "CLEAR",
    "WHOLE",
    "Border",
    "Box",
    "Bullet",
    "Bullets",
    "Captions",
    "Chapter",
    "Colour",
    "Fill",
    "Film",
    "Framed",
    "Layer",
    "Letters",
    "LowerThird",
    "Moment",
    "Move",
    "Music",
    "Panel",
    "Person",
    "Picture",
    "Progress",
    "Scene",
    "Shadow",
    "Slides",
    "Source",
    "Text",
]

FORM = "avatar.scene/1"
"""of documents"""


@dataclass(frozen=True, slots=True)
class Captions:
    """Where captions stand that are burned in."""

    box: Box | None = None
    """None: as without a scene"""
    style: str = ""
    """a subtitle style, TOML; "": the usual one"""
    are_shown: bool = False
    """burned in even if nobody asks for subtitles"""


@dataclass(frozen=True, slots=True)
class Music:
    """What is heard under the speech."""

    source: Source
    gain: float = -6.0
    """dB, of a file that was brought to -23 LUFS"""
    duck: float = -16.0
    """dB that it is lowered under speech"""
    fade_in: float = 1.0
    """s"""
    fade_out: float = 2.0
    """s"""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part of the film that players can go to."""

    title: str
    at: Moment = field(default_factory=Moment)


@dataclass(frozen=True, slots=True)
class Scene:
    """All that is seen and heard besides the person."""

    size: tuple[int, int]
    """of the canvas, width and height, px, even"""
    language: str
    """BCP-47, of its texts"""
    layers: tuple[Layer, ...]
    """from back to front"""
    captions: Captions = field(default_factory=Captions)
    music: Music | None = None
    lead_in: float = 0.4
    """s of idle person before the first word"""
    lead_out: float = 0.6
    """s after the last"""
    chapters: tuple[Chapter, ...] = ()
    template: str = ""
    """name of the template that it comes from, and its version: name@sha256"""

    @property
    def person(self) -> Layer | None:
        """The layer that is the person."""
        return next((each for each in self.layers if isinstance(each.content, Person)), None)

    @property
    def label(self) -> Literal["bottom right", "bottom left"]:
        """The corner of the label: where a line ends in the scene's language, away from where its texts begin."""
        return "bottom left" if begins_on_right(self.language) else "bottom right"

    def document(self) -> dict[str, Any]:
        """Write it as JSON can carry it."""
        content: dict[str, Any] = {"schema": FORM} | plain(self)
        return content

    @classmethod
    def of(cls, document: dict[str, Any]) -> Scene:
        """Read what `document` has written. Raise `ValueError` that says what is wrong with it."""
        content = dict(document)
        form = content.pop("schema", FORM)
        if form != FORM:
            raise ValueError(f"its schema is {form!r}, not {FORM!r}")
        return read(cls, content)
