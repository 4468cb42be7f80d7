"""Move on from how everything moved before: what was changed is new, and all else is as it was."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from avatar.data import ARKIT_NAMES, MOTION_NAMES, MotionTrack

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from avatar.data import LipTrack, Speech

    Move = Callable[[Speech], tuple[LipTrack, MotionTrack]]
    """makes lips and motion of what is said and done"""

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
    mouth = [MOTION_NAMES.index(name) for name in lips.names]
    difference = new[:, mouth] - old[:, mouth]
    # What the clip's own mouth differs by from the same made anew, such as a smile of its own, fades where lips change.
    share = np.clip(np.abs(difference).max(axis=1) / _CHANGED, 0, 1)[:, None]
    result[:, mouth] = (1 - share) * (rows[:, mouth] + difference) + share * new[:, mouth]
    weights = len(ARKIT_NAMES) + 1
    result[:, :weights] = np.clip(result[:, :weights], 0, 1)
    return lips, MotionTrack.from_rows(fresh.fps, result.astype(np.float32))
