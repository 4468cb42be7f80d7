"""Whether the tones of Mandarin can be told apart by their melody alone."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from avatar.motion.pitch import f0

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from avatar.data import Speech

_HOP = 0.005
"""s between two values of F0"""
_THIRDS = 3
_FEWEST = 4
"""syllables of a tone that say something of it"""


@dataclass(frozen=True, slots=True)
class Tones:
    """The melodies of tones 1 to 4."""

    thirds: dict[int, tuple[float, ...]]
    """by tone, the medians over its syllables in the first, second and last third of their nuclei, semitones from the
    voice's median"""
    told_apart: float
    """share of syllables, 0-1, whose melody is nearest to the mean of their own tone, themselves left out; 0.25 is
    chance"""


def tones(speeches: Iterable[Speech]) -> Tones | None:
    """Measure the melody of each syllable of tones 1 to 4; None where there are too few of any."""
    curves = _curves(tuple(speeches))
    by_tone = {tone: np.array(found) for tone, found in sorted(curves.items()) if len(found) >= _FEWEST}
    if len(by_tone) < 4:
        return None
    thirds = {tone: tuple(np.median(found, axis=0).round(2).tolist()) for tone, found in by_tone.items()}
    return Tones(thirds, _told_apart(by_tone))


def _curves(speeches: Sequence[Speech]) -> dict[int, list[NDArray[np.float64]]]:
    tracks = [f0(speech.samples, speech.sample_rate, _HOP) for speech in speeches]
    voiced = np.concatenate([track[track > 0] for track in tracks] or [np.empty(0)])
    median = np.median(voiced) if len(voiced) else 1.0
    found: dict[int, list[NDArray[np.float64]]] = defaultdict(list)
    for speech, track in zip(speeches, tracks, strict=True):
        for phone in speech.phones:
            if phone.tone in (1, 2, 3, 4):
                parts = np.array_split(track[round(phone.start / _HOP) : round(phone.end / _HOP)], _THIRDS)
                if all((part > 0).any() for part in parts):
                    curve = [12 * np.log2(np.median(part[part > 0]) / median) for part in parts]
                    found[phone.tone].append(np.array(curve))
    return found


def _told_apart(by_tone: dict[int, NDArray[np.float64]]) -> float:
    right = total = 0
    for tone, curves in by_tone.items():
        for index, curve in enumerate(curves):
            means = {
                other: (np.delete(those, index, axis=0) if other == tone else those).mean(axis=0)
                for other, those in by_tone.items()
            }
            nearest = min(means, key=lambda other: float(np.square(means[other] - curve).sum()))
            right += nearest == tone
            total += 1
    return right / total
