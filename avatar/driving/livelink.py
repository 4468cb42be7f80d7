"""What the app Live Link Face records: the weights of ARKit's shapes, and how head and eyes turn, row by row."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from avatar.data import ARKIT_INDEX, ARKIT_NAMES, MotionTrack
from avatar.driving.perform import MOST_TURN
from avatar.driving.steady import steadied
from avatar.errors import InputError
from avatar.motion.curves import smoothed
from avatar.motion.head import limited
from avatar.motion.seal_frames import allot

if TYPE_CHECKING:
    from fractions import Fraction
    from pathlib import Path

    from numpy.typing import NDArray

    from avatar.runtime.watch import Watch

_LARGEST = 200_000_000
_CLOCK = 60.0
"""frames per second that the app's time code counts"""
_TIMECODE = re.compile(r"(\d+):(\d+):(\d+)[:;.](\d+(?:\.\d+)?)")
_TURNS = tuple(f"{part}{turn}" for part in ("Head", "LeftEye", "RightEye") for turn in ("Yaw", "Pitch", "Roll"))
_CLOSED, _PARTED = 0.02, 0.05
"""weight by which jawOpen exceeds mouthClose, over that at rest, at which lips are closed, and apart again"""
_PRESSED = 0.1
"""weight by which mouthClose exceeds jawOpen in a seal"""
_AROUND = 0.25
"""s around the calmest moment that are averaged"""
_CURE = "record it anew with the app Live Link Face, or export it with avatar timeline export --format livelink"


@dataclass(frozen=True)
class Curves:
    """A recording of the app."""

    path: Path
    """where it lies"""
    neutral: float | None
    """s, the moment of rest; None: the calmest one is taken"""

    @property
    def name(self) -> str:
        """What it is called."""
        return self.path.name

    @property
    def sha256(self) -> str:
        """Name its file, hex."""
        return hashlib.sha256(self._content).hexdigest()

    @cached_property
    def _content(self) -> bytes:
        try:
            with self.path.open("rb") as file:
                return file.read(_LARGEST)
        except OSError as fault:
            raise InputError(
                f"The curves {str(self.path)!r} cannot be read ({fault.strerror}); check name and rights."
            ) from fault

    def perform(self, fps: Fraction, seconds: float | None, watch: Watch) -> tuple[MotionTrack, tuple[str, ...]]:
        """Give the motion at a frame rate, for `seconds` s or as long as it is. Raise `InputError` for another file."""
        times, weights, turns = read_curves(self._content, self.path.name)
        watch("watching", len(times), len(times))
        lasts = float(times[-1]) + float(1 / fps) if seconds is None else seconds
        clock = np.arange(max(1, round(lasts * fps))) / float(fps)
        rest = self._rest(times, weights, turns)
        own = weights - np.median(weights[rest], axis=0)
        own = np.clip(own / np.maximum(1 - np.median(weights[rest], axis=0), 0.2), 0, 1)
        turned = turns - np.median(turns[rest], axis=0)
        rows = np.stack([np.interp(clock, times, each) for each in steadied(own, times, 0.03, 0.08).T], axis=1)
        _seal(rows, own, times, clock, float(fps))
        nothing = np.zeros(len(clock), np.float32)
        motion = MotionTrack(
            fps,
            np.clip(rows, 0, 1).astype(np.float32),
            _head(turned, times, clock, float(fps)).astype(np.float32),
            _gaze(turned, times, clock).astype(np.float32),
            nothing,
            nothing,
        )
        note = f"The curves last {times[-1]:.1f} s and the sound {lasts:.1f} s; the film is as long as its sound."
        return motion, ((note,) if seconds is not None and abs(seconds - times[-1]) > 1.0 else ())

    def _rest(
        self, times: NDArray[np.float64], weights: NDArray[np.float64], turns: NDArray[np.float64]
    ) -> NDArray[np.bool_]:
        """Choose the rows around the named moment, or around the one with the least weights and motion."""
        if self.neutral is not None:
            if not 0 <= self.neutral <= times[-1]:
                raise InputError(
                    f"The neutral moment {self.neutral:g} s lies outside {self.name!r}, which lasts {times[-1]:.1f} s."
                )
            middle = self.neutral
        else:
            speed = np.abs(np.gradient(weights, axis=0)).sum(axis=1) + np.abs(np.gradient(turns[:, :3], axis=0)).sum(1)
            shut = weights[:, [ARKIT_INDEX["eyeBlinkLeft"], ARKIT_INDEX["jawOpen"]]].sum(axis=1)
            middle = float(times[np.argmin(weights.sum(axis=1) + 5 * speed + 3 * shut)])
        return np.asarray(np.abs(times - middle) <= _AROUND)


