"""The life around mouth and eyes: lids that follow the gaze, cheeks that follow a smile, lips that follow the voice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from avatar.data import ARKIT_INDEX
from avatar.motion.curves import RATE, smoothed, wander

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from avatar.motion.prosody import Prosody

_FULL_LOOK = 0.5
"""rad of gaze at which an eyeLook weight is 1"""


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
    scale: NDArray[np.float64] = np.clip(1.01 + 0.07 * (slow - spoken.mean()) / spoken.std(), 0.9, 1.14)
    return scale
