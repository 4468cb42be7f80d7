"""What a scene is put together from: each piece has its place, its time, and a way to be laid over a picture."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from avatar.data.scene import Move
from avatar.finish.scene.easing import Pose, pose
from avatar.finish.scene.schedule import NEVER

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from avatar.finish.scene.sprites import Sprite, Window

_FADES = frozenset(("fade", "slide", "scale"))
"""moves in which something becomes visible little by little"""
_SMALLEST = 0.9
"""size from which something scales up"""
_DIMMING = 0.4
"""s that it takes to fade back"""


@dataclass(frozen=True, slots=True)
class Timing:
    """When a piece is seen, and how it comes and goes."""

    start: float = 0.0
    """s of the film"""
    end: float = NEVER
    """s of the film, when it begins to go"""
    enter: Move = field(default_factory=Move)
    leave: Move = field(default_factory=Move)
    opacity: float = 1.0
    dims: float = NEVER
    """s of the film, when it fades back"""
    dim: float = 0.0
    """how far, 0-1"""

    def pose(self, time: float) -> Pose | None:
        """Say how it is seen; None: not at all."""
        return pose(time, self.start, self.end, self.enter, self.leave)

    def strength(self, time: float) -> float:
        """Give its opacity, without its coming and going."""
        back = min(max((time - self.dims) / _DIMMING, 0.0), 1.0) if self.dims < NEVER else 0.0
        return self.opacity * (1 - self.dim * back)


class Piece(Protocol):
    """Something that may be seen."""

    @property
    def timing(self) -> Timing:
        """When it is seen."""
        ...

    @property
    def window(self) -> Window:
        """All that it may ever touch, px."""
        ...

    @property
    def is_still(self) -> bool:
        """It looks the same as long as it rests."""
        ...

    def lay(self, picture: NDArray[np.uint8], time: float, pose: Pose, strength: float) -> None:
        """Lay it over a picture as it is at a time of the film, s."""
        ...


@dataclass(frozen=True, slots=True)
class Still:
    """A piece that is drawn once."""

    sprite: Sprite
    timing: Timing
    by: float = 0.0
    """px that a slide goes"""
    is_still: bool = True

    @property
    def window(self) -> Window:
        """What it touches, with its ways in and out, px."""
        x0, y0, x1, y1 = self.sprite.window
        room = round(max(_way(self.timing.enter), _way(self.timing.leave)) * self.by) + 1
        return x0 - room, y0 - room, x1 + room, y1 + room

    def lay(self, picture: NDArray[np.uint8], time: float, pose: Pose, strength: float) -> None:
        """Lay it as it rests, or on its way."""
        move, share = pose.move, pose.share
        if move is None or move.kind == "none":
            self.sprite.lay(picture, strength)
            return
        drawn = self.sprite
        if move.kind == "slide":
            right, down = shift(move, share, self.by)
            drawn = drawn.moved(right, down)
        elif move.kind == "scale":
            drawn = drawn.scaled(_SMALLEST + (1 - _SMALLEST) * share)
        visible = strength * share if move.kind in _FADES else strength
        drawn.lay(picture, visible, wiped(drawn.window, move.toward, share) if move.kind == "wipe" else None)


def shift(move: Move, share: float, unit: float) -> tuple[int, int]:
    """Give how far something that slides is from its place, px right and down."""
    away = (1 - share) * move.by * unit
    right = {"left": away, "right": -away}.get(move.toward, 0.0)
    down = {"up": away, "down": -away}.get(move.toward, 0.0)
    return round(right), round(down)


def wiped(window: Window, toward: str, share: float) -> Window:
    """Give the part of a window that is seen when a share of it has been uncovered."""
    x0, y0, x1, y1 = window
    part = min(max(share, 0.0), 1.0)
    wide, tall = round((x1 - x0) * part), round((y1 - y0) * part)
    return {
        "right": (x0, y0, x0 + wide, y1),
        "left": (x1 - wide, y0, x1, y1),
        "down": (x0, y0, x1, y0 + tall),
        "up": (x0, y1 - tall, x1, y1),
    }[toward]


def _way(move: Move) -> float:
    """Give how far a move goes in the canvas' shorter side; more than that where it goes beyond."""
    return 1.1 * abs(move.by) if move.kind == "slide" else 0.0
