"""The life around mouth and eyes: brows on accents, lids that follow the gaze, cheeks that follow a smile."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from avatar.data import ARKIT_INDEX
from avatar.motion.curves import RATE, bump, smoothed, wander

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from avatar.motion.prosody import Prosody

_ACCENTED = 0.45
"""share of accents that raise the brows"""
_RAISE = 0.36
"""ARKit weight of a raised brow"""
_PHRASE = 0.16
"""the same, at the beginning of a phrase"""
_SLOW = 0.12
"""standard deviation of what they do without any reason"""
_FULL_LOOK = 0.5
"""rad of gaze at which an eyeLook weight is 1"""
_ALONG = 0.3
"""ARKit weight of a raised brow by a change of loudness from silent to loudest"""
_SMOOTH = 0.03
"""s"""


def brows(prosody: Prosody, rng: np.random.Generator, lively: float = 1.0) -> dict[str, NDArray[np.float64]]:
    """Draw the brows (T,) per ARKit name: raised from up to 100 ms before some accents, about 300 ms.

    `lively` scales how far and how often. Real brows never rest in speech: their distance from the eyes changes by
    0.003-0.010 IOD from frame to frame (Quignon et al. 2025, THEval), and a still one gives a synthetic face away.
    """
    samples = len(prosody.times)
    inner, outer, down = np.zeros(samples), np.zeros(samples), np.zeros(samples)
    for accent in prosody.accents:
        if rng.random() >= _ACCENTED * lively:
            continue
        size = _RAISE * lively * float(rng.uniform(0.8, 1.2)) * (0.6 + 0.4 * accent.strength)
        where, shape = bump(prosody.times, accent.time - float(rng.uniform(0.0, 0.1)), 0.11, 0.06, 0.2)
        lowers = rng.random() < 0.15
        target = down if lowers else inner
        target[where] = np.maximum(target[where], size * (0.6 if lowers else 1.0) * shape)
        if not lowers:
            outer[where] = np.maximum(outer[where], 0.7 * size * shape)
    for start, _ in prosody.phrases:
        where, shape = bump(prosody.times, start - 0.15, 0.25, float(rng.uniform(0.1, 0.5)), 0.6)
        inner[where] = np.maximum(inner[where], _PHRASE * lively * float(rng.uniform(0.3, 1.0)) * shape)
    life = lively * (0.5 + 0.5 * smoothed(prosody.speaking, 0.4))
    # The forehead goes along with each syllable, too little to be seen and enough to be missed.
    along = np.maximum(smoothed(prosody.loudness, 0.05) - smoothed(prosody.loudness, 0.25), -0.1) + 0.1
    slow = life * (_SLOW * np.clip(0.6 + wander(rng, samples, 0.1, 1.6), 0.0, 2.5) + _ALONG * along)
    lean = 1 + 0.1 * float(rng.normal())
    with_melody: NDArray[np.float64] = 0.04 * life * np.clip(prosody.melody, 0, 2)
    raised = smoothed(inner, _SMOOTH) + slow + with_melody
    outward = smoothed(outer, _SMOOTH) + 0.7 * slow
    lowered = smoothed(down, _SMOOTH)
    return {
        "browInnerUp": raised,
        "browOuterUpLeft": outward * lean,
        "browOuterUpRight": outward * (2 - lean),
        "browDownLeft": lowered,
        "browDownRight": lowered * lean,
    }


def lids_alive(samples: int, rng: np.random.Generator) -> dict[str, NDArray[np.float64]]:
    """Draw the slight tension of the lower lids (T,), so that open eyes don't freeze."""
    tension = 0.05 * np.clip(0.6 + 0.5 * wander(rng, samples, 0.05, 0.6), 0, 1.5)
    return {"eyeSquintLeft": tension, "eyeSquintRight": tension}


def look_weights(gaze: NDArray[np.float64], weights: NDArray[np.float64]) -> None:
    """Let the lids follow the gaze (frames, 2), rad, up and down, in ARKit weights (frames, 52), in place."""
    right, down = gaze.T / _FULL_LOOK
    for side, outward in (("Left", right), ("Right", -right)):
        # The image's right is outward for the subject's left eye.
        for name, value in (("Out", outward), ("In", -outward), ("Down", down), ("Up", -down)):
            weights[:, ARKIT_INDEX[f"eyeLook{name}{side}"]] = np.clip(value, 0.0, 1.0)
        weights[:, ARKIT_INDEX[f"eyeWide{side}"]] += 0.25 * np.clip(-down, 0.0, 1.0)
        lid = weights[:, ARKIT_INDEX[f"eyeBlink{side}"]]
        weights[:, ARKIT_INDEX[f"eyeBlink{side}"]] = np.maximum(lid, np.clip(0.5 * down, 0.0, 0.3))


def cheeks(weights: NDArray[np.float64], fps: float) -> None:
    """Let cheeks and nose go along with what the mouth does, in place, (frames, 52)."""
    for side in ("Left", "Right"):
        smile = smoothed(weights[:, ARKIT_INDEX[f"mouthSmile{side}"]], 0.06, fps)
        raised = smoothed(weights[:, ARKIT_INDEX[f"mouthUpperUp{side}"]], 0.06, fps)
        weights[:, ARKIT_INDEX[f"cheekSquint{side}"]] += np.clip(0.35 * smile, 0.0, 1.0)
        weights[:, ARKIT_INDEX[f"noseSneer{side}"]] += np.clip(0.15 * raised, 0.0, 1.0)


def slow_loudness(prosody: Prosody) -> NDArray[np.float64]:
    """Give the loudness of the phrase (T,) around 1: louder speech opens a little wider."""
    slow = smoothed(prosody.loudness, 0.3)
    spoken = slow[np.round(prosody.times[prosody.speaking > 0] * RATE).astype(int)]
    if not len(spoken) or spoken.std() < 1e-3:
        return np.ones(len(slow))
    scale: NDArray[np.float64] = np.clip(1 + 0.06 * (slow - spoken.mean()) / spoken.std(), 0.88, 1.1)
    return scale
