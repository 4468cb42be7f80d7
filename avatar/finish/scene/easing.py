"""How far something has come at a moment of its way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from avatar.finish.scene.schedule import NEVER

if TYPE_CHECKING:
    from avatar.data.scene import Move

_OVERSHOOT = 1.4
"""how far "over" goes beyond: about a twentieth of the way"""


def eased(easing: str, share: float) -> float:
    """Give how much of the way is done after a share of the time, 0 at 0 and 1 at 1."""
    t = min(max(share, 0.0), 1.0)
    if easing == "in":
        return t**3
    if easing == "out":
        return 1 - (1 - t) ** 3
    if easing == "both":
        return t * t * t * (t * (6 * t - 15) + 10)
    if easing == "over":
        return 1 + (_OVERSHOOT + 1) * (t - 1) ** 3 + _OVERSHOOT * (t - 1) ** 2
    return t


@dataclass(frozen=True, slots=True)
class Pose:
    """How something is seen at one moment."""

    move: Move | None = None
    """by which it comes or goes; None: it rests"""
    share: float = 1.0
    """how far it is there: 0 gone, 1 whole; it may go a little beyond"""


RESTING = Pose()
"""it is there, and does not move"""


def pose(time: float, start: float, end: float, enter: Move, leave: Move) -> Pose | None:
    """Say how something is seen at a time, s, that comes at `start` and begins to go at `end`; None: not at all."""
    begins = start + enter.delay
    if time < begins or start == NEVER:
        return None
    if time >= end + leave.delay:
        share = _done(leave, time - end - leave.delay)
        return None if share >= 1.0 else Pose(leave, 1.0 - eased(_reversed(leave.easing), share))
    share = _done(enter, time - begins)
    return RESTING if share >= 1.0 else Pose(enter, eased(enter.easing, share))


def _done(move: Move, seconds: float) -> float:
    return 1.0 if move.kind == "none" or move.seconds <= 0 else seconds / move.seconds


def _reversed(easing: str) -> str:
    """Let what came fast and slowed down go slowly and speed up."""
    return {"out": "in", "in": "out", "over": "in"}.get(easing, easing)
