"""Which kind of sound is heard at each moment, whoever speaks whatever language: a small network that was trained here.

The kinds are those that lips and tongue show: p and b are one, as t and d are. It is made by
`tests/measure/sound_training.py`.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from avatar.speech import spectra

if TYPE_CHECKING:
    from numpy.typing import NDArray

KINDS = (
    ("", ""),
    ("p", "pbɓʙʘ"),
    ("m", "mɱ"),
    ("f", "fvɸβʋⱱ"),
    ("t", "tdɗʈɖθðʔcɟ"),
    ("n", "nɲɳɴȵŋ"),
    ("l", "lɭʎʟɫ"),
    ("s", "sz"),
    ("ʃ", "ʃʒɕʑʂʐç"),
    ("k", "kɡgɠqɢ"),
    ("x", "xɣχħhɦʕ"),
    ("r", "rɹɻɾɽʀʁ"),
    ("w", "wɥʍ"),
    ("j", "jʝɰ"),
    ("i", "iɪɨᵻɿʅ"),
    ("e", "eɛᴇæ"),
    ("a", "aɑɐʌᴀ"),
    ("o", "oɔɒɤ"),
    ("u", "uʊʉɯᵿ"),
    ("ə", "əɜɘɚɝɞɵ"),
    ("y", "yøœʏɶ"),
)
"""an IPA letter for each kind, and all letters that are of it; the first is silence"""
NAMES = tuple(name for name, _ in KINDS)
HOP = 0.01
"""s from one row to the next"""
KEPT = 13
"""coefficients of the cosine transform"""
CONTEXT = (-9, -6, -4, -2, -1, 0, 1, 2, 4, 6, 9)
"""rows around each that are looked at"""
AUDIBLE = 35.0
"""dB below the loudest: softer rows say nothing of whose voice it is"""
_FLOOR = 60.0
"""dB below the loudest, to which bands are told apart"""
_WEIGHTS = Path(__file__).with_name("sounds.npz")
_OF_LETTER = {letter: number for number, (_, letters) in enumerate(KINDS) for letter in letters}


class Network(NamedTuple):
    """Its layers, each followed by a rectifier but the last."""

    weights: tuple[NDArray[np.float32], ...]
    """(inputs, outputs) each"""
    biases: tuple[NDArray[np.float32], ...]
    """(outputs,) each"""

    def logits(self, inputs: NDArray[np.float32]) -> NDArray[np.float32]:
        """Give (T, kinds)."""
        values = inputs
        for number, (weights, biases) in enumerate(zip(self.weights, self.biases, strict=True)):
            values = values @ weights + biases
            if number < len(self.weights) - 1:
                np.maximum(values, 0.0, out=values)
        return values


def kinds_of(ipa: str) -> list[int]:
    """Give the kinds of a phone's sounds, one after another; silence for a phone without letters that are known."""
    found = [_OF_LETTER[letter] for letter in ipa if letter in _OF_LETTER]
    return [kind for number, kind in enumerate(found) if number == 0 or kind != found[number - 1]] or [0]


def heard(sound: NDArray[np.float32]) -> NDArray[np.float32]:
    """Tell the logarithm of the probability of each kind (T, kinds), every `HOP` s of sound at `spectra.RATE`."""
    logits = _network().logits(inputs(sound))
    logits -= logits.max(axis=1, keepdims=True)
    return np.asarray(logits - np.log(np.exp(logits).sum(axis=1, keepdims=True)), np.float32)


def inputs(sound: NDArray[np.float32]) -> NDArray[np.float32]:
    """Describe sound (N,) at `spectra.RATE` by what the network takes, (T, `KEPT` x contexts)."""
    fine = spectra.mel_bands(sound)
    per_row = round(HOP / spectra.HOP)
    fine = np.pad(fine, ((0, -len(fine) % per_row), (0, 0)), mode="edge")
    power = fine.reshape(-1, per_row, spectra.BANDS).mean(axis=1)
    level = 10 * np.log10(power.sum(axis=1) + 1e-12)
    floor = max(float(power.max(initial=0.0)) * 10 ** (-_FLOOR / 10), 1e-12)
    cepstra = np.log(np.maximum(power, floor)) @ spectra.cosines()[:, :KEPT]
    loud = cepstra[level > level.max() - AUDIBLE]
    cepstra = (cepstra - loud.mean(axis=0)) / np.maximum(loud.std(axis=0), 1e-3)
    reach = max(CONTEXT)
    padded = np.pad(cepstra, ((reach, reach), (0, 0)), mode="edge")
    around = [padded[reach + shift : reach + shift + len(cepstra)] for shift in CONTEXT]
    return np.concatenate(around, axis=1).astype(np.float32)


@cache
def _network() -> Network:
    with np.load(_WEIGHTS) as kept:
        count = len(kept.files) // 2
        return Network(
            tuple(kept[f"weights_{number}"].astype(np.float32) for number in range(count)),
            tuple(kept[f"biases_{number}"].astype(np.float32) for number in range(count)),
        )
