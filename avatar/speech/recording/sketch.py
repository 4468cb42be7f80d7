"""What a text sounds like, roughly: a quick voice says it, and what is kept is one row of numbers for each 40 ms."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

import numpy as np

from avatar.runtime.folders import shipped
from avatar.settings import SpeechSettings
from avatar.speech import spectra
from avatar.speech.engines import open_voice
from avatar.speech.joining import resample
from avatar.speech.recording.survey import ROW
from avatar.speech.voices import default_voice

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from avatar.data import Utterance
    from avatar.stages import Speaker

ENGINE = "espeak"
"""that says it: it takes a hundredth of the time that a natural voice takes"""
_KEPT = 13
"""coefficients of the cosine transform"""
_FLOOR = 50.0
"""dB below the loudest of a row's neighbours that are told apart"""
_LOUDNESS, _CHANGE = 2.0, 1.0
"""weights of the first coefficient, and of the changes"""
_ROWS = round(ROW / spectra.HOP)


def sketch(
    utterances: Sequence[Utterance], watch: Callable[[int], object] = lambda _: None
) -> list[NDArray[np.float32]]:
    """Have each utterance said, and give the power of its bands (T, bands) per `ROW`.

    `watch` is told how many have been said. Raise `VoiceError` for a language that nobody here speaks.
    """
    found = []
    with ExitStack() as stack:
        speakers: dict[str, Speaker] = {}
        for number, each in enumerate(utterances, 1):
            if each.language not in speakers:
                card = default_voice(each.language, engine=ENGINE, folders=(shipped("voices"),))
                speakers[each.language] = stack.enter_context(open_voice(card, SpeechSettings()))
            speech = speakers[each.language].speak(each)
            found.append(_bands(resample(speech.samples, speech.sample_rate, spectra.RATE)))
            watch(number)
    return found


def stretched(bands: NDArray[np.float32], pace: float) -> NDArray[np.float32]:
    """Give a sketch (T, B) as if it was said in `pace` times as many seconds."""
    rows = max(round(len(bands) * pace), 2)
    places = np.linspace(0, len(bands) - 1, rows)
    lower = np.minimum(places.astype(int), max(len(bands) - 2, 0))
    share = (places - lower)[:, None]
    return np.asarray((1 - share) * bands[lower] + share * bands[np.minimum(lower + 1, len(bands) - 1)], np.float32)


def features(bands: NDArray[np.float32], heard: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Describe bands (T, B) as (T, F) in which two voices are alike: cepstra and their changes.

    Mean 0 and spread 1 over the rows in which somebody is `heard` (T,).
    """
    loudest = np.percentile(bands.max(axis=1), 98) if len(bands) else 1.0
    logs = np.log(np.maximum(bands, max(loudest * 10 ** (-_FLOOR / 10), 1e-12)))
    still = logs @ spectra.cosines()[:, :_KEPT]
    padded = np.pad(still, ((1, 1), (0, 0)), mode="edge")
    both = np.concatenate([still, (padded[2:] - padded[:-2]) / 2], axis=1)
    counted = both[heard] if heard.any() else both
    both = (both - counted.mean(axis=0)) / np.maximum(counted.std(axis=0), 1e-6)
    weights = np.ones(2 * _KEPT)
    weights[_KEPT:] = _CHANGE
    weights[[0, _KEPT]] *= _LOUDNESS
    return np.asarray(both * weights / np.sqrt(np.square(weights).sum()), np.float32)


def _bands(sound: NDArray[np.float32]) -> NDArray[np.float32]:
    fine = spectra.mel_bands(sound)
    whole = -(-len(fine) // _ROWS) * _ROWS
    return np.asarray(
        np.pad(fine, ((0, whole - len(fine)), (0, 0))).reshape(-1, _ROWS, spectra.BANDS).mean(axis=1), np.float32
    )
