"""What an emotion adds to a face that speaks: how it rests, how it holds its head, and how lively it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from avatar.motion.curves import smoothed, wander

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from avatar.motion.prosody import Prosody

_COMES_AND_GOES = 0.15
"""of the expression, so that nobody wears it like a mask"""
_PAUSE_SMOOTH = 0.3
"""s in which the mouth goes from its speaking to its resting share"""


@dataclass(frozen=True, slots=True)
class Mood:
    """One emotion. Factors are 1 for a neutral speaker."""

    resting: dict[str, float] = field(default_factory=dict)
    """ARKit weights, 0-1; a name without its side stands for both"""
    in_speech: float = 0.85
    """share of the mouth's part that stays while it speaks"""
    pose: tuple[float, float, float] = (0.0, 0.0, 0.0)
    """habitual pitch, yaw and roll, degrees, as in `MotionTrack.head`"""
    sway: float = 1.0
    """size of the head's motion"""
    nods: float = 1.0
    """size of nods on accents"""
    brows: float = 1.0
    """how far and how often the brows move"""
    blinks: float = 1.0
    """how often the eyes blink"""
    averts: float = 1.0
    """how often they leave the viewer"""


MOODS: dict[str, Mood] = {
    "neutral": Mood(),
    "warm": Mood(
        resting={"mouthSmile": 0.52, "cheekSquint": 0.08, "eyeSquint": 0.08, "browInnerUp": 0.12, "browOuterUp": 0.06},
        pose=(0.3, 0.0, 1.6),
        sway=0.95,
        brows=1.1,
        averts=0.8,
    ),
    "serious": Mood(
        resting={"browDown": 0.45, "eyeSquint": 0.14, "mouthPress": 0.25, "mouthFrown": 0.26},
        pose=(0.8, 0.0, 0.0),
        sway=0.8,
        nods=0.8,
        brows=0.7,
        blinks=0.8,
        averts=0.6,
    ),
    "cheerful": Mood(
        resting={
            "mouthSmile": 0.85,
            "mouthDimple": 0.10,
            "cheekSquint": 0.16,
            "eyeSquint": 0.14,
            "browInnerUp": 0.12,
            "browOuterUp": 0.26,
        },
        pose=(-1.2, 0.0, 0.8),
        sway=1.08,
        nods=1.1,
        brows=1.3,
        blinks=1.05,
    ),
    "concerned": Mood(
        resting={"browInnerUp": 0.80, "browDown": 0.40, "mouthFrown": 0.50, "mouthPress": 0.10, "eyeSquint": 0.08},
        pose=(1.4, 0.0, -2.0),
        sway=0.85,
        brows=0.85,
        averts=1.1,
    ),
}
"""By name, those of `settings.EMOTIONS`."""


def expression(
    mood: Mood, prosody: Prosody, window: NDArray[np.float64], rng: np.random.Generator
) -> dict[str, NDArray[np.float64]]:
    """Draw the resting face (T,) per ARKit name: less of the mouth's part in speech, and never quite constant.

    Where `window` (T,) is 0 it is what every stretch of speech begins and ends with.
    """
    samples = len(prosody.times)
    level = 1 + _COMES_AND_GOES * np.clip(wander(rng, samples, 0.05, 0.3), -1.5, 1.5) * window
    talking = 0.5 + (smoothed(prosody.speaking, _PAUSE_SMOOTH) - 0.5) * window
    mouth = 1 - (1 - mood.in_speech) * talking
    return {
        name: weight * level * (mouth if name.startswith("mouth") else 1.0) for name, weight in mood.resting.items()
    }
