"""Blend neighbouring articulations with dominance functions (Cohen and Massaro 1993), channel by channel.

Each articulation pulls every channel toward its target with a strength D = a exp(-theta |tau|) that decays with the
distance from the sound; the track is sum(D T) / sum(D). Rounding decays slowly over consonants, so that lips round up
to 300 ms before a rounded vowel through a whole consonant string, but not through another vowel.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from avatar.visemes.targets import CHANNELS, GROUP_OF_CHANNEL, GROUPS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from avatar.visemes.gestures import Gesture

RATE = 100
"""samples of the lip track per second"""

_LEAD = 0.015
"""s that the mouth is ahead of the sound; speech gestures precede what they cause"""
_REACH = 0.35
"""s beyond which a sound is not felt; nothing reaches further than 300 ms"""
_ATTACK = np.array([0.040, 0.045, 0.045, 0.022])
"""s, time constants per group"""
_DECAY = np.array([0.042, 0.045, 0.050, 0.022])
"""s"""
_ROUNDING_AHEAD = 0.13
"""s, attack of a rounded sound across consonants"""
_ROUNDING_BEHIND = 0.08
"""s, its decay across consonants"""
_SHORT = 0.06
"""s; sounds shorter than this don't get all the way"""
_SMOOTH = 0.014
"""s, standard deviation of the smoothing that rounds the corners off"""


def blend(gestures: Sequence[Gesture], samples: int) -> NDArray[np.float64]:
    """Give the channels (samples, 9) in the order of `CHANNELS` at `RATE`."""
    pull = np.full((samples, len(GROUPS)), 1e-6)  # far from every sound the mouth rests
    sums = np.zeros((samples, len(CHANNELS)))
    times = np.arange(samples) / RATE
    ahead, behind = _rounding_ways(gestures, samples)
    for gesture in gestures:
        low, high = _window(gesture, samples)
        if low >= high:
            continue
        strength = _dominance(gesture, times[low:high], ahead[low:high], behind[low:high])
        pull[low:high] += strength
        sums[low:high] += strength[:, GROUP_OF_CHANNEL] * _values(gesture)
    return smoothed(sums / pull[:, GROUP_OF_CHANNEL], _SMOOTH)


def smoothed(track: NDArray[np.float64], sigma: float) -> NDArray[np.float64]:
    """Smooth (T, C) along time with a Gaussian of `sigma` s, without delay."""
    reach = max(1, round(4 * sigma * RATE))
    kernel = np.exp(-0.5 * (np.arange(-reach, reach + 1) / (sigma * RATE)) ** 2)
    kernel /= kernel.sum()
    padded = np.pad(track, ((reach, reach), (0, 0)), mode="edge")
    smooth = np.zeros_like(track)
    for shift, weight in enumerate(kernel):
        smooth += weight * padded[shift : shift + len(track)]
    return smooth


def _window(gesture: Gesture, samples: int) -> tuple[int, int]:
    low = max(0, int((gesture.start - _REACH) * RATE))
    return low, min(samples, int((gesture.end + _REACH) * RATE) + 1)


def _values(gesture: Gesture) -> NDArray[np.float64]:
    values = np.array([getattr(gesture.target, channel) for channel in CHANNELS])
    if gesture.sound.is_vowel:
        values[:3] *= (0.9, 1.0, 1.1)[gesture.stress]  # stressed vowels open wider
    return values


def _rounding_ways(gestures: Sequence[Gesture], samples: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Measure time (samples,) in time constants of rounding, ahead and behind: longer in vowels than in consonants."""
    in_vowel = np.zeros(samples, np.bool_)
    for gesture in gestures:
        if gesture.sound.is_vowel:
            in_vowel[max(0, int(gesture.start * RATE)) : int(np.ceil(gesture.end * RATE))] = True
    ahead = np.cumsum(np.where(in_vowel, 1 / _ATTACK[2], 1 / _ROUNDING_AHEAD)) / RATE
    behind = np.cumsum(np.where(in_vowel, 1 / _DECAY[2], 1 / _ROUNDING_BEHIND)) / RATE
    return ahead, behind


def _dominance(
    gesture: Gesture, times: NDArray[np.float64], ahead: NDArray[np.float64], behind: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Give the strength (T, 4) of one articulation around it, per group."""
    onset, offset = _plateau(gesture)
    before = np.maximum(onset - times, 0.0)[:, None] / _ATTACK
    after = np.maximum(times - offset, 0.0)[:, None] / _DECAY
    if gesture.target.pucker + gesture.target.funnel > 0.35:
        before[:, 2] = np.maximum(np.interp(onset, times, ahead) - ahead, 0.0)
        after[:, 2] = np.maximum(behind - np.interp(offset, times, behind), 0.0)
    strength: NDArray[np.float64] = np.exp(-before - after) * _insistence(gesture)
    return strength


def _plateau(gesture: Gesture) -> tuple[float, float]:
    """Say from when to when a sound insists fully: its apex is early, and held to about 70 % (JALI)."""
    if gesture.is_rest:
        return gesture.start + min(0.12, gesture.seconds / 2), gesture.end - min(0.15, gesture.seconds / 2)
    rise = 0.15 if gesture.sound.is_vowel else 0.05
    return gesture.start + rise * gesture.seconds - _LEAD, gesture.start + 0.68 * gesture.seconds - _LEAD


def _insistence(gesture: Gesture) -> NDArray[np.float64]:
    insistence = np.array([getattr(gesture.target, group) for group in GROUPS])
    hisses = gesture.sound.manner in ("fricative", "affricate")
    if not (gesture.sound.seals_lips or gesture.sound.bites_lip or hisses or gesture.is_rest):
        insistence *= min(1.0, gesture.seconds / _SHORT)
    return insistence
