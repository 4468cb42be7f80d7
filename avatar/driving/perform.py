"""From what was seen of a performer to the motion of a portrait, one row per frame of its film."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from avatar.data import ARKIT_INDEX, MotionTrack, head_rotation
from avatar.driving.neutral import find_neutral
from avatar.driving.solve import SOLVED, Solver, displaced
from avatar.driving.steady import lost, presence, steadied
from avatar.errors import InputError
from avatar.motion.curves import smoothed
from avatar.motion.face import cheeks, look_weights
from avatar.motion.head import FURTHEST, limited
from avatar.motion.seal_frames import allot

if TYPE_CHECKING:
    from fractions import Fraction

    from numpy.typing import NDArray

    from avatar.driving.neutral import Neutral
    from avatar.driving.observed import Observed

SEEN_PER_OPENING = 0.73
"""gap, IOD, that a landmark detector sees per weight by which jawOpen exceeds mouthClose, in our own films"""
_SEALED, _PARTED = 0.009, 0.016
"""IOD over the gap of closed lips at which they count as closed, and as apart again"""
_PRESSED = 0.1
"""weight by which mouthClose exceeds jawOpen in a seal, which holds it"""
PARTING = ("mouthLowerDownLeft", "mouthLowerDownRight", "mouthUpperUpLeft", "mouthUpperUpRight")
"""weights that part lips whatever the jaw does"""
_LIPS = 0.045, 0.05
"""s and weight over which the mouth is steadied"""
_GAP = 0.045, 0.012
"""s and IOD, the same of the opening between the lips"""
_BROWS = 0.09, 0.08
_LIDS = 0.04, 0.12
"""s, and share of the open eye"""
_GAZE = 0.12, 0.05
"""s and rad"""
_TURN = 0.06
"""s over which the head is smoothed, (T, 6)"""
_BLINK = ((0.25, 1.0), (0.54, 0.6), (0.79, 0.4), (0.91, 0.2), (0.97, 0.0))
"""lids' opening in that at rest, and the weight of eyeBlink that shows it"""
_WIDE = 1.08, 0.3
"""opening from which eyes are wide, and how much more is eyeWide 1"""
_TOGETHER = 0.25
"""weight by which both eyes may differ and still blink together"""
_SHUT = 0.35
"""weight of a blink from which the iris is not believed"""
_LOOK = np.array([6.5, 8.5])
"""rad of gaze per IOD of the irises' way, right and down"""
_FURTHEST_LOOK = np.radians(16.0)
_TURNED = np.radians(60.0)
"""of yaw, from which the mesh guesses"""
MOST_TURN = np.array([11.0, 14.0, 14.0])
"""degrees of pitch, yaw and roll that a photo carries"""
_PIVOT = np.array([0.0, 1.05, 0.85])
"""where the head turns on its neck, from between the eyes: right, down, away, IOD"""
_DISTANCE, _NOISE = 10.0, 0.1
"""IOD from the camera, about, and by which a face seems nearer or farther without being it"""
_TOLD = 0.5
"""s without a face from which that is told"""
_SHRUNK = {
    "browInnerUp": 2.0,
    "browOuterUpLeft": 1.3,
    "browOuterUpRight": 1.3,
    "mouthSmileLeft": 1.2,
    "mouthSmileRight": 1.2,
}
"""by how much weights are made larger whose motion the mesh, or what keeps weights small, shows smaller than it is"""
_MOSTLY = 0.5
"""of the performance that may be turned away"""


@dataclass(frozen=True, slots=True)
class Performed:
    """A performance as the motion of a portrait."""

    motion: MotionTrack
    """one row per frame of the film"""
    neutral: float
    """s, the moment of the performance that everything is compared with"""
    notes: tuple[str, ...]
    """what was wrong with it, sentences"""


