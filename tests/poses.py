"""Everything that a face does, one pose each: what a drawing is compared in."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from avatar.data import ARKIT_INDEX, MotionTrack, Phone
from avatar.motion.sampling import sample_lips
from avatar.settings import LipSettings
from avatar.visemes import ArticulatoryShaper
from tests.motions import OPEN, SEALED, motion

if TYPE_CHECKING:
    from tests.motions import Row

SOUNDS = ("p", "f", "θ", "t", "l", "s", "ʃ", "k", "ɹ", "a", "ɛ", "i", "o", "u")
"""at least one of each viseme"""
VOWELS = frozenset("ɹaɛiou")
FACES: dict[str, Row] = {
    "rest": {},
    "sealed": SEALED,
    "open": OPEN,
    "wide jaw": {"jawOpen": 0.9, "mouthLowerDown": 0.3, "mouthUpperUp": 0.2},
    "hardly open": {"jawOpen": 0.04},
    "smile": {"mouthSmile": 0.8, "cheekSquint": 0.5, "mouthDimple": 0.3},
    "smile that shows teeth": {"mouthSmile": 0.6, "jawOpen": 0.15, "mouthUpperUp": 0.5},
    "kiss": {"mouthPucker": 0.9, "mouthFunnel": 0.2},
    "frown": {"mouthFrown": 0.7, "browDown": 0.8, "noseSneer": 0.4},
    "surprise": {"browInnerUp": 0.9, "browOuterUp": 0.9, "eyeWide": 0.9, "jawOpen": 0.3},
    "jaw aside": {"jawLeft": 0.6, "jawOpen": 0.25, "jawForward": 0.3},
    "tongue up": {"jawOpen": 0.35, "tongue": 1.0},
    "tongue out": {"jawOpen": 0.4, "tongueOut": 0.8},
    "lids half closed": {"eyeBlink": 0.5},
    "lids closed": {"eyeBlink": 1.0},
    "winks": {"eyeBlinkLeft": 1.0, "eyeSquintRight": 0.6},
    "looks right": {"gaze": [0.3, 0.0], "eyeLookInLeft": 0.4, "eyeLookOutRight": 0.4},
    "looks left and up": {"gaze": [-0.3, -0.2], "eyeLookUp": 0.5},
    "looks down": {"gaze": [0.05, 0.25], "eyeLookDown": 0.6},
    "nods down": {"head": [0.12, 0, 0, 0, 0, 0]},
    "looks up": {"head": [-0.12, 0, 0, 0, 0, 0]},
    "turns right": {"head": [0, 0.14, 0, 0.05, 0, 0], "jawOpen": 0.3},
    "turns left": {"head": [0, -0.14, 0, -0.05, 0, 0], "gaze": [0.2, 0]},
    "tilts": {"head": [0.03, 0.04, 0.14, 0.02, 0.02, 0.05], "eyeBlink": 0.3},
    "breathes in": {"breath": 1.0},
    "breathes out": {"breath": -1.0, "jawOpen": 0.2, "head": [0.05, -0.08, -0.06, 0, 0.03, -0.05]},
}


def poses() -> tuple[list[str], MotionTrack]:
    """Give the names of all poses, and a row of motion for each."""
    faces = motion(*FACES.values())
    sounds = [_sound(sound) for sound in SOUNDS]
    rows = np.zeros((len(SOUNDS), faces.rows().shape[1]), np.float32)
    for row, (weights, tip) in zip(rows, sounds, strict=True):
        row[: len(ARKIT_INDEX)], row[len(ARKIT_INDEX)] = weights, tip
    both = np.concatenate([faces.rows(), rows])
    return [*FACES, *(f"says {sound}" for sound in SOUNDS)], MotionTrack.from_rows(Fraction(25), both)


def _sound(sound: str) -> tuple[np.ndarray, float]:
    """Give the lips' weights (52,) and the tongue in the middle of a sound; a consonant stands between two a."""
    if sound in VOWELS:
        phones, time = [Phone(sound, 0.5, 0.72)], 0.61
    else:
        phones, time = [Phone("a", 0.35, 0.5), Phone(sound, 0.5, 0.62), Phone("a", 0.62, 0.8)], 0.56
    track, tip = sample_lips(ArticulatoryShaper(LipSettings()).shape(phones, 1.2), Fraction(100), 100)
    return track[round(100 * time)].astype(np.float32), float(tip[round(100 * time)])
