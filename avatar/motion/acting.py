"""What cues ask for, as curves: a smile, a nod, a look to the side."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from avatar.motion.curves import RATE, bump, eased

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from avatar.data import Cue

_EARLY = 0.12
"""s that a face begins before the word, as it does before an accent"""

# ARKit weights at strength 1, then rise, hold and fall, s.
_FACES: dict[str, tuple[dict[str, float], tuple[float, float, float]]] = {
    "smile": ({"mouthSmile": 0.85, "mouthDimple": 0.1, "cheekSquint": 0.16, "eyeSquint": 0.14}, (0.35, 1.6, 0.9)),
    "frown": ({"browDown": 0.7, "mouthFrown": 0.4, "eyeSquint": 0.15}, (0.3, 1.2, 0.6)),
    "raise brows": ({"browInnerUp": 0.75, "browOuterUp": 0.7, "eyeWide": 0.15}, (0.18, 0.5, 0.45)),
}

# Degrees at strength 1 by s after the beginning, with a minimum-jerk path between.
_TURNS: dict[str, tuple[int, tuple[tuple[float, float], ...]]] = {
    "nod": (0, ((0.0, 0.0), (0.26, 6.5), (0.64, -0.8), (0.90, 2.6), (1.3, 0.0))),
    "shake head": (1, ((0.0, 0.0), (0.28, -5.0), (0.68, 5.0), (1.04, -3.5), (1.4, 0.0))),
    "tilt head": (2, ((0.0, 0.0), (0.5, 6.0), (1.8, 6.0), (2.5, 0.0))),
}

# Right and down of the eyes, then yaw and pitch of the head that follows, degrees at strength 1.
_LOOKS: dict[str, tuple[float, float, float, float]] = {
    "look left": (-17.0, 0.0, -5.0, 0.0),
    "look right": (17.0, 0.0, 5.0, 0.0),
    "look up": (0.0, -9.0, 0.0, -3.0),
    "look down": (0.0, 10.0, 0.0, 3.5),
    "look at me": (0.0, 0.0, 0.0, 0.0),
}
_LOOK_LASTS = 1.8
"""s, unless another look comes"""
_SACCADE = 0.05
"""s"""
_HEAD_LATER, _HEAD_TAKES = 0.1, 0.5
"""s"""


@dataclass(slots=True)
class Acted:
    """What all cues of a speech come to, on the 100 Hz clock."""

    turn: NDArray[np.float64]
    """(T, 3), pitch, yaw and roll to be added, degrees"""
    gaze: NDArray[np.float64]
    """(T, 2), right and down, degrees: where the eyes are sent"""
    held: NDArray[np.float64]
    """(T,), 1 where a cue has the eyes, 0 where they are free"""
    weights: dict[str, NDArray[np.float64]] = field(default_factory=dict)
    """(T,) per ARKit name; a name without its side stands for both"""
    blinks: list[float] = field(default_factory=list)
    """moments of full closure, s"""


def act(cues: Sequence[Cue], times: NDArray[np.float64]) -> Acted:
    """Draw the cues; the same one twice in a row is as strong as once, and held for longer."""
    acted = Acted(np.zeros((len(times), 3)), np.zeros((len(times), 2)), np.zeros(len(times)))
    looks = [cue for cue in cues if cue.kind in _LOOKS]
    for cue in cues:
        if cue.kind in _FACES:
            _make_face(acted, cue, times)
        elif cue.kind in _TURNS:
            axis, path = _TURNS[cue.kind]
            acted.turn[:, axis] += cue.amount * _along(path, times - cue.time + _EARLY)
        elif cue.kind == "blink":
            acted.blinks.append(cue.time)
    for index, cue in enumerate(looks):
        after = looks[index + 1].time if index + 1 < len(looks) else np.inf
        _look(acted, cue, min(cue.time + _LOOK_LASTS, after), times)
    return acted


def _make_face(acted: Acted, cue: Cue, times: NDArray[np.float64]) -> None:
    weights, (rise, hold, fall) = _FACES[cue.kind]
    where, shape = bump(times, cue.time - _EARLY, rise, hold, fall)
    for name, weight in weights.items():
        curve = acted.weights.setdefault(name, np.zeros(len(times)))
        curve[where] = np.maximum(curve[where], cue.amount * weight * shape)


def _along(path: tuple[tuple[float, float], ...], since: NDArray[np.float64]) -> NDArray[np.float64]:
    """Follow a path of (s, degrees) from rest to rest."""
    angle = np.zeros(len(since))
    for (begin, here), (end, there) in pairwise(path):
        angle += (there - here) * eased((since - begin) / (end - begin))
    return angle


def _look(acted: Acted, cue: Cue, end: float, times: NDArray[np.float64]) -> None:
    """Send the eyes, and a little later the head, and let both go at the end."""
    right, down, yaw, pitch = (cue.amount * angle for angle in _LOOKS[cue.kind])
    begin = max(cue.time - _EARLY, 0.0)
    low = int(begin * RATE)
    goes = eased((times[low:] - begin) / _SACCADE)
    acted.gaze[low:] += (np.array([right, down]) - acted.gaze[low:]) * goes[:, None]
    gone = eased((times[low:] - end) / _SACCADE)
    acted.held[low:] = np.maximum(acted.held[low:], goes) * (1 - gone)
    later = times - _HEAD_LATER
    follows = eased((later - begin) / _HEAD_TAKES) - eased((later - end) / _HEAD_TAKES)
    acted.turn[:, 1] += yaw * follows
    acted.turn[:, 0] += pitch * follows
