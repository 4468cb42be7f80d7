"""Take video frames from the fine lip track without losing a closure or an opening between two."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from avatar.data import ARKIT_INDEX, TONGUE_TIP
from avatar.errors import AvatarError
from avatar.motion.seal_frames import allot

if TYPE_CHECKING:
    from fractions import Fraction

    from numpy.typing import NDArray

    from avatar.data import LipTrack

_SUB_FRAMES = 4
_SEALED = 0.08
"""mouthClose beyond jawOpen at which lips hold together"""
_AS_HARD = 0.02
"""of mouthClose, within which lips press as hard: frames of a seal show them so, not on their way"""
_PARTED = 0.06
"""jawOpen beyond mouthClose at which lips are seen apart"""
_NEAR_SAMPLES = 3
"""of the lip track (10 ms each) within which a frame beside a seal looks for its opening"""


def frame_times(count: int, fps: Fraction) -> NDArray[np.float64]:
    """Give the times of `count` frames, s."""
    return np.arange(count) * fps.denominator / fps.numerator


def sample_lips(lips: LipTrack, fps: Fraction, count: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give ARKit weights (count, 52) and the tongue tip (count,), without delay.

    Each frame is the mean of four sub-frames around its time. A seal keeps its frames (two, from 20 frames per second
    on; one if it is brief), and an opening between two seals keeps its widest moment.
    """
    unknown = [name for name in lips.names if name not in ARKIT_INDEX and name != TONGUE_TIP]
    if unknown:
        raise AvatarError(
            f"The lip track has a channel {unknown[0]!r} that no face has; use ARKit's names or {TONGUE_TIP!r}."
        )
    rows = _frames(lips, frame_times(count, fps), float(fps))
    weights = np.zeros((count, len(ARKIT_INDEX)))
    tongue = np.zeros(count)
    for column, name in enumerate(lips.names):
        if name == TONGUE_TIP:
            tongue = rows[:, column]
        else:
            weights[:, ARKIT_INDEX[name]] = rows[:, column]
    return weights, tongue


def _frames(lips: LipTrack, times: NDArray[np.float64], fps: float) -> NDArray[np.float64]:
    offsets = ((np.arange(_SUB_FRAMES) + 0.5) / _SUB_FRAMES - 0.5) / fps
    rows: NDArray[np.float64] = np.mean([_rows(lips, times + offset) for offset in offsets], axis=0)
    if not {"jawOpen", "mouthClose"} <= set(lips.names) or not len(lips.times):
        return rows
    gap = lips.weights[:, lips.names.index("jawOpen")] - lips.weights[:, lips.names.index("mouthClose")]
    runs = _runs(gap <= -_SEALED)
    track_times = lips.times.astype(np.float64)
    spans = [(float(track_times[low]), float(track_times[high])) for low, high in runs]
    frames = allot(spans, lambda moments: np.interp(moments, track_times, gap), fps, len(times))
    for run, (first, last) in zip(runs, frames, strict=True):
        start, end = _firmest(gap, run)
        rows[first : last + 1] = _rows(lips, np.clip(times[first : last + 1], track_times[start], track_times[end]))
    taken = {index for first, last in frames for index in range(first, last + 1)}
    for first, last in frames:
        for beside, step in ((first - 1, -1), (last + 1, 1)):
            if beside not in taken and 0 <= beside < len(times):
                _keep_apart(rows, lips, times, gap, beside, step)
    for one, other, frame, following in zip(runs, runs[1:], frames, frames[1:], strict=False):
        _keep_opening(rows, lips, times, gap, (one[1] + 1, other[0]), (frame[1] + 1, following[0]))
    return rows


def _rows(lips: LipTrack, times: NDArray[np.float64]) -> NDArray[np.float64]:
    if not len(lips.times):
        return np.zeros((len(times), len(lips.names)))
    rows: NDArray[np.float64] = np.stack([np.interp(times, lips.times, row) for row in lips.weights.T], axis=1)
    return rows


def _runs(is_sealed: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """List first and last sample of each seal."""
    padded = np.concatenate([[False], is_sealed, [False]])
    changes = np.flatnonzero(padded[1:] != padded[:-1])
    return [(int(low), int(high) - 1) for low, high in zip(changes[::2], changes[1::2], strict=True)]


def _firmest(gap: NDArray[np.float32], run: tuple[int, int]) -> tuple[int, int]:
    """Give the first and last sample of a seal in which the lips press as hard as they ever do in it."""
    pressed = np.flatnonzero(gap[run[0] : run[1] + 1] <= gap[run[0] : run[1] + 1].min() + _AS_HARD)
    return run[0] + int(pressed[0]), run[0] + int(pressed[-1])


def _keep_apart(  # noqa: PLR0913 - two clocks, one place
    rows: NDArray[np.float64],
    lips: LipTrack,
    times: NDArray[np.float64],
    gap: NDArray[np.float32],
    frame: int,
    step: int,
) -> None:
    """Show a frame beside a seal from the nearest moment, in place, at which the lips are visibly apart.

    Lips meet at speed: without this a frame just before contact would look sealed and lengthen the seal into the
    vowel. Where no opening is near, the frame stays.
    """
    near = round((times[frame] - float(lips.times[0])) / 0.01)
    for sample in range(near, near + step * (_NEAR_SAMPLES + 1), step):
        if not 0 <= sample < len(gap):
            return
        if gap[sample] >= _PARTED:
            if (
                sample != near
                or rows[frame][lips.names.index("jawOpen")] - rows[frame][lips.names.index("mouthClose")] < _PARTED
            ):
                rows[frame] = lips.weights[sample]
            return


def _keep_opening(  # noqa: PLR0913 - two clocks, one place
    rows: NDArray[np.float64],
    lips: LipTrack,
    times: NDArray[np.float64],
    gap: NDArray[np.float32],
    samples: tuple[int, int],
    frames: tuple[int, int],
) -> None:
    """Show the widest moment of a short opening on the frame nearest to it, in place."""
    if not 0 < frames[1] - frames[0] <= 3 or samples[0] >= samples[1]:
        return
    widest = samples[0] + int(np.argmax(gap[samples[0] : samples[1]]))
    nearest = frames[0] + int(np.argmin(np.abs(times[frames[0] : frames[1]] - lips.times[widest])))
    rows[nearest] = lips.weights[widest]
