"""When somebody speaks in a recording, by how loud it is against what is heard between the words."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from avatar.speech import running
from avatar.speech.recording.survey import MOMENT

if TYPE_CHECKING:
    from numpy.typing import NDArray

SOFT, LOUD = 5.0, 95.0
"""per cent of the moments that are softer than what shows the noise of the room, and than what shows the voice"""
_NEARBY = 20.0
"""s before and after from which the noise is known: it may change in an hour"""
_SHARE, _LEAST = 0.3, 4.0
"""of the way from noise to voice, and dB above the noise, above which a moment is speech"""
_DEEPEST = 40.0
"""dB below the voice: what is softer is no speech, however silent the room"""
_CLOSURE, _CLICK = 0.15, 0.06
"""s; a shorter silence is a closure within a word, a shorter sound none of a voice"""


def noise_and_voice(levels: NDArray[np.float32]) -> tuple[NDArray[np.float32], float]:
    """Say how loud the room is around each moment (L,), and how loud the voice is, dB."""
    if not len(levels):
        return levels, -np.inf
    voice = float(np.percentile(levels, LOUD))
    size = round(1 / MOMENT)
    seconds = [levels[k : k + size] for k in range(0, len(levels), size)]
    softest = np.array([np.percentile(each, SOFT) for each in seconds], np.float32)
    reach = round(_NEARBY)
    near = [float(np.percentile(softest[max(k - reach, 0) : k + reach + 1], 10)) for k in range(len(softest))]
    return np.repeat(np.array(near, np.float32), size)[: len(levels)], voice


def speaking(levels: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Tell for each moment (L,) whether somebody speaks in it."""
    noise, voice = noise_and_voice(levels)
    border = np.maximum(noise + np.maximum(_SHARE * (voice - noise), _LEAST), voice - _DEEPEST)
    heard = running.mean(levels, 1) > border
    heard = _without(heard, True, round(_CLICK / MOMENT))
    return _without(heard, False, round(_CLOSURE / MOMENT))


def stretches(heard: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Give from when to when somebody speaks, (S, 2) s."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], heard.astype(np.int8), [0]])))
    return np.asarray(edges.reshape(-1, 2) * MOMENT, np.float64)


def _without(heard: NDArray[np.bool_], what: bool, longest: int) -> NDArray[np.bool_]:
    """Turn over what lasts no longer, but for what lies at the ends."""
    edges = np.flatnonzero(np.diff(heard.astype(np.int8))) + 1
    result: NDArray[np.bool_] = heard.copy()
    for first, last in pairwise(edges.tolist()):
        if heard[first] == what and last - first <= longest:
            result[first:last] = not what
    return result
