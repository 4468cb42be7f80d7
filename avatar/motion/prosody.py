"""What a listener hears besides the sounds: melody, loudness, phrases and accents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from avatar.motion import pitch
from avatar.motion.curves import RATE, clock, smoothed

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from avatar.data import Phone, Speech

_HOP = 0.02
"""s between measurements"""
_JOIN = 0.2
"""s; shorter silences lie inside a phrase"""
_QUIET = -35.0
"""dB below the loudest; under it nobody speaks, where no phones say so"""
_APART = 0.45
"""s between accents, so at most about two a second"""
_UNSTRESSED = 0.4
"""share of the syllables that never get one"""
_TONAL, _MELODIC = 0.3, 0.12
"""s; melody slower than this is intonation; in tone languages the tones are faster"""
_LEAST_VOICED, _AT_END = 20, 5
"""measurements with a voice that a phrase needs to be said to rise, and those at its end"""
_RISES = 3.0
"""semitones"""


@dataclass(frozen=True, slots=True)
class Accent:
    """A moment that the speaker stresses."""

    time: float
    """s, onset of the stressed vowel"""
    strength: float
    """0-1"""


@dataclass(frozen=True, slots=True)
class Prosody:
    """The hearing of one speech, on the 100 Hz clock."""

    times: NDArray[np.float64]
    """(T,), s"""
    melody: NDArray[np.float64]
    """(T,), slow intonation without lexical tone, in standard deviations"""
    loudness: NDArray[np.float64]
    """(T,), 0 silent to 1 loudest"""
    phrases: tuple[tuple[float, float], ...]
    """Start and end of each stretch of speech, s."""
    accents: tuple[Accent, ...]
    """In order."""
    rising: tuple[int, ...] = ()
    """which of the phrases end on a voice that rises as in a question; never in a tone language"""

    @property
    def speaking(self) -> NDArray[np.float64]:
        """Give 1 inside phrases and 0 in pauses, (T,)."""
        mask = np.zeros(len(self.times))
        for start, end in self.phrases:
            mask[int(start * RATE) : int(end * RATE) + 1] = 1.0
        return mask

    def pauses(self, seconds: float) -> list[tuple[float, float]]:
        """List the stretches between phrases, and before and after them, s."""
        starts = [0.0, *(end for _, end in self.phrases)]
        ends = [*(start for start, _ in self.phrases), seconds]
        return [(start, end) for start, end in zip(starts, ends, strict=True) if end > start]


def listen(speech: Speech) -> Prosody:
    """Hear a speech of any length, silence and unlabelled sound included."""
    times = clock(speech.seconds)
    decibels = _decibels(speech)
    loudness = _on_clock(
        np.clip(1 + (decibels - decibels.max()) / 40, 0, 1) if decibels.max() > -80 else 0 * decibels, times
    )
    hertz = pitch.f0(speech.samples, speech.sample_rate, _HOP)[: len(decibels)]
    semitones = _semitones(hertz)
    spoken = [phone for phone in speech.phones if phone.ipa.strip()]
    phrases = _phrases([(phone.start, phone.end) for phone in spoken] or _loud_stretches(decibels))
    scored = _scored(spoken, loudness, semitones) or _peaks(loudness)
    is_tonal = any(phone.tone for phone in spoken)
    return Prosody(
        times,
        _melody(semitones, times, _TONAL if is_tonal else _MELODIC),
        loudness,
        phrases,
        _accents(scored),
        () if is_tonal else _rising(phrases, hertz, semitones),
    )


def _decibels(speech: Speech) -> NDArray[np.float64]:
    """Measure the level every hop, dB, over 40 ms."""
    hop = speech.sample_rate * _HOP
    energy = np.concatenate([[0.0], np.cumsum(speech.samples.astype(np.float64) ** 2)])
    centres = np.arange(int(speech.seconds / _HOP) + 1) * hop
    low = np.clip(centres - hop, 0, len(speech.samples)).astype(int)
    high = np.clip(centres + hop, 0, len(speech.samples)).astype(int)
    power = (energy[high] - energy[low]) / np.maximum(high - low, 1)
    return np.asarray(10 * np.log10(power + 1e-12))


def _on_clock(track: NDArray[np.float64], times: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.interp(times, np.arange(len(track)) * _HOP, track)


def _semitones(hertz: NDArray[np.float64]) -> NDArray[np.float64]:
    """Put F0 on the ear's scale around the speaker's own middle, bridging what is unvoiced."""
    voiced = np.flatnonzero(hertz)
    if len(voiced) < 3:
        return np.zeros(len(hertz))
    heard = 12 * np.log2(hertz[voiced] / np.median(hertz[voiced]))
    # Octave errors that survive the median filter must not throw the head about.
    return np.asarray(np.interp(np.arange(len(hertz)), voiced, np.clip(heard, -10, 10)), np.float64)


def _melody(semitones: NDArray[np.float64], times: NDArray[np.float64], slowness: float) -> NDArray[np.float64]:
    slow = smoothed(semitones, slowness, 1 / _HOP)
    spread = float(slow.std())
    return _on_clock((slow - slow.mean()) / spread if spread > 0.1 else 0 * slow, times)


def _phrases(stretches: list[tuple[float, float]]) -> tuple[tuple[float, float], ...]:
    phrases: list[tuple[float, float]] = []
    for start, end in stretches:
        if phrases and start - phrases[-1][1] < _JOIN:
            phrases[-1] = (phrases[-1][0], max(end, phrases[-1][1]))
        else:
            phrases.append((start, end))
    return tuple(phrases)


def _rising(
    phrases: tuple[tuple[float, float], ...], hertz: NDArray[np.float64], semitones: NDArray[np.float64]
) -> tuple[int, ...]:
    """Tell the phrases whose last voice lies well above their middle, and above what comes just before it."""
    found = []
    for index, (start, end) in enumerate(phrases):
        voiced = np.flatnonzero(hertz[int(start / _HOP) : int(end / _HOP) + 1]) + int(start / _HOP)
        if len(voiced) < _LEAST_VOICED:
            continue
        last, before = semitones[voiced[-_AT_END:]].mean(), semitones[voiced[-3 * _AT_END : -_AT_END]].mean()
        if last - float(np.median(semitones[voiced])) > _RISES and last - before > _RISES:
            found.append(index)
    return tuple(found)


def _loud_stretches(decibels: NDArray[np.float64]) -> list[tuple[float, float]]:
    if decibels.max() < -60:
        return []
    is_loud = np.concatenate([[False], decibels > decibels.max() + _QUIET, [False]])
    changes = np.flatnonzero(is_loud[1:] != is_loud[:-1]) * _HOP
    return [(float(start), float(end)) for start, end in zip(changes[::2], changes[1::2], strict=True)]


def _scored(
    phones: list[Phone], loudness: NDArray[np.float64], semitones: NDArray[np.float64]
) -> list[tuple[float, float]]:
    """Score each syllable that could carry an accent by stress, length, loudness and melody: (time, score)."""
    nuclei = [phone for phone in phones if phone.stress == 2 or phone.tone in (1, 2, 3, 4)]
    if len(nuclei) < 2:
        return [(phone.start, 0.5) for phone in nuclei]
    heights = np.array([semitones[min(int((p.start + p.end) / 2 / _HOP), len(semitones) - 1)] for p in nuclei])
    # Lexical tone is not emphasis: only what lies above the usual height of its own tone counts.
    tones = np.array([phone.tone or 0 for phone in nuclei])
    for tone in set(tones.tolist()):
        heights[tones == tone] -= heights[tones == tone].mean()
    louds = np.array([loudness[min(int((p.start + p.end) / 2 * RATE), len(loudness) - 1)] for p in nuclei])
    lengths = np.array([phone.end - phone.start for phone in nuclei])
    score = 0.5 * _standard(heights) + 0.5 * _standard(louds) + 0.4 * _standard(lengths)
    return [(phone.start, float(value)) for phone, value in zip(nuclei, score, strict=True)]


def _standard(values: NDArray[np.float64]) -> NDArray[np.float64]:
    standard: NDArray[np.float64] = (values - values.mean()) / max(float(values.std()), 1e-6)
    return standard


def _peaks(loudness: NDArray[np.float64]) -> list[tuple[float, float]]:
    """Take the loudest moments for accents where nothing is known about the sounds."""
    slow = smoothed(loudness, 0.08)
    inner = slow[1:-1]
    peaks = np.flatnonzero((inner > slow[:-2]) & (inner >= slow[2:]) & (inner > 0.6)) + 1
    return (
        [(float(index) / RATE, float(value)) for index, value in zip(peaks, _standard(slow[peaks]), strict=True)]
        if len(peaks)
        else []
    )


def _accents(scored: list[tuple[float, float]]) -> tuple[Accent, ...]:
    """Keep the strongest, not too close together; the weaker syllables never get one."""
    if not scored:
        return ()
    threshold = float(np.quantile([score for _, score in scored], _UNSTRESSED))
    chosen: list[Accent] = []
    for time, score in sorted(scored, key=lambda pair: -pair[1]):
        if score >= threshold and all(abs(time - accent.time) >= _APART for accent in chosen):
            chosen.append(Accent(time, float(np.clip(0.5 + 0.25 * score, 0.2, 1.0))))
    return tuple(sorted(chosen, key=lambda accent: accent.time))
