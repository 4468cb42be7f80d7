"""How alive a face is, by what the functions of THEval measure (Quignon et al. 2025), written anew.

It differs in these: a face is looked for in each frame by itself; silence is where the sound is 40 dB below its
loudest and the timeline, if there is one, has no phone, rather than where a network hears no voice; change from frame
to frame is that of 25 frames a second, whatever the film has. Its three figures of picture quality need networks and
are not measured.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from avatar.inspection.film import SOUND_RATE
from avatar.inspection.timing import quiet_stretches

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_RATE = 25.0
"""frames per second that change is measured at"""
_LEAST_FRAMES = 16
_SHAPES = 5000
"""lips whose shapes are compared, at most twice as many: they do not vary otherwise in those between"""
_SILENT, _PADDED = 0.3, 0.03
"""s that a silence lasts at least, and that are left out at either end of it"""
_LEAST_SILENT = 12
"""frames of silence"""
_OUTER = 20
"""points of the outer lips, before the inner ones in a sighting's outline"""
_ABOVE, _BELOW = slice(_OUTER + 1, _OUTER + 9), (19, 18, 17, 16, 15, 14, 13, 12)
"""eight points of the upper inner lip, and those below them, counted within the inner ones"""
_LOUD = SOUND_RATE // 20
"""samples over which loudness is measured"""


@dataclass(frozen=True, slots=True)
class Liveliness:
    """Figures as THEval has them; None where a clip does not have what is measured."""

    lips: float | None = None
    """variance of the distances between points of the lips, mean, times 1000, in squared distances of the eyes' outer
    corners"""
    brows: float | None = None
    """mean change of brow above eye a frame, IOD"""
    silence: float | None = None
    """median deviation of the lips' opening from its mean in silence, distances of the eyes' outer corners"""
    loudness: float | None = None
    """mean difference of opening and loudness while talking, when both go from 0 to 1"""


def lively(
    times: NDArray[np.float64],
    outlines: Sequence[NDArray[np.float32] | None],
    brows: NDArray[np.float64],
    samples: NDArray[np.float32],
    unspoken: Sequence[tuple[float, float]] | None = None,
) -> Liveliness:
    """Measure what can be measured of `outlines` and `brows` (T, 2) at `times` (T,), s, beside the sound.

    `unspoken` is where nothing is said, start and end, s; None: nobody knows. Voices say whole syllables as softly as
    silence.
    """
    seen = np.array([each is not None for each in outlines], bool)
    if seen.sum() < _LEAST_FRAMES:
        return Liveliness()
    lips = np.stack([each for each in outlines if each is not None])
    when = times[seen]
    opening = np.abs(lips[:, _ABOVE, 1] - lips[:, [_OUTER + each for each in _BELOW], 1]).mean(axis=1)
    is_silent = _silent(when, quiet_stretches(samples, _SILENT))
    if unspoken is not None:
        is_silent &= _silent(when, unspoken)
    return Liveliness(
        _shape_changes(lips[:: max(1, len(lips) // _SHAPES)]),
        brow_motion(when, brows[seen]),
        _unrest(opening[is_silent]),
        _away(when[~is_silent], opening[~is_silent], samples),
    )


def brow_motion(times: NDArray[np.float64], brows: NDArray[np.float64]) -> float | None:
    """Measure the mean change of (T, 2) heights of brows a frame; None if hardly any frame shows them."""
    seen = np.isfinite(brows).all(axis=1)
    if seen.sum() < _LEAST_FRAMES:
        return None
    when = np.arange(times[seen][0], times[seen][-1] + 0.5 / _RATE, 1 / _RATE)
    even = np.stack([np.interp(when, times[seen], each) for each in brows[seen].T])
    return float(np.abs(np.diff(even, axis=1)).mean())


def _silent(times: NDArray[np.float64], stretches: Sequence[tuple[float, float]]) -> NDArray[np.bool_]:
    """Tell the frames (T,) that lie well within these stretches."""
    found = np.zeros(len(times), bool)
    for start, end in stretches:
        if end - start >= _SILENT:
            found |= (times >= start + _PADDED * (start > 0)) & (times <= end - _PADDED)
    return found


def _shape_changes(lips: NDArray[np.float32]) -> float:
    spreads = [
        np.linalg.norm(lips[:, index + 1 :] - lips[:, index, None], axis=2).var(axis=0)
        for index in range(lips.shape[1] - 1)
    ]
    return 1000 * float(np.concatenate(spreads).mean())


def _unrest(opening: NDArray[np.float32]) -> float | None:
    return float(np.median(np.abs(opening - opening.mean()))) if len(opening) >= _LEAST_SILENT else None


def _away(times: NDArray[np.float64], opening: NDArray[np.float64], samples: NDArray[np.float32]) -> float | None:
    """Measure how far opening and loudness are apart."""
    if len(times) < _LEAST_FRAMES or len(samples) < 2 * _LOUD:
        return None
    power = np.pad(samples.astype(np.float64) ** 2, (_LOUD // 2, _LOUD))
    steps = power[: len(power) // _LOUD * _LOUD].reshape(-1, _LOUD).mean(axis=1)
    loud = np.interp(times, np.arange(len(steps)) * _LOUD / SOUND_RATE, np.sqrt(steps))
    return float(np.abs(_stretched(opening) - _stretched(loud)).mean())


def _stretched(values: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray((values - values.min()) / max(float(np.ptp(values)), 1e-8))
