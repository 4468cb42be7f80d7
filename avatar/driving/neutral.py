"""The performer at rest: what every other moment is compared with, so that the proportions of a face cancel out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from avatar.errors import InputError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from avatar.driving.observed import Observed

_AROUND = 0.12
"""s on both sides of a moment that are averaged"""
_LOOKS = 0.5
"""s on both sides over which the gaze is averaged: a single look jitters"""
_FRONTAL = np.radians(30.0)
"""of yaw and pitch that the head has at most"""
_CLOSED = 0.03
"""IOD between lips that are closed"""
_OPEN_EYES = 0.8
"""of how far the eyes are usually open, at least"""
_COSTS = {"gap": 30.0, "eyes": 8.0, "turn": 6.0, "speed": 1.5, "face": 6.0}
"""of a moment: per IOD between the lips, per share by which the eyes are less open than usual, per rad from how the
head usually stands, per IOD/s of the landmarks, per IOD from how the face usually looks"""


@dataclass(frozen=True, slots=True)
class Neutral:
    """A performer's face at rest."""

    time: float
    """s, when it was seen"""
    face: NDArray[np.float32]
    """(468, 3), right +, down +, away +, IOD from between the eyes"""
    points: NDArray[np.float32]
    """(`TRACKED`, 2) of the same"""
    gap: float
    """between the inner lips, IOD"""
    lids: NDArray[np.float32]
    """(2,), opening of the eyes, IOD"""
    irises: NDArray[np.float32]
    """(2, 2), from the middle of each eye, IOD"""
    mesh: NDArray[np.float32]
    """(3,), pitch, yaw, roll by the landmarks, rad"""
    head: NDArray[np.float32]
    """(3,), the same by texture, since the reference; NaN where it was not followed"""
    place: NDArray[np.float32]
    """(3,): x, y and inter-ocular distance, as `Observed.place`"""
    is_closed: bool
    """its lips are closed"""


def find_neutral(seen: Observed, wanted: float | None, name: str) -> Neutral:
    """Choose the calmest frontal moment with closed lips and open eyes, or the `wanted` one, s.

    Raise `InputError` where there is none.
    """
    if wanted is not None:
        return _averaged(seen, _nearest(seen, wanted, name))
    frontal = seen.seen & (np.abs(seen.mesh[:, :2]).max(axis=1) < _FRONTAL)
    if not frontal.any():
        raise InputError(f"The performer in {name!r} never looks towards the camera; film them from the front.")
    cost = np.where(frontal, _costs(seen, frontal), np.inf)
    return _averaged(seen, int(np.argmin(cost)))


def _costs(seen: Observed, frontal: NDArray[np.bool_]) -> NDArray[np.float64]:
    lids = seen.lids.mean(axis=1)
    usual = float(np.percentile(lids[frontal], 70))
    sleepy = np.maximum(_OPEN_EYES - lids / usual, 0) * 10 + np.abs(lids / usual - 1)
    turned = np.linalg.norm(seen.mesh - np.median(seen.mesh[frontal], axis=0), axis=1)
    unlike = np.abs(seen.points - np.median(seen.points[frontal], axis=0)).mean(axis=(1, 2))
    speed = _speed(seen)
    parts = {"gap": np.maximum(seen.gap - 0.004, 0), "eyes": sleepy, "turn": turned, "speed": speed, "face": unlike}
    total = np.sum([_COSTS[name] * each for name, each in parts.items()], axis=0)
    return np.asarray(np.where(np.isfinite(total), total, np.inf))


def _speed(seen: Observed) -> NDArray[np.float64]:
    """Measure how fast the landmarks move, on the mean of both sides of each moment, IOD/s."""
    step = np.maximum(np.diff(seen.times), 1e-3)
    pace = np.abs(np.diff(seen.points, axis=0)).mean(axis=(1, 2)) / step
    pace = np.nan_to_num(pace, nan=1.0)
    if not len(pace):
        return np.zeros(len(seen))
    wide = np.convolve(np.pad(pace, 2, mode="edge"), np.full(4, 0.25), mode="valid")
    return np.asarray(wide[: len(seen)])


def _nearest(seen: Observed, wanted: float, name: str) -> int:
    """Find the picture of a moment. Raise `InputError` if nothing is there."""
    if not -0.5 <= wanted <= seen.times[-1] + 0.5:
        raise InputError(
            f"The neutral moment {wanted:g} s lies outside {name!r}, which lasts {seen.times[-1]:.1f} s; "
            "give a moment within it, or leave --neutral out."
        )
    index = int(np.argmin(np.abs(seen.times - wanted)))
    if not seen.seen[index]:
        raise InputError(
            f"No face is seen in {name!r} at {wanted:g} s; give a moment at which the performer looks at the camera."
        )
    return index


def _averaged(seen: Observed, index: int) -> Neutral:
    """Take the median of the pictures around a moment, which has less noise than one of them."""
    near = seen.seen & (np.abs(seen.times - seen.times[index]) <= _AROUND)
    near[index] = True
    long = seen.seen & (np.abs(seen.times - seen.times[index]) <= _LOOKS)
    gap = float(np.median(seen.gap[near]))

    def middle(values: NDArray[np.float32]) -> NDArray[np.float32]:
        return np.asarray(np.median(values[near], axis=0), np.float32)

    return Neutral(
        float(seen.times[index]),
        middle(seen.faces.astype(np.float32)),
        middle(seen.points),
        gap,
        middle(seen.lids),
        np.asarray(np.median(seen.irises[long], axis=0), np.float32),
        middle(seen.mesh),
        middle(seen.head),
        middle(seen.place),
        gap < _CLOSED,
    )