def read_curves(content: bytes, name: str) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Read the app's table: times (T,), s, weights (T, 52) in ARKit's order, and turns (T, 9), rad.

    The turns are yaw, pitch and roll of head, left eye and right eye, as `score.curves` writes them. Raise `InputError`
    that names the row and column of what cannot be read.
    """
    try:
        table = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    except (UnicodeDecodeError, csv.Error) as fault:
        raise InputError(f"{name!r} is no table in UTF-8; {_CURE}.") from fault
    head = [each.strip().lower() for each in table[0]] if table else []
    missing = [each for each in ("Timecode", *ARKIT_NAMES) if each.lower() not in head]
    if missing:
        raise InputError(f"{name!r} has no column {missing[0]!r}, as a recording of ARKit's weights does; {_CURE}.")
    rows = [row for row in table[1:] if any(row)]
    if len(rows) < 2:
        raise InputError(f"{name!r} has no rows; {_CURE}.")
    columns = [head.index(each.lower()) for each in ARKIT_NAMES]
    turning = [head.index(each.lower()) if each.lower() in head else None for each in _TURNS]
    times = np.array([_moment(_cell(row, head.index("timecode")), name, index) for index, row in enumerate(rows)])
    times = np.unwrap(times - times[0], period=86400.0)
    if (np.diff(times) <= 0).any():
        row = int(np.flatnonzero(np.diff(times) <= 0)[0]) + 3
        raise InputError(f"{name!r}, row {row}: its time is not after that of the row before; {_CURE}.")
    weights = [[_number(_cell(row, each), name, index) for each in columns] for index, row in enumerate(rows)]
    turns = [
        [0.0 if each is None else _number(_cell(row, each), name, index) for each in turning]
        for index, row in enumerate(rows)
    ]
    return times, np.clip(np.array(weights), 0, 1), np.array(turns)


def _cell(row: list[str], column: int) -> str:
    return row[column].strip() if column < len(row) else ""


def _number(cell: str, name: str, index: int) -> float:
    try:
        number = float(cell)
    except ValueError:
        number = np.nan
    if not np.isfinite(number):
        raise InputError(f"{name!r}, row {index + 2}: {cell!r} is not a number; {_CURE}.")
    return number


def _moment(cell: str, name: str, index: int) -> float:
    found = _TIMECODE.fullmatch(cell)
    if found is None:
        raise InputError(f"{name!r}, row {index + 2}: {cell!r} is no time code like 14:03:27:45.512; {_CURE}.")
    hours, minutes, seconds, frames = (float(each) for each in found.groups())
    return 3600 * hours + 60 * minutes + seconds + frames / _CLOCK


def _seal(
    rows: NDArray[np.float64],
    own: NDArray[np.float64],
    times: NDArray[np.float64],
    clock: NDArray[np.float64],
    fps: float,
) -> None:
    """Let mouthClose exceed jawOpen on the frames that show lips closed, in place."""
    jaw, close = ARKIT_INDEX["jawOpen"], ARKIT_INDEX["mouthClose"]
    parting = [
        ARKIT_INDEX[f"{name}{side}"] for name in ("mouthLowerDown", "mouthUpperUp") for side in ("Left", "Right")
    ]
    apart = np.maximum(own[:, jaw] - own[:, close], 0) + 0.1 * own[:, parting].sum(axis=1)
    spans, first, last = list[tuple[float, float]](), None, 0.0
    for moment, each in zip(times.tolist(), apart.tolist(), strict=True):
        if each <= _CLOSED:
            first, last = moment if first is None else first, moment
        elif each > _PARTED and first is not None:
            spans.append((first, last))
            first = None
    spans += [(first, last)] if first is not None else []
    for one, other in allot(spans, lambda moments: np.interp(moments, times, apart), fps, len(clock)):
        rows[one : other + 1, close] = rows[one : other + 1, jaw] + _PRESSED
        rows[one : other + 1, parting] = 0.0


def _head(
    turned: NDArray[np.float64], times: NDArray[np.float64], clock: NDArray[np.float64], fps: float
) -> NDArray[np.float64]:
    yaw, pitch, roll = (smoothed(np.interp(clock, times, each), 0.04, fps) for each in turned[:, :3].T)
    degrees = np.degrees(np.column_stack([pitch, yaw, -roll]))
    angles = np.radians(np.stack([limited(degrees[:, k], most) for k, most in enumerate(MOST_TURN)], axis=1))
    return np.column_stack([angles, np.zeros((len(clock), 3))])


def _gaze(turned: NDArray[np.float64], times: NDArray[np.float64], clock: NDArray[np.float64]) -> NDArray[np.float64]:
    right, down = (turned[:, [3 + k, 6 + k]].mean(axis=1) for k in (0, 1))
    return np.column_stack([np.interp(clock, times, right), np.interp(clock, times, down)])
