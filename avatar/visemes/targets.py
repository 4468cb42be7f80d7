"""What each articulation asks of the mouth: channel targets, and how strongly it insists on them.

Figures blend the tables of met4citizen/TalkingHead and KMP's VisemeBlendShapes with measured openings of talking clips;
vowels follow from height, backness and rounding, so that vowels of any language have a shape.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from avatar.visemes.ipa import sounds_of

if TYPE_CHECKING:
    from avatar.visemes.features import Sound


@dataclass(frozen=True, slots=True)
class Target:
    """A mouth shape. Channels 0-1; insistences are the peaks of the dominance functions, per group of channels."""

    jaw: float
    """drop of the jaw; 1 parts the lips by about .55 IOD"""
    lower: float = 0.0
    """lower lip drawn down, group jaw"""
    upper: float = 0.0
    """upper lip raised, group jaw"""
    stretch: float = 0.0
    """corners apart, group width"""
    smile: float = 0.0
    """corners apart and up, group width"""
    pucker: float = 0.0
    """lips pushed together and forward, group rounding"""
    funnel: float = 0.0
    """lips forward and open, group rounding"""
    tip: float = 0.0
    """tongue tip at the upper teeth, group tongue"""
    out: float = 0.0
    """tongue between the teeth, group tongue"""
    on_jaw: float = 0.5
    """insistence"""
    on_width: float = 0.05
    """insistence"""
    on_rounding: float = 0.05
    """insistence"""
    on_tongue: float = 0.3
    """insistence"""


CHANNELS = ("jaw", "lower", "upper", "stretch", "smile", "pucker", "funnel", "tip", "out")
"""Order of the channels in arrays."""

GROUPS = ("on_jaw", "on_width", "on_rounding", "on_tongue")
"""Order of the insistences in arrays."""

GROUP_OF_CHANNEL = np.array([0, 0, 0, 1, 1, 2, 2, 3, 3])
"""Which insistence governs each channel."""

# Sounds that never shape the lips (JALI, Edwards et al. 2016) keep the default insistence of .05 on width and rounding.
_CONSONANTS: dict[str, Target] = {
    # Rest barely pulls: the last sound is held while the mouth as a whole settles.
    "silence": Target(jaw=0.0, on_jaw=1e-3, on_width=1e-3, on_rounding=1e-3, on_tongue=1e-3),
    "bilabial": Target(jaw=0.08, on_jaw=0.9, on_width=0.1, on_rounding=0.1, on_tongue=0.05),
    "bilabial fricative": Target(jaw=0.12, pucker=0.1, on_jaw=0.9, on_width=0.2, on_rounding=0.1, on_tongue=0.05),
    "labiodental": Target(jaw=0.1, upper=0.2, on_jaw=0.9, on_width=0.35, on_rounding=0.2, on_tongue=0.05),
    "dental": Target(jaw=0.15, lower=0.1, tip=0.6, out=0.3, on_jaw=0.7, on_width=0.15, on_tongue=1.0),
    "alveolar": Target(jaw=0.13, tip=1.0, on_jaw=0.45, on_tongue=1.0),
    "sibilant": Target(
        jaw=0.08,
        lower=0.25,
        upper=0.1,
        stretch=0.25,
        tip=0.35,
        on_jaw=0.9,
        on_width=0.5,
        on_rounding=0.15,
        on_tongue=0.8,
    ),
    "postalveolar": Target(
        jaw=0.1,
        lower=0.1,
        upper=0.1,
        pucker=0.3,
        funnel=0.5,
        tip=0.2,
        on_jaw=0.9,
        on_width=0.4,
        on_rounding=0.9,
        on_tongue=0.7,
    ),
    "alveolo-palatal": Target(
        jaw=0.1,
        lower=0.2,
        upper=0.1,
        stretch=0.3,
        smile=0.05,
        tip=0.2,
        on_jaw=0.9,
        on_width=0.6,
        on_rounding=0.1,
        on_tongue=0.7,
    ),
    "retroflex": Target(
        jaw=0.11, lower=0.15, upper=0.1, funnel=0.3, tip=0.2, on_jaw=0.8, on_width=0.2, on_rounding=0.5, on_tongue=0.7
    ),
    "retroflex stop": Target(jaw=0.14, tip=0.5, on_jaw=0.45, on_tongue=1.0),
    "palatal": Target(jaw=0.16, stretch=0.25, smile=0.2, on_jaw=0.6, on_width=0.4, on_tongue=0.4),
    "velar": Target(jaw=0.18, on_jaw=0.25, on_tongue=0.3),
    "uvular": Target(jaw=0.24, on_jaw=0.3, on_tongue=0.3),
    "pharyngeal": Target(jaw=0.32, on_jaw=0.3, on_tongue=0.2),
    "glottal": Target(jaw=0.2, on_jaw=0.04, on_width=0.03, on_rounding=0.03, on_tongue=0.03),
    "rhotic": Target(
        jaw=0.18, funnel=0.4, pucker=0.2, tip=0.15, on_jaw=0.6, on_width=0.3, on_rounding=0.7, on_tongue=0.6
    ),
    "labial-velar": Target(
        jaw=0.17, pucker=0.65, funnel=0.45, on_jaw=0.8, on_width=0.7, on_rounding=1.0, on_tongue=0.2
    ),
    "front round": Target(jaw=0.14, pucker=0.75, funnel=0.3, on_jaw=0.8, on_width=0.6, on_rounding=1.0, on_tongue=0.2),
}


@lru_cache(maxsize=1024)
def class_of(sound: Sound) -> str:  # noqa: PLR0911 - one line per kind of sound reads better than a nest
    """Name the viseme class of one articulation."""
    if sound.manner == "silence":
        return "silence"
    if sound.is_vowel:
        return _class_of_vowel(sound)
    if sound.seals_lips:
        return "bilabial"
    if sound.place == "labial-palatal":
        return "front round vowel"
    if sound.place == "labial-velar":
        return "close round vowel"
    if sound.place == "bilabial":
        return "bilabial fricative"
    if sound.manner == "approximant" and sound.place in ("alveolar", "retroflex"):
        return "rhotic"
    return _class_of_tongue(sound)


def _class_of_tongue(sound: Sound) -> str:
    hisses = sound.manner in ("fricative", "affricate")
    if sound.place == "alveolar":
        return "sibilant" if hisses else "alveolar"
    if sound.place == "retroflex" and not hisses:
        return "retroflex stop"
    if sound.place == "palatal" and sound.manner == "approximant":
        return "close front vowel"
    return sound.place


def _class_of_vowel(sound: Sound) -> str:
    if sound.place == "apical":
        return "apical vowel"
    if sound.rhotic:
        return "rhotic"
    if sound.height > (0.7 if sound.rounding < 0.4 else 0.8):
        return "open vowel"
    if sound.rounding >= 0.4:
        kind = "front" if sound.backness < 0.4 else "close" if sound.height < 0.25 else "mid"
        return f"{kind} round vowel"
    if sound.height >= 0.25:
        return "mid vowel"
    return "close front vowel" if sound.backness < 0.4 else "close vowel"


def viseme_of(ipa: str) -> str:
    """Name the viseme class that a phone begins with: "bilabial", "open vowel", "silence", ..."""
    return class_of(sounds_of(ipa)[0])


@lru_cache(maxsize=1024)
def target_of(sound: Sound) -> Target:
    """Give the mouth shape that an articulation aims at, secondary articulations included."""
    if sound.is_vowel:
        return _vowel(sound)
    names = {"close round vowel": "labial-velar", "front round vowel": "front round", "close front vowel": "palatal"}
    kind = class_of(sound)
    target = _CONSONANTS[names.get(kind, kind)]
    if sound.rounding:
        target = replace(
            target,
            pucker=max(target.pucker, 0.9 * sound.rounding),
            funnel=max(target.funnel, 0.5 * sound.rounding),
            on_rounding=max(target.on_rounding, 0.8),
        )
    if sound.palatal:
        target = replace(target, stretch=max(target.stretch, 0.15 * sound.palatal), on_width=max(target.on_width, 0.3))
    return target


def _vowel(sound: Sound) -> Target:
    if sound.place == "apical":
        # Mandarin zi and zhi hold the mouth of their own consonant.
        return Target(
            jaw=0.13,
            lower=0.2,
            upper=0.1,
            stretch=0.15,
            pucker=0.5 * sound.rounding,
            on_jaw=0.8,
            on_width=0.4,
            on_rounding=0.25,
        )
    height, rounding = sound.height, sound.rounding
    spread = (1 - sound.backness) * (1 - rounding)
    rhotic = 0.4 if sound.rhotic else 0.0
    # A close rounded mouth is nearly shut by its protrusion; what the jaw gives shows less.
    jaw = float(np.interp(height, (0, 0.17, 0.33, 0.6, 1), (0.18, 0.23, 0.31, 0.44, 0.65))) - 0.04 * rounding * (
        1 - height
    )
    central = 1 - abs(sound.backness - 0.5) * 2 if 0.3 < height < 0.6 and not rounding else 0.0
    return Target(
        jaw=jaw,
        lower=float(np.interp(height, (0, 0.5, 1), (0.12, 0.18, 0.3))) * (1 - 0.7 * rounding),
        upper=float(np.interp(height, (0, 1), (0.06, 0.15))) * (1 - 0.7 * rounding),
        stretch=0.3 * spread * (1 - 0.5 * height),
        smile=0.3 * spread * (1 - 0.6 * height),
        pucker=rounding
        * float(np.interp(height, (0, 0.33, 0.6, 1), (0.62, 0.32, 0.22, 0.1)))
        * (1.25 - 0.25 * sound.backness)
        + 0.5 * rhotic,
        funnel=max(
            rounding * float(np.interp(height, (0, 0.33, 1), (0.45, 0.55, 0.3))) * (0.7 + 0.3 * sound.backness), rhotic
        ),
        on_jaw=1.0 - 0.4 * central,
        on_width=0.8 - 0.4 * central,
        on_rounding=1.0 if rounding or rhotic else 0.65 - 0.3 * central,
        on_tongue=0.3,
    )
