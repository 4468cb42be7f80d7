"""Whether sound bears a mark that is known: surer and cheaper than to look for any mark in all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from avatar.marks.audiomark import spectrum
from avatar.marks.audiomark.pattern import FIRST_LINE, LINES, PERIOD, SYNC, pattern, whole_periods
from avatar.marks.watermark.code import encode, signs
from avatar.marks.watermark.payload import pack

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from avatar.marks.watermark.payload import Payload

CONFIRMED = 0.7
"""cosine: no other word of the code comes nearer than 0.66, and noise not at all"""


def fit(samples: NDArray[np.float32], rate: int, key: bytes, payload: Payload) -> float:
    """Say how well `samples` (N,), mono, bear this mark at its likeliest place: cosine of word and what is heard."""
    whitened = spectrum.whiten(spectrum.resample(samples, rate, spectrum.RATE))
    noises, word = pattern(key), signs(encode(pack(payload, key)))
    # The noises repeat, so all periods can be laid over each other, and the mark begins anywhere in one.
    band = slice(FIRST_LINE, FIRST_LINE + LINES)
    lines = np.fft.rfft(whole_periods(whitened).reshape(-1, PERIOD).sum(axis=0))[band]
    agreement = np.zeros(PERIOD // 2 + 1, np.complex128)
    agreement[band] = lines * (word.astype(np.float32) @ noises.lines[:SYNC]).conj()
    start = int(np.argmax(np.fft.irfft(agreement)))
    turned = lines * np.exp(2j * np.pi / PERIOD * start * np.arange(FIRST_LINE, FIRST_LINE + LINES))
    values = noises.compare(turned[None].astype(np.complex64))[0, :SYNC].astype(np.float64)
    return float(values @ word / (np.linalg.norm(values) * np.linalg.norm(word) + 1e-12))
