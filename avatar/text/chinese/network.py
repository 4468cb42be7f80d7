"""What a small network hears in a sentence: how likely each reading of each polyphone in it is.

The weights are those of the package g2pM (Park and Lee, A Neural Grapheme-to-Phoneme Conversion Package for Mandarin
Chinese, 2020): characters as vectors of 64, one LSTM layer of 32 units in either direction, two dense layers. They are
read here, not run by g2pM itself: both directions go in one loop, and only the readings that a character has compete.
"""

from __future__ import annotations

import hashlib
import io
import pickle
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from avatar.errors import NotInstalledError

if TYPE_CHECKING:
    from numpy.typing import NDArray

_UNITS = 32
_FILES = {
    "char2idx.pkl": "e41861f3af2debb342d3555d970db47b22e5d35c8e0190722dfb9b39c941988c",
    "class2idx.pkl": "b17a497ee9618e6d5c2f7814ab7f847d80a3cb757e92423774781e4d3dc56c49",
    "digest_cedict.pkl": "71e727a041a1d7023a1fbe32bbc23d5f4aa85a9d67fe4d6502fc398ef30b875c",
    "np_ckpt.pkl": "5b38c21cbaeb5f9b2f5d0bf872487de0fc22f91a3b26189b7d998136d2c8d3ae",
}
_NO_SYLLABLES = frozenset(("bia1", "biu1", "r5", "xx5", "gei1", "kei1", "tei1"))
"""Readings of its dictionary that no voice has, or nobody means."""

_BEFORE, _AFTER, _UNKNOWN = "시", "끝", "<UNK>"


class PolyphoneNetwork:
    """A bidirectional LSTM over the characters of a sentence."""

    def __init__(self, folder: Path) -> None:
        """Read the four files of a folder; raise `NotInstalledError` where one is missing or another than it was."""
        characters, classes, dictionary, weights = (_loaded(folder / name, sha256) for name, sha256 in _FILES.items())
        self._characters: dict[str, int] = characters
        names = [name for name, _ in sorted(classes.items(), key=lambda item: item[1])]
        self._readings: list[str] = [name.replace("u:", "v") for name in names]
        self._classes: dict[str, list[int]] = {
            character: [classes[reading] for reading in readings if reading not in _NO_SYLLABLES]
            for character, readings in dictionary.items()
            if len(readings) > 1
        }
        self._vectors: NDArray[np.float32] = weights["embedding.weight"]
        self._into = [_halved(weights[f"lstm.weight_ih_l0{way}"].T) for way in ("", "_reverse")]
        self._bias = [
            _halved(weights[f"lstm.bias_ih_l0{way}"] + weights[f"lstm.bias_hh_l0{way}"]) for way in ("", "_reverse")
        ]
        self._again = np.stack([_halved(weights[f"lstm.weight_hh_l0{way}"].T) for way in ("", "_reverse")])
        self._dense = [
            (weights[f"logit_layer.{layer}.weight"].T, weights[f"logit_layer.{layer}.bias"]) for layer in (0, 2)
        ]

    def knows(self, character: str) -> bool:
        """Tell whether a character has several readings here."""
        return character in self._classes

    def odds(self, sentence: str) -> dict[int, dict[str, float]]:
        """Give for each polyphone of a sentence, by its place, its readings ("hang2") with the logs of their odds."""
        places = [place for place, character in enumerate(sentence) if character in self._classes]
        if not places:
            return {}
        (first, first_bias), (second, second_bias) = self._dense
        heard = np.maximum(self._heard(sentence)[places] @ first + first_bias, 0) @ second + second_bias
        found: dict[int, dict[str, float]] = {}
        for place, scores in zip(places, heard, strict=True):
            classes = self._classes[sentence[place]]
            among = scores[classes].astype(np.float64)
            logs = among - np.logaddexp.reduce(among)
            found[place] = dict(zip((self._readings[each] for each in classes), logs.tolist(), strict=True))
        return found

    def _heard(self, sentence: str) -> NDArray[np.float32]:
        """Give what the two directions know at each character: (N, 64)."""
        known, unknown = self._characters, self._characters[_UNKNOWN]
        ids = [known[_BEFORE], *(known.get(character, unknown) for character in sentence), known[_AFTER]]
        vectors = self._vectors[ids]
        steps = np.stack(
            [vectors @ self._into[0] + self._bias[0], vectors[::-1] @ self._into[1] + self._bias[1]], axis=1
        )[:, :, None]
        out = np.empty((len(ids), 2, 1, _UNITS), np.float32)
        cell = state = np.zeros((2, 1, _UNITS), np.float32)
        for step, kept in zip(steps, out, strict=True):
            gates = np.tanh(step + state @ self._again)
            # The logistic function is a tanh of half its argument: `_halved` halved those of the three gates.
            admit, forget, give = (gates[..., at : at + _UNITS] * 0.5 + 0.5 for at in (0, _UNITS, 3 * _UNITS))
            cell = forget * cell + admit * gates[..., 2 * _UNITS : 3 * _UNITS]
            kept[:] = state = give * np.tanh(cell)
        return np.concatenate([out[1:-1, 0, 0], out[-2:0:-1, 1, 0]], axis=1)


def _halved(weights: NDArray[np.float32]) -> NDArray[np.float32]:
    """Halve what feeds the input, forget and output gates."""
    scale = np.full(4 * _UNITS, 0.5, np.float32)
    scale[2 * _UNITS : 3 * _UNITS] = 1
    return np.ascontiguousarray(weights * scale)


class _Plain(pickle.Unpickler):
    """Reads dictionaries, lists and arrays, and runs nothing else."""

    def find_class(self, module: str, name: str) -> Any:  # noqa: ANN401 - whatever the file names
        if (module, name) == ("numpy.core.multiarray", "_reconstruct"):
            return np.zeros(0).__reduce__()[0]
        if (module, name) in {("numpy", "ndarray"), ("numpy", "dtype")}:
            return getattr(np, name)
        raise pickle.UnpicklingError(f"{module}.{name} is not plain")


def _loaded(file: Path, sha256: str) -> Any:  # noqa: ANN401 - whatever the file holds
    try:
        content = file.read_bytes()
    except OSError:
        content = b""
    if hashlib.sha256(content).hexdigest() != sha256:
        raise NotInstalledError(
            f"The readings of Chinese characters need the file {file}, as g2pM 0.1.2.5 brings it; "
            "install it with: pip install --force-reinstall --no-deps g2pM==0.1.2.5"
        )
    return _Plain(io.BytesIO(content)).load()


@lru_cache(maxsize=1)
def network() -> PolyphoneNetwork:
    """Give the network of the installed package g2pM, read once. Raise `NotInstalledError` where it is not whole."""
    found = find_spec("g2pM")
    return PolyphoneNetwork(Path(found.origin).parent if found and found.origin else Path("g2pM"))
