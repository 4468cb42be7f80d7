"""What things in a scene look like, and how they come and go.

Boxes are fractions of the canvas' width and height, all other lengths fractions of its shorter side.
"""

from __future__ import annotations

from dataclasses import dataclass

from avatar.data.scene.moments import Moment  # noqa: TC001 - read at run time, by `plain`

Colour = tuple[int, int, int, float]
"""red, green, blue, 0-255, and opacity, 0-1"""
Box = tuple[float, float, float, float]
"""left, top, width, height, fractions of the canvas; it may reach beyond"""
WHOLE: Box = (0.0, 0.0, 1.0, 1.0)
"""all of the canvas"""
CLEAR: Colour = (0, 0, 0, 0.0)
"""nothing"""
MOVES = ("none", "fade", "slide", "wipe", "scale")
"""how something comes or goes"""
WAYS = ("up", "down", "left", "right")
"""whither it moves"""
EASINGS = ("linear", "in", "out", "both", "over")
"""how its pace changes; "over" goes a little beyond, and back"""


@dataclass(frozen=True, slots=True)
class Fill:
    """A colour, or a gradient."""

    colours: tuple[Colour, ...] = (CLEAR,)
    """one, or those of a gradient's stops"""
    places: tuple[float, ...] = (0.0,)
    """of the stops, rising, 0-1"""
    angle: float = 0.0
    """of a linear gradient, degrees: 0 runs from left to right, 90 from top to bottom"""
    centre: tuple[float, float] | None = None
    """of a radial gradient, fractions of its box; None: it is linear"""
    radius: float = 1.0
    """of a radial gradient, in the longer side of its box"""


@dataclass(frozen=True, slots=True)
class Shadow:
    """A soft shadow."""

    blur: float = 0.024
    """standard deviation"""
    down: float = 0.008
    opacity: float = 0.35
    """0-1"""
    colour: tuple[int, int, int] = (0, 0, 0)
    """RGB, 0-255"""


@dataclass(frozen=True, slots=True)
class Border:
    """A line around something, inside its box."""

    width: float = 0.004
    colour: Colour = (255, 255, 255, 1.0)


@dataclass(frozen=True, slots=True)
class Move:
    """How something comes, or goes."""

    kind: str = "none"
    """one of `MOVES`"""
    seconds: float = 0.4
    delay: float = 0.0
    """s"""
    toward: str = "up"
    """one of `WAYS`"""
    by: float = 0.06
    """how far a slide goes"""
    easing: str = "out"
    """one of `EASINGS`"""


@dataclass(frozen=True, slots=True)
class Source:
    """A file that a scene shows or plays."""

    path: str
    digest: str = ""
    """sha256 of its content, hex: it names what is seen, the path only where it lies"""
    at: Moment | None = None
    """of a slide: when it comes; None: as its layer says"""