def perform(seen: Observed, fps: Fraction, seconds: float, wanted: float | None, name: str) -> Performed:
    """Turn what was seen into motion at a frame rate, for `seconds` s; `wanted` is the neutral moment, s.

    Raise `InputError` where nothing can be compared with, or the performer is turned away.
    """
    away = seen.seen & (np.abs(seen.mesh[:, 1]) > _TURNED)
    if away.sum() > _MOSTLY * seen.seen.sum():
        raise InputError(
            f"The performer in {name!r} is turned away from the camera by more than 60 degrees for "
            f"{away.sum() / max(seen.seen.sum(), 1):.0%} of the time; film them from the front."
        )
    known = seen.seen & ~away
    neutral = find_neutral(seen, wanted, name)
    frames = max(1, round(seconds * fps))
    clock = np.arange(frames) / float(fps)
    gaps = lost(seen.times, known, max(seconds, float(clock[-1])))
    share = presence(clock, gaps, float(clock[-1]) + 1.0 if gaps and gaps[-1][1] < seconds else seconds)
    weights = _mouth(seen, known, neutral, clock, fps)
    blinks, wide = _lids(seen, known, neutral)
    gaze = _gaze(seen, known, neutral, blinks)
    looks = np.clip(_at(clock, seen.times, gaze), -_FURTHEST_LOOK, _FURTHEST_LOOK) * share[:, None]
    weights *= share[:, None]
    look_weights(looks, weights)
    for side, eye in (("Right", 0), ("Left", 1)):
        column = ARKIT_INDEX[f"eyeBlink{side}"]
        weights[:, column] = np.maximum(weights[:, column], _deepest(clock, seen.times, blinks[:, eye], fps) * share)
        weights[:, ARKIT_INDEX[f"eyeWide{side}"]] += _at(clock, seen.times, wide[:, eye]) * share
    cheeks(weights, float(fps))
    head = _head(seen, known, neutral, clock) * share[:, None]
    nothing = np.zeros(frames, np.float32)
    motion = MotionTrack(
        fps,
        np.clip(weights, 0, 1).astype(np.float32),
        head.astype(np.float32),
        looks.astype(np.float32),
        nothing,
        nothing,
    )
    return Performed(motion, neutral.time, _notes(seen, away, gaps, neutral, seconds, wanted))


def _mouth(
    seen: Observed, known: NDArray[np.bool_], neutral: Neutral, clock: NDArray[np.float64], fps: Fraction
) -> NDArray[np.float64]:
    """Solve for mouth and brows, and let the lips be as far apart as they are seen to be: (frames, 52)."""
    times = seen.times
    weights = Solver.of(neutral).weights(displaced(seen, neutral))
    for shrunk, factor in _SHRUNK.items():
        weights[:, ARKIT_INDEX[shrunk]] *= factor
    weights[~known] = np.nan
    brows = [ARKIT_INDEX[name] for name in SOLVED if name.startswith("brow")]
    mouth = [ARKIT_INDEX[name] for name in SOLVED if not name.startswith("brow")]
    weights[:, mouth] = steadied(weights[:, mouth], times, *_LIPS)
    weights[:, brows] = steadied(weights[:, brows], times, *_BROWS)
    gap = np.where(known, seen.gap, np.nan).astype(np.float64)
    closed = min(neutral.gap, float(np.nanpercentile(gap, 10)))
    spans = _seals(gap - closed, times)
    gap = steadied(gap, times, *_GAP)
    opening = np.maximum(gap - closed - _SEALED / 2, 0) / SEEN_PER_OPENING
    rows, apart = _at(clock, times, weights), _at(clock, times, opening)
    frames = allot(spans, lambda moments: _at(moments, times, opening), float(fps), len(clock))
    _set_opening(rows, apart, frames)
    return rows


def _set_opening(rows: NDArray[np.float64], apart: NDArray[np.float64], seals: list[tuple[int, int]]) -> None:
    """Let jawOpen exceed mouthClose by the opening (frames,), and mouthClose exceed jawOpen in seals, in place."""
    jaw, close = ARKIT_INDEX["jawOpen"], ARKIT_INDEX["mouthClose"]
    rows[:, jaw] = np.maximum(rows[:, jaw], apart)
    rows[:, close] = np.maximum(rows[:, jaw] - apart, 0)
    parting = [
        ARKIT_INDEX[f"{name}{side}"] for name in ("mouthLowerDown", "mouthUpperUp") for side in ("Left", "Right")
    ]
    for first, last in seals:
        chosen = slice(first, last + 1)
        rows[chosen, close] = rows[chosen, jaw] + _PRESSED
        rows[chosen, parting] = 0.0


