"""Brows: up on what is stressed and asked, together over what is denied, and never quite at rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from avatar.motion.curves import bump, smoothed, wander

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from avatar.motion.meaning import Meaning
    from avatar.motion.prosody import Prosody

_ACCENTED = 0.5
"""share of accents that raise the brows"""
_RAISE = 0.68
"""ARKit weight of a raised brow"""
_ASKING = 0.7
"""the same through the end of a question"""
_DENYING = 0.5
"""ARKit weight of a lowered brow, over a word that denies"""
_PHRASE = 0.3
"""of a raised brow at the beginning of a phrase"""
_SLOW = 0.28
"""standard deviation of what they do without any reason"""
_SINKS = 0.7
"""ARKit weight of a lowered brow by that of a raised one, where it drifts below its rest"""
_ALONG = 0.4
"""ARKit weight of a raised brow by a change of loudness from silent to loudest"""
_HIGHEST = 0.95
"""ARKit weight of brows that are as high as they go in speech"""
_SMOOTH = 0.035
"""s"""
_LAST = 0.7
"""s before its end from which on a question shows"""


def brows(
    prosody: Prosody, meant: Meaning, rng: np.random.Generator, lively: float = 1.0
) -> dict[str, NDArray[np.float64]]:
    """Draw the brows (T,) per ARKit name: raised from up to 100 ms before accents, about 400 ms, and through questions.

    `lively` scales how far and how often. Real brows never rest in speech: their distance from the eyes changes by
    0.003-0.010 IOD from frame to frame (Quignon et al. 2025, THEval), and a still one gives a synthetic face away.
    """
    samples = len(prosody.times)
    raised, outward = _accents(prosody, rng, lively)
    down = _denials(prosody, meant, rng, lively)
    for start, end in meant.questions:
        where, shape = bump(prosody.times, max(start - 0.1, end - _LAST), 0.3, max(end - start, _LAST) * 0.6, 0.5)
        size = _ASKING * lively * float(rng.uniform(0.85, 1.15))
        raised[where] = np.maximum(raised[where], size * shape)
        outward[where] = np.maximum(outward[where], size * shape)
    life = lively * (0.5 + 0.5 * smoothed(prosody.speaking, 0.4))
    # The forehead goes along with each syllable, too little to be seen and enough to be missed.
    along = np.maximum(smoothed(prosody.loudness, 0.06) - smoothed(prosody.loudness, 0.25), -0.1) + 0.1
    drift = _SLOW * life * np.clip(0.4 + wander(rng, samples, 0.1, 1.2), -1.5, 2.5)
    slow = np.maximum(drift, 0.0) + _ALONG * life * along
    lean = 1 + 0.12 * float(rng.normal())
    with_melody: NDArray[np.float64] = 0.05 * life * np.clip(prosody.melody, 0, 2)
    kept = 1 - 0.8 * smoothed(down, _SMOOTH) / max(_DENYING, 1e-9)
    raised = (smoothed(raised, _SMOOTH) + slow + with_melody) * np.clip(kept, 0.0, 1.0)
    outward = (smoothed(outward, _SMOOTH) + slow) * np.clip(kept, 0.0, 1.0)
    raised, outward = (curve / (1 + (curve / _HIGHEST) ** 4) ** 0.25 for curve in (raised, outward))
    lowered = smoothed(np.maximum(down, -_SINKS * drift), _SMOOTH)
    return {
        "browInnerUp": raised,
        "browOuterUpLeft": np.clip(outward * lean, 0.0, _HIGHEST),
        "browOuterUpRight": np.clip(outward * (2 - lean), 0.0, _HIGHEST),
        "browDownLeft": lowered,
        "browDownRight": lowered * lean,
    }


def _accents(
    prosody: Prosody, rng: np.random.Generator, lively: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Raise the brows on some accents, and a little at the beginning of a phrase: inner and outer (T,)."""
    inner, outer = np.zeros(len(prosody.times)), np.zeros(len(prosody.times))
    for accent in prosody.accents:
        if rng.random() >= _ACCENTED * lively:
            continue
        size = _RAISE * lively * float(rng.uniform(0.75, 1.25)) * (0.6 + 0.4 * accent.strength)
        # Most come and go with their syllable; some are held over what belongs to it.
        held = 0.06 if rng.random() < 0.7 else float(rng.uniform(0.25, 0.6))
        where, shape = bump(prosody.times, accent.time - float(rng.uniform(0.0, 0.1)), 0.13, held, 0.24)
        inner[where] = np.maximum(inner[where], size * shape)
        outer[where] = np.maximum(outer[where], float(rng.uniform(0.8, 1.15)) * size * shape)
    for start, _ in prosody.phrases:
        where, shape = bump(prosody.times, start - 0.15, 0.25, float(rng.uniform(0.1, 0.5)), 0.6)
        inner[where] = np.maximum(inner[where], _PHRASE * lively * float(rng.uniform(0.3, 1.0)) * shape)
    return inner, outer


def _denials(prosody: Prosody, meant: Meaning, rng: np.random.Generator, lively: float) -> NDArray[np.float64]:
    """Draw the brows together over each word that denies, (T,)."""
    down = np.zeros(len(prosody.times))
    for time in meant.denials:
        size = _DENYING * min(lively, 1.2) * float(rng.uniform(0.8, 1.1))
        where, shape = bump(prosody.times, time - 0.12, 0.2, float(rng.uniform(0.2, 0.4)), 0.4)
        down[where] = np.maximum(down[where], size * shape)
    return down
