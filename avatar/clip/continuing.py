"""Move on from how everything moved before: what was changed is new, and all else is as it was."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from avatar.data import ARKIT_NAMES, MOTION_NAMES, MotionTrack
from avatar.motion.acting import act
from avatar.motion.curves import clock

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from avatar.data import LipTrack, Speech

    Move = Callable[[Speech], tuple[LipTrack, MotionTrack]]
    """makes lips and motion of what is said and done"""

_EYES, _TURNS = ("gazeRight", "gazeDown"), ("headYaw", "headPitch")
_HOLDS = 0.9
"""how much of a head turn the eyes undo, as `motion` has it"""
_CHANGED = 0.05
"""difference of a lip's weight from which on it moves as if it had never moved otherwise"""


def continued(speech: Speech, before: Speech, rows: NDArray[np.float32], move: Move) -> tuple[LipTrack, MotionTrack]:
    """Give lips and motion of `speech`, where `before` was said and done with the motion `rows` (T, 62).

    Lips differ where sounds, looks or cues do; the rest of the face and the head differ by what the cues ask for.
    """
    lips, fresh = move(speech)
    if speech.phones == before.phones and speech.cues == before.cues:
        return lips, MotionTrack.from_rows(fresh.fps, np.ascontiguousarray(rows))
    new, old = fresh.rows(), move(before)[1].rows()
    as_before = new if speech.cues == before.cues else move(replace(speech, cues=before.cues))[1].rows()
    result = rows + (new - as_before)
    if speech.cues != before.cues:
        _look(result, new, speech, fresh)
    mouth = [MOTION_NAMES.index(name) for name in lips.names]
    difference = new[:, mouth] - old[:, mouth]
    # What the clip's own mouth differs by from the same made anew, such as a smile of its own, fades where lips change.
    share = np.clip(np.abs(difference).max(axis=1) / _CHANGED, 0, 1)[:, None]
    result[:, mouth] = (1 - share) * (rows[:, mouth] + difference) + share * new[:, mouth]
    weights = len(ARKIT_NAMES) + 1
    result[:, :weights] = np.clip(result[:, :weights], 0, 1)
    return lips, MotionTrack.from_rows(fresh.fps, result.astype(np.float32))


def _look(result: NDArray[np.float32], new: NDArray[np.float32], speech: Speech, motion: MotionTrack) -> None:
    """Let the eyes look where a cue sends them, in place, wherever they looked before and however the head stands."""
    times = clock(speech.seconds)
    held = np.interp(np.arange(len(result)) / float(motion.fps), times, act(speech.cues, times).held)[:, None]
    eyes, turns = ([MOTION_NAMES.index(name) for name in names] for names in (_EYES, _TURNS))
    there = new[:, eyes] + _HOLDS * (new[:, turns] - result[:, turns])
    result[:, eyes] = (1 - held) * result[:, eyes] + held * there
