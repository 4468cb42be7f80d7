"""The trained figures: one linear model of harm as such, and one for each category of it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from zipfile import BadZipFile

import numpy as np

from avatar.errors import NotInstalledError
from avatar.permission.policy.features import BUCKETS, Kinds, Seen, array_of
from avatar.permission.policy.senses import Senses
from avatar.permission.policy.tongues import FAMILY, FIRST
from avatar.runtime.hashing import file_sha256

if TYPE_CHECKING:
    from numpy.typing import NDArray

FOLDER = Path(__file__).parent / "weights"
"""One file of weights per language, or family of them, and the kinds of words of each."""
SENSES = FOLDER / "senses.txt"
"""What words mean, written by hand, for all languages."""
FORMAT = 3
"""Version of the weights file."""
CATEGORIES = ("codes", "elections", "figures", "fraud", "investment", "minors", "officials", "sexual")
MODELS = len(CATEGORIES) + 1
"""One for each category against all that is harmless, and the last for all harm."""
KINDS_SHARE = 0.6
"""Weight of the kinds of words beside the pieces."""
SENSES_SHARE = 0.7
"""Weight of their senses beside the pieces."""


def files_of(folder: Path, tongue: str) -> tuple[Path, Path]:
    """Name what the training gives for a language, and the kinds of words that were written by hand for it.

    The languages of a family share the former.
    """
    kinds = "kinds.txt" if tongue == FIRST else f"kinds_{tongue}.txt"
    return folder / f"{'family' if tongue in FAMILY else tongue}.npz", FOLDER / kinds


class Lists(NamedTuple):
    """What was written by hand about the words of a language."""

    kinds: Kinds
    senses: Senses

    @classmethod
    def read(cls, tongue: str) -> Lists:
        """Read those that the model for a language is trained with."""
        return cls(Kinds(files_of(FOLDER, tongue)[1]), senses_of(tongue))

    @property
    def size(self) -> int:
        """Count the places of both."""
        return self.kinds.size + self.senses.size


@cache
def senses_of(tongue: str) -> Senses:
    """Read the senses of the words that a model is asked about."""
    return Senses(SENSES, ("en", "zh") if tongue == FIRST else (tongue,))


class Score(NamedTuple):
    """What the models say of some sentences."""

    logit: float
    """above 0 speaks for harm"""
    category: str
    """the kind of harm that it looks most like"""
    known: float
    """share of its pieces that were trained on, 0 to 1"""


class Weights:
    """The trained figures."""

    def __init__(self, path: Path, kinds: Path, tongue: str = FIRST) -> None:
        """Read them. Raise `NotInstalledError` if the file is of another version or not for these lists."""
        try:
            with np.load(path, allow_pickle=False) as file:
                content = {name: file[name] for name in file.files}
        except (OSError, ValueError, EOFError, BadZipFile) as fault:
            raise _broken(path, str(fault)) from fault
        if "format" not in content or int(content["format"]) != FORMAT:
            raise _broken(path, f"it is not of format {FORMAT}")
        for own in (kinds, SENSES):
            if file_sha256(own) not in str(content["lists"]).split():
                raise _broken(path, f"{own.name} is not the list that it was trained with")
        self.lists = Lists(Kinds(kinds), senses_of(tongue))
        places = np.cumsum(content["gaps"], dtype=np.int64)
        self._rows = np.full(BUCKETS + self.lists.size, -1, dtype=np.int32)
        self._rows[places] = np.arange(len(places), dtype=np.int32)
        self._count = np.ascontiguousarray(content["count"].T)
        self._weigh = np.ascontiguousarray(content["weigh"].T)
        self._scales = content["scales"].astype(np.float64)
        thresholds = [float(value) for value in content["thresholds"]]
        self.hold_at, self.hold_more, self.drop_hold, self.drop_refuse = thresholds

    def score(self, seen: Seen) -> Score:
        """Give the logit of harm: the mean of the model for all harm and of those for its categories together."""
        count_scale, weigh_scale, bias = self._scales
        logits = bias.copy()
        known = float(np.mean(self._rows[array_of(seen.pieces)] >= 0)) if seen.pieces else 0.0
        for share, indices in zip(SHARES, places_of(seen, self.lists), strict=True):
            rows = self._rows[indices]
            rows = rows[rows >= 0]
            counts = self._count[rows].astype(np.float32)
            norm = np.sqrt(np.square(counts).sum(axis=0)) * count_scale
            weight = self._weigh[rows].sum(axis=0, dtype=np.int32) * weigh_scale
            logits += share * weight / np.maximum(norm, 1e-9)
        return joined(logits, known)


SHARES = (1.0, KINDS_SHARE, SENSES_SHARE)
"""of what `places_of` gives"""


def places_of(seen: Seen, lists: Lists) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Give the places of pieces, of kinds after all buckets, and of senses after all kinds; each in order."""
    kinds, senses = array_of(seen.kinds), array_of(seen.senses)
    return array_of(seen.pieces), BUCKETS + kinds, BUCKETS + lists.kinds.size + senses


def joined(logits: NDArray[np.float64], known: float) -> Score:
    """Join the logits of the models, shape (`MODELS`,)."""
    single = logits[:-1]
    return Score(float(logits[-1] + np.logaddexp.reduce(single)) / 2, CATEGORIES[int(np.argmax(single))], known)


def _broken(path: Path, reason: str) -> NotInstalledError:
    return NotInstalledError(f"The classifier's file {str(path)!r} cannot be used ({reason}); reinstall avatar.")
