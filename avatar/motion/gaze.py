"""Where the eyes look: at the viewer mostly, away now and then, and never quite still.

Saccades and dwell times follow Eyes Alive (Lee, Badler and Badler 2002): 20-30 ms + 2.2-2.7 ms per degree; a talker
holds the viewer 3.1 s and looks away for .93 s. A presenter stays within 4 degrees.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from avatar.motion.curves import RATE, eased, edges

if TYPE_CHECKING:
    from numpy.typing import NDArray

_AWAY_MOST, _AWAY_LEAST = 3.8, 1.6
"""degrees"""
_VIEWER = 0.45
"""degrees, standard deviation of glances within the viewer's face"""
_HOLD, _AWAY = 3.1, 0.93
"""s, means"""
_LEAVES = 0.35
"""share of the glances"""
_BACK = 0.4
"""s before the end"""
_THINKS = (0.1, 0.35)
"""s before a phrase in which somebody looks away to find its words"""
_WAITS = 0.9, 0.6
"""s that a look away waits for the next phrase, or hurries to it, and that one back does for a phrase's end"""
_APART = 0.25
"""s between shifts at least"""
_STEADY = 0.1
"""s at either end without microsaccades"""
_MICRO_RATE, _MICRO = 1.5, 0.12
"""a second; degrees"""


@dataclass(frozen=True, slots=True)
class Shift:
    """One saccade to a new point."""

    time: float
    """s, its onset"""
    target: tuple[float, float]
    """right +, down +, degrees from the viewer's eyes"""
    is_away: bool
    """It leaves the viewer."""


def shifts(
    seconds: float,
    rng: np.random.Generator,
    averts: float = 1.0,
    phrases: tuple[tuple[float, float], ...] = (),
) -> list[Shift]:
    """Draw where the eyes go, in order: glances over the viewer's face, and averted looks between them.

    `averts` scales how often a look is averted. Of looks near the start and end, s, of `phrases` those away come
    before words, while they are looked for, and those back where a phrase ends (Kendon 1967).
    """
    found: list[Shift] = []
    now = float(rng.uniform(0.8, 2.2))
    while now < seconds - 0.4:
        is_with_viewer = not found or not found[-1].is_away
        leaves = is_with_viewer and rng.random() < _LEAVES * averts
        found.append(Shift(now, _away(rng) if leaves else _within_face(rng), leaves))
        # Glances divide the time that the viewer is held into three or so.
        mean = _AWAY if leaves else _HOLD * 0.4
        now += float(np.clip(rng.gamma(4.0, mean / 4.0), 0.3, 4.0))
    return _with_phrases(found, phrases, rng) if phrases else found


def _with_phrases(
    found: list[Shift], phrases: tuple[tuple[float, float], ...], rng: np.random.Generator
) -> list[Shift]:
    """Move looks away to just before phrases and looks back to phrase ends, where some are near; order stays."""
    thinking = [start - float(rng.uniform(*_THINKS)) for start, _ in phrases]
    ends = [end for _, end in phrases]
    moved: list[Shift] = []
    for index, shift in enumerate(found):
        least = moved[-1].time + _APART if moved else 0.3
        most = found[index + 1].time - _APART if index + 1 < len(found) else np.inf
        returns = bool(moved) and moved[-1].is_away
        places, reach = (thinking, _WAITS[0]) if shift.is_away else (ends if returns else [], _WAITS[1])
        near = [time for time in places if abs(time - shift.time) < reach and least <= time <= most]
        time = min(near, key=lambda place: abs(place - shift.time)) if near else max(shift.time, least)
        moved.append(replace(shift, time=time))
    return moved


def returning(found: list[Shift], seconds: float) -> list[Shift]:
    """Let the eyes be back with the viewer at the end, where another stretch goes on from there."""
    back = seconds - min(_BACK, seconds / 3)
    return [shift for shift in found if shift.time < back - 0.15] + [Shift(back, (0.0, 0.0), False)]


def _away(rng: np.random.Generator) -> tuple[float, float]:
    size = float(rng.uniform(_AWAY_LEAST, _AWAY_MOST))
    # Sideways mostly; up and down are a third of that.
    angle = float(rng.normal(0.0, 0.45)) + (np.pi if rng.random() < 0.5 else 0.0)
    return size * float(np.cos(angle)), size * float(np.sin(angle))


def _within_face(rng: np.random.Generator) -> tuple[float, float]:
    right, down = np.clip(rng.normal(0.0, _VIEWER, 2), -1.0, 1.0)
    return float(right), float(down)


def looking(found: list[Shift], times: NDArray[np.float64], rng: np.random.Generator) -> NDArray[np.float64]:
    """Draw the point looked at (T, 2), degrees, with microsaccades."""
    path = np.zeros((len(times), 2))
    here = np.zeros(2)
    for shift in found:
        there = np.array(shift.target)
        lasts = 0.025 + 0.0024 * float(np.linalg.norm(there - here))
        low = int(shift.time * RATE)
        path[low:] = here + (there - here) * eased((times[low:] - shift.time) / lasts)[:, None]
        here = there
    return path + _microsaccades(times, rng) * edges(times, float(times[-1]), _STEADY)[:, None]


def _microsaccades(times: NDArray[np.float64], rng: np.random.Generator) -> NDArray[np.float64]:
    jumps = rng.random(len(times)) < _MICRO_RATE / RATE
    fixation = np.maximum.accumulate(np.where(jumps, np.arange(len(times)), 0))
    offsets = rng.normal(0.0, _MICRO, (len(times), 2))
    offsets[0] = 0.0
    return np.asarray(offsets[fixation])
