"""Whether the phones of a voice are when its sound says: the lips follow the phones, the ear the sound.

At p, b and m between two vowels the level from 0.5 to 4 kHz dips: where it crosses half-way between the vowel and the
dip, on the way down and up, the lips meet and part.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from avatar.speech.espeak.closures import HOP, level
from avatar.visemes.ipa import sounds_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from avatar.data import Phone, Speech

_BAND = (500.0, 4000.0)
"""Hz: where a vowel is loud, and the murmur behind closed lips is not"""
_JOINED = 0.02
"""s; phones that lie further apart don't touch"""
_AROUND = 0.03
"""s before and after a phone in which its dip is looked for"""
_DEPTH = 6.0
"""dB below both vowels; a shallower dip has no edges to measure"""
_DEEPEST = 42.0
"""dB below the vowel: what is softer is silence, however soft"""


@dataclass(frozen=True, slots=True)
class Edge:
    """How far phones are from what is heard."""

    median: float
    """ms, later than the sound is positive"""
    absolute: float
    """median of the distances, ms"""
    most: float
    """90th percentile of the distances, ms"""

    @classmethod
    def of(cls, errors: Sequence[float]) -> Edge:
        """Sum up errors, s."""
        found = 1e3 * np.asarray(errors)
        return cls(float(np.median(found)), float(np.median(np.abs(found))), float(np.percentile(np.abs(found), 90)))


@dataclass(frozen=True, slots=True)
class Exactness:
    """How exact the lip closures of a voice are."""

    count: int
    """p, b and m between vowels whose dip can be seen"""
    onset: Edge
    """when the lips meet"""
    end: Edge
    """when they part"""


def exactness(speeches: Iterable[Speech]) -> Exactness | None:
    """Compare all lip closures between vowels with the sound; None where there are none."""
    found = [errors for speech in speeches for errors in _errors(speech)]
    if not found:
        return None
    onsets, ends = zip(*found, strict=True)
    return Exactness(len(found), Edge.of(onsets), Edge.of(ends))


def _errors(speech: Speech) -> Iterator[tuple[float, float]]:
    envelope = level(_banded(speech.samples, speech.sample_rate), speech.sample_rate)
    for before, closed, after in zip(speech.phones, speech.phones[1:], speech.phones[2:], strict=False):
        if _is_closure_between_vowels(before, closed, after):
            edges = _dip(before, closed, after, envelope)
            if edges is not None:
                yield closed.start - edges[0], closed.end - edges[1]


def _is_closure_between_vowels(before: Phone, closed: Phone, after: Phone) -> bool:
    sounds = sounds_of(closed.ipa)
    return (
        len(sounds) == 1
        and sounds[0].seals_lips
        and sounds_of(before.ipa)[-1].is_vowel
        and sounds_of(after.ipa)[0].is_vowel
        and closed.start - before.end < _JOINED
        and after.start - closed.end < _JOINED
    )


def _dip(before: Phone, closed: Phone, after: Phone, envelope: NDArray[np.float32]) -> tuple[float, float] | None:
    """Find when the level falls and rises half-way, s; None where it hardly does."""
    first, last = _at((before.start + before.end) / 2), _at((after.start + after.end) / 2)
    low, high = max(_at(closed.start - _AROUND), first), min(_at(closed.end + _AROUND), last)
    if high <= low or last >= len(envelope):
        return None
    bottom = low + int(np.argmin(envelope[low:high]))
    fall, rise = envelope[first : bottom + 1], envelope[bottom : last + 1]
    depth = float(envelope[bottom])
    if min(fall.max(), rise.max()) - depth < _DEPTH:
        return None
    down = np.flatnonzero(fall >= _half(float(fall.max()), depth))[-1]
    up = np.flatnonzero(rise >= _half(float(rise.max()), depth))[0]
    return (first + int(down)) * HOP, (bottom + int(up)) * HOP


def _half(vowel: float, dip: float) -> float:
    return (vowel + max(dip, vowel - _DEEPEST)) / 2


def _at(time: float) -> int:
    return max(round(time / HOP), 0)


def _banded(samples: NDArray[np.float32], rate: int) -> NDArray[np.float32]:
    """Keep what lies in the band, without delay."""
    spectrum = np.fft.rfft(samples)
    heights = np.fft.rfftfreq(len(samples), 1 / rate)
    spectrum[(heights < _BAND[0]) | (heights > _BAND[1])] = 0
    return np.fft.irfft(spectrum, len(samples)).astype(np.float32)
