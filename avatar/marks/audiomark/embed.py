"""Put the mark into speech: noise about 27 dB below it, which follows its spectrum and stops where it stops.

The speech itself disturbs the noises by which the bits are told. As it is known here, each bit gets what it lacks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from avatar.marks.audiomark import spectrum
from avatar.marks.audiomark.checks import check_mono, check_rate
from avatar.marks.audiomark.confirm import fit
from avatar.marks.audiomark.pattern import LINES, NOISES, PERIOD, SYNC, Pattern, pattern, whole_periods
from avatar.marks.watermark.code import CODE_BITS, encode, signs
from avatar.marks.watermark.payload import pack

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from avatar.marks.watermark.payload import Payload

_LOW, _HIGH = -28.0, -25.5
"""dB, the mark relative to the mean power in the critical band around it, at 500 Hz and from 2.5 kHz on"""
_SHORT = ((1.0, 2.5), (2.0, 0.0))
"""by how many dB more (second) sound of so many seconds (first) is marked, as it has less room"""
_FULL = ((11.0, 20.0), (2.5, 0.0))
"""the same by the mean weight of its cells: where an echo or noise fills its gaps, a mark is hidden better, and lost"""
_DOUBTFUL = (0.3, 8.0)
"""s of sound between which its mark is read at once, as few words, or a mark that is there already, may disturb all of
it"""
_SURE = ((1.5, 2.5), (0.9, 0.86))
"""the fit that survives (second), by s of sound (first): AAC of 96 kbit/s loses up to 0.13 of it, and a second mark in
a second of sound a little more"""
_LOUDER = (0.0, 1.0, 2.0, 3.0, 4.0, 5.0)
"""dB more, one after the other, until it does; of words that were marked before, one in ten needs more than 3"""
_SYNC_SHARE = 0.15
"""of the mark's power"""
_LOOK_BACK = 4
"""periods that count together with the one at hand"""
_PIECE = 32 * PERIOD
"""samples that are marked at a time; each begins a period"""
_HEARD = 0.45
"""share of a mark's effect that remains, as the mark itself fills up the gaps of the speech's spectrum"""
_NOISE_POWER = float(spectrum.WINDOW // 2 * spectrum.RATE / 2 / (spectrum.HIGHEST - spectrum.LOWEST))
"""of a cell of the mixed noises"""


def mark(samples: NDArray[np.float32], rate: int, key: bytes, payload: Payload) -> NDArray[np.float32]:
    """Return a marked copy of `samples` (N,), mono in [-1, 1]; the same input gives the same output.

    A second of speech or more can be found again, also where it was marked before. Raise `InputError` for a rate below
    12 kHz or a wrong key.
    """
    check_rate(rate)
    check_mono(samples)
    word = encode(pack(payload, key))
    sound = spectrum.resample(samples, rate, spectrum.RATE)
    seconds = len(samples) / rate
    lift, sure = float(np.interp(seconds, *_SHORT)), float(np.interp(seconds, *_SURE))
    is_doubtful = _DOUBTFUL[0] <= seconds <= _DOUBTFUL[1]
    for more in _LOUDER:
        marked = _marked(samples, rate, _added(sound, key, word, lift + more))
        if not is_doubtful or fit(marked, rate, key, payload) >= sure:
            break
    return marked


def _added(sound: NDArray[np.float32], key: bytes, word: NDArray[np.uint8], lift: float) -> NDArray[np.float32]:
    """Make what is to be added to a whole sound at the mark's own rate."""
    pieces = [sound[start : start + _PIECE] for start in range(0, len(sound), _PIECE)]
    parts = [_noise(piece, pattern(key), signs(word), lift) for piece in pieces]
    return np.concatenate([np.zeros(0, np.float32), *parts])


def _marked(samples: NDArray[np.float32], rate: int, added: NDArray[np.float32]) -> NDArray[np.float32]:
    added = spectrum.resample(added, spectrum.RATE, rate)[: len(samples)]
    marked = samples.copy()
    marked[: len(added)] += added
    return np.asarray(np.clip(marked, -1, 1, out=marked), np.float32)


def _noise(sound: NDArray[np.float32], noises: Pattern, word: NDArray[np.float64], lift: float) -> NDArray[np.float32]:
    """Make what is to be added to a piece, at least `lift` dB louder than usual."""
    spectra = spectrum.stft(sound)
    power, around = spectrum.surroundings(spectra)
    sensitivity = spectrum.sensitivity(power, around)
    amplitude = np.sqrt(around)
    openness = float(np.sum(sensitivity * amplitude)) / max(int(np.count_nonzero(around)), 1)
    level = amplitude * _strength(max(lift, float(np.interp(openness, *_FULL))))
    wanted = np.append(word, 1.0)
    heard = noises.correlate(whole_periods(spectrum.istft(spectra * sensitivity, len(sound)))) * wanted
    played = noises.play(_weights(heard, _effect(sensitivity * level, len(heard))) * wanted)
    return spectrum.istft(spectrum.stft(played.ravel()[: len(sound)]) * level, len(sound))


def _effect(cells: NDArray[np.float32], periods: int) -> NDArray[np.float64]:
    """Say how much a noise of weight 1 would be heard in each period, (n,)."""
    frames = PERIOD // spectrum.HOP
    inner = np.zeros(periods * frames)
    share = cells.sum(axis=1)[: len(inner)] / (LINES / PERIOD * spectrum.WINDOW)
    inner[: len(share)] = share
    effect: NDArray[np.float64] = inner.reshape(periods, frames).mean(axis=1) * (_HEARD * PERIOD * np.sqrt(LINES / 2))
    return effect


def _weights(heard: NDArray[np.float32], effect: NDArray[np.float64]) -> NDArray[np.float64]:
    """Share out the power of each period: (n, 129); `heard` is the speech alone, positive where it helps."""
    weights = np.zeros((len(heard), NOISES))
    reached = np.zeros((len(heard), NOISES))
    for index, per_weight in enumerate(effect):
        if per_weight <= 0:
            continue
        weights[index, SYNC] = np.sqrt(_SYNC_SHARE)
        before = reached[max(0, index - _LOOK_BACK) : index].sum(axis=0) + heard[index]
        weights[index, :SYNC] = _fill(before[:SYNC] / per_weight, 1 - _SYNC_SHARE)
        reached[index] = heard[index] + weights[index] * per_weight
    return weights


def _fill(levels: NDArray[np.float64], power: float) -> NDArray[np.float64]:
    """Raise the lowest of `levels` (128,) to one height, as high as `power`, the sum of the squared rises, allows."""
    ordered = np.sort(levels)
    counts = np.arange(1, CODE_BITS + 1)
    sums = np.cumsum(ordered)
    room = sums**2 - counts * (np.cumsum(ordered**2) - power)
    heights = (sums + np.sqrt(np.maximum(room, 0))) / counts
    fits = (room >= 0) & (heights <= np.append(ordered[1:], np.inf))
    rises: NDArray[np.float64] = np.maximum(heights[np.argmax(fits)] - levels, 0)
    return rises


def _strength(lift: float) -> NDArray[np.float32]:
    """Give the share of the mixed noises relative to the surroundings, by bin (257,)."""
    decibels = np.interp(spectrum.bark(spectrum.bins()), spectrum.bark(np.array([500.0, 2500.0])), [_LOW, _HIGH])
    share: NDArray[np.float32] = (10 ** ((decibels + lift) / 20) / np.sqrt(_NOISE_POWER)).astype(np.float32)
    return share
