"""Lips where nobody speaks: they part before a phrase and settle after it, breathe, and now and then a throat swallows.

All of it is slow: what moves in silence stays below 2 Hz, for quicker lips look nervous. Real talkers' lips are hardly
ever quite closed between two phrases (Quignon et al. 2025, THEval, measure a median deviation of 0.026 in distances of
the outer corners of the eyes).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from avatar.data import ARKIT_INDEX
from avatar.motion.curves import at, bump, eased, edges, smoothed

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from avatar.data import Poise
    from avatar.motion.prosody import Prosody

_PARTED = (0.075, 0.14)
"""jawOpen of lips between two phrases: each pause has its own, and holds it"""
_LAST = (0.045, 0.08)
"""the same of lips that come to rest"""
_READIED = 0.03
"""the same by which lips that are about to speak part further at most"""
_SHORT = 1.1
"""s of a pause in which nobody closes the mouth"""
_BREATHES = (0.012, 0.03)
"""the same of a mouth that breathes through a long silence"""
_READIES = (0.42, 0.6)
"""s before a phrase, in which lips get ready for it"""
_CLOSES = (0.6, 1.2)
"""s, in which lips come together after one"""
_LONG = 2.4
"""s of a silence in which a mouth comes to rest"""
_EVERY, _SWALLOWS = (4.0, 8.0), (14.0, 30.0)
"""s between two breaths through the lips, and between two swallows"""
_GULP = {"mouthPress": 0.3, "mouthShrugLower": 0.22, "mouthRollLower": 0.1, "mouthRollUpper": 0.06}
"""ARKit weights of lips while a throat swallows"""
_JOINS = 0.22
"""s at either end in which the lips come to rest"""
_HELD = 0.05
"""mouthClose of lips that a sound wants together"""


@dataclass(frozen=True, slots=True)
class Quiet:
    """What the mouth does in silence, on the 100 Hz clock."""

    jaw: NDArray[np.float64]
    """(T,), jawOpen"""
    gulp: NDArray[np.float64]
    """(T,), 0-1, how far the lips press in a swallow"""
    heeds: NDArray[np.float64]
    """(T,), 0-1, how much they heed a sound that is near: nothing where another stretch goes on"""


def parted(poise: Poise | None) -> float | None:
    """Tell how far the lips are parted at a poise, jawOpen: by chance, and the same for both stretches that meet there.

    The last digits of how the head stands are the chance.
    """
    if poise is None:
        return None
    share = 1e4 * float(np.abs(poise.head.astype(np.float64)).sum()) % 1.0
    return _PARTED[0] + (_PARTED[1] - _PARTED[0]) * share


def quiet(
    prosody: Prosody,
    seconds: float,
    rng: np.random.Generator,
    start_at: float | None = None,
    end_at: float | None = None,
) -> Quiet:
    """Draw the lips of all silences of a stretch, which start and end where other stretches leave or take them up.

    Where there is no other stretch (None) they start and end at rest.
    """
    jaw, gulp = np.zeros(len(prosody.times)), np.zeros(len(prosody.times))
    for start, end in prosody.pauses(seconds):
        held, readied = float(rng.uniform(*_PARTED)), float(rng.uniform(0.0, _READIED))
        readies, closes, last = (float(rng.uniform(*each)) for each in (_READIES, _CLOSES, _LAST))
        is_first, is_last = start <= 0, end >= seconds
        before = start_at if is_first else held if end - start < _SHORT else last
        after = end_at if is_last else held
        if before is not None and after is not None and end - start < _SHORT:
            _go(jaw, prosody.times, (start, before), (end, after), is_first, is_last)
        else:
            if before is not None:
                begins = start - 1.0 if is_first else start - 0.2
                _raise(jaw, prosody.times, (begins, begins + 0.2), (start + 0.1, start + 0.1 + closes), before)
            if after is not None:
                ends = end + 1.0 if is_last else end
                _raise(
                    jaw,
                    prosody.times,
                    (end - readies, end - 0.06),
                    (ends, ends + 0.16),
                    after + readied * (not is_last),
                )
        if end - start > _LONG:
            _idle(jaw, gulp, prosody.times, (start + 1.2, end - 0.8), rng)
    window = edges(prosody.times, seconds, _JOINS, at_start=start_at is None, at_end=end_at is None)
    return Quiet(jaw * window, gulp * window, edges(prosody.times, seconds, _JOINS))


def _go(  # noqa: PLR0913 - from where to where, and what lies on either side
    curve: NDArray[np.float64],
    times: NDArray[np.float64],
    first: tuple[float, float],
    last: tuple[float, float],
    is_first: bool,
    is_last: bool,
) -> None:
    """Let lips that stay parted through a pause go from how far they are at its beginning to its end, in place."""
    (start, here), (end, there) = first, last
    level = here + (there - here) * eased((times - start) / max(end - start, 1e-6))
    window = np.ones(len(times))
    if not is_first:
        window = np.minimum(window, eased((times - start + 0.2) / 0.2))
    if not is_last:
        window = np.minimum(window, 1 - eased((times - end) / 0.16))
    np.maximum(curve, level * window, out=curve)


def _idle(
    jaw: NDArray[np.float64],
    gulp: NDArray[np.float64],
    times: NDArray[np.float64],
    span: tuple[float, float],
    rng: np.random.Generator,
) -> None:
    """Let the lips of a long silence part to breathe, and press to swallow, in place."""
    now = span[0] + float(rng.uniform(0.0, _EVERY[1]))
    while now < span[1] - 3.5:
        _raise(jaw, times, (now, now + 1.1), (now + 2.0, now + 3.4), float(rng.uniform(*_BREATHES)))
        now += 3.4 + float(rng.uniform(*_EVERY))
    now = span[0] + float(rng.uniform(0.0, _SWALLOWS[1]))
    while now < span[1] - 1.5:
        where, shape = bump(times, now, 0.4, 0.2, 0.6)
        gulp[where] = np.maximum(gulp[where], shape)
        jaw[where] *= 1 - shape
        now += float(rng.uniform(*_SWALLOWS))


def _raise(
    curve: NDArray[np.float64],
    times: NDArray[np.float64],
    up: tuple[float, float],
    down: tuple[float, float],
    size: float,
) -> None:
    """Let a curve rise to a size and fall again, in place, where it is lower."""
    rises, falls = ((times - first) / (last - first) for first, last in (up, down))
    np.maximum(curve, size * np.minimum(eased(rises), 1 - eased(falls)), out=curve)


def part(weights: NDArray[np.float64], found: Quiet, times: NDArray[np.float64], fps: float) -> None:
    """Let the lips of a silence be as they are drawn, in place, in weights (frames, 52) of frames at `times`.

    Where a sound wants them together, or further apart, it has its way.
    """
    if not len(weights):
        return
    jaw, close = weights[:, ARKIT_INDEX["jawOpen"]], weights[:, ARKIT_INDEX["mouthClose"]]
    held = np.clip(close / _HELD, 0.0, 1.0)
    near = np.clip(1.6 * smoothed(held, 0.07, fps), 0.0, 1.0) * at(times, found.heeds)
    free = 1 - np.maximum(held, near)
    parted = at(times, found.jaw) * free
    weights[:, ARKIT_INDEX["jawOpen"]] = (jaw**4 + parted**4) ** 0.25
    pressed = at(times, found.gulp) * (1 - np.clip(jaw / _HELD, 0.0, 1.0))
    for name, weight in _GULP.items():
        sides = (name,) if name in ARKIT_INDEX else (f"{name}Left", f"{name}Right")
        for side in sides:
            column = ARKIT_INDEX[side]
            weights[:, column] = np.maximum(weights[:, column], weight * pressed)