def _seals(gap: NDArray[np.float64], times: NDArray[np.float64]) -> list[tuple[float, float]]:
    """List when the lips are closed, start and end s, from how much farther apart they are than closed ones, IOD."""
    found, first, last = list[tuple[float, float]](), None, 0.0
    for moment, each in zip(times.tolist(), gap.tolist(), strict=True):
        if first is None:
            if each <= _SEALED:
                first = last = moment
        elif each > _PARTED or not np.isfinite(each):
            found.append((first, last))
            first = None
        elif each <= _SEALED:
            last = moment
    return [*found, (first, last)] if first is not None else found


def _lids(
    seen: Observed, known: NDArray[np.bool_], neutral: Neutral
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give the weights of eyeBlink and of eyeWide (T, 2), the eye at the image's left first."""
    opening = np.where(known[:, None], seen.lids / neutral.lids, np.nan)
    opening = np.stack([steadied(each, seen.times, *_LIDS) for each in opening.T], axis=1)
    levels, values = np.array(_BLINK).T
    blinks = np.interp(np.nan_to_num(opening, nan=1.0), levels, values)
    both = blinks.mean(axis=1, keepdims=True)
    apart = np.abs(blinks[:, :1] - blinks[:, 1:])
    blinks = np.where(apart < _TOGETHER, both, blinks)
    wide = np.clip((np.nan_to_num(opening, nan=1.0) - _WIDE[0]) / _WIDE[1], 0, 1)
    return np.where(known[:, None], blinks, np.nan), np.where(known[:, None], wide, np.nan)


def _gaze(
    seen: Observed, known: NDArray[np.bool_], neutral: Neutral, blinks: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Give where the eyes look, right and down, (T, 2) rad from where they look at rest; NaN while they are shut."""
    way = (seen.irises - neutral.irises).mean(axis=1).astype(np.float64)
    is_open = known & (np.nan_to_num(blinks, nan=1.0).max(axis=1) < _SHUT)
    return steadied(np.where(is_open[:, None], way * _LOOK, np.nan), seen.times, *_GAZE)


def _head(
    seen: Observed, known: NDArray[np.bool_], neutral: Neutral, clock: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Give turn and place of the head (frames, 6), as in `MotionTrack`, within what a photo carries."""
    by_mesh, by_texture = _turned(seen, neutral)
    both = known & np.isfinite(by_texture).all(axis=1)
    turn = np.where(both[:, None], by_texture, by_mesh)
    if both.any() and not both.all():  # what the mesh alone tells goes on from where the texture was
        off = _at(seen.times, seen.times, np.where(both[:, None], by_texture - by_mesh, np.nan))
        turn = np.where(both[:, None], turn, by_mesh + off)
    turn[~known] = np.nan
    place = (seen.place[:, :2] - neutral.place[:2]).astype(np.float64)
    size = seen.place[:, 2] / neutral.place[2]
    moved = np.column_stack([place / neutral.place[2], _DISTANCE * (1 / size - 1)])
    moved[~known] = np.nan
    even = np.arange(0, clock[-1] + 0.02, 0.01)
    rows = np.column_stack([_at(even, seen.times, turn), _at(even, seen.times, moved)])
    rows = np.stack([smoothed(each, _TURN if axis < 5 else 4 * _TURN) for axis, each in enumerate(rows.T)], axis=1)
    angles = np.degrees(rows[:, :3])
    rows[:, 3:] -= _carried(rows[:, :3])
    rows[:, :3] = np.radians(np.stack([limited(angles[:, k], most) for k, most in enumerate(MOST_TURN)], axis=1))
    rows[:, 5] = np.sign(rows[:, 5]) * np.maximum(np.abs(rows[:, 5]) - _NOISE, 0)
    rows[:, 3:] = limited(rows[:, 3:], FURTHEST)
    return np.stack([np.interp(clock, even, each) for each in rows.T], axis=1)


def _turned(seen: Observed, neutral: Neutral) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give how the head has turned since its rest, (T, 3) rad, by landmarks and by texture, about the head's own axes.

    A camera that looks up at a performer, or from the side, sees a nod as something else.
    """
    rest = head_rotation(*neutral.mesh.tolist())
    by_mesh = _angles(rest.T @ _rotations(seen.mesh))
    followed = np.flatnonzero(np.isfinite(seen.head).all(axis=1))
    if not len(followed) or not np.isfinite(neutral.head).all():
        return by_mesh, np.full_like(by_mesh, np.nan)
    pitch, yaw, _ = seen.mesh[followed[0]].tolist()  # of the reference, in which the eyes lie level
    own = head_rotation(pitch, yaw, 0.0)
    since = head_rotation(*neutral.head.tolist()).T @ _rotations(seen.head)
    return by_mesh, _angles(own.T @ since @ own)


def _rotations(angles: NDArray[np.float32]) -> NDArray[np.float64]:
    return np.stack([head_rotation(*each) for each in angles.tolist()])


def _angles(turns: NDArray[np.float64]) -> NDArray[np.float64]:
    """Read pitch, yaw and roll, (T, 3), off rotations (T, 3, 3)."""
    pitch, roll = np.arctan2(turns[:, 2, 1], turns[:, 2, 2]), np.arctan2(turns[:, 1, 0], turns[:, 0, 0])
    return np.column_stack([pitch, np.arcsin(np.clip(turns[:, 2, 0], -1, 1)), roll])


def _carried(turn: NDArray[np.float64]) -> NDArray[np.float64]:
    """Say where turning about the neck takes the point between the eyes, (T, 3), IOD, for small angles (T, 3), rad."""
    pitch, yaw, roll = turn.T
    _, down, away = _PIVOT
    return np.column_stack([yaw * away + roll * down, pitch * away, np.zeros(len(turn))])


def _at(
    moments: NDArray[np.float64], times: NDArray[np.float64], values: NDArray[np.floating[Any]]
) -> NDArray[np.float64]:
    """Read (T,) or (T, C) at other moments: between those that are known in a straight line, beyond as at the last."""
    table = values.reshape(len(values), -1)
    known = np.isfinite(table).all(axis=1)
    if not known.any():
        return np.zeros((len(moments), *values.shape[1:]))
    read = np.stack([np.interp(moments, times[known], each[known]) for each in table.T], axis=1)
    return np.asarray(read.reshape(len(moments), *values.shape[1:]))


def _deepest(
    clock: NDArray[np.float64], times: NDArray[np.float64], blink: NDArray[np.float64], fps: Fraction
) -> NDArray[np.float64]:
    """Read a blink (T,) at the frames; a frame shows the deepest moment of its own time."""
    known = np.isfinite(blink)
    if not known.any():
        return np.zeros(len(clock))
    half = 0.5 / float(fps)
    looks = [np.interp(clock + shift, times[known], blink[known]) for shift in (-half, 0.0, half)]
    own = np.maximum.reduce(looks)
    return np.asarray(np.where(own > 0.5, own, looks[1]))


def _notes(  # noqa: PLR0913 - all that can be wrong
    seen: Observed,
    away: NDArray[np.bool_],
    gaps: list[tuple[float, float]],
    neutral: Neutral,
    seconds: float,
    wanted: float | None,
) -> tuple[str, ...]:
    """Say what was wrong with a performance."""
    del seconds
    found = []
    told = [(first, last) for first, last in gaps if last - first > _TOLD]
    if told:
        total, (first, last) = sum(last - first for first, last in told), told[0]
        why = "is turned away or not seen" if away.any() else "is not seen"
        found.append(
            f"The performer {why} for {total:.1f} s, the first time from {first:.1f} to {last:.1f} s; "
            "the portrait goes to rest there."
        )
    if not neutral.is_closed and wanted is None:
        found.append(
            f"The performer's lips are never quite closed while they look ahead; {neutral.time:.1f} s is taken for "
            "rest. Name a better moment with --neutral SECONDS."
        )
    if len(seen) > 1 and np.median(np.diff(seen.times)) > 1 / 20:
        rate = 1 / np.median(np.diff(seen.times))
        found.append(f"The performance has {rate:.0f} pictures per second; from 25 on quick closures are all seen.")
    return tuple(found)
