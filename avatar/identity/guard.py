"""Whether the face of a film is that of its portrait: an alarm for drift and swaps, no proof of who somebody is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from avatar.identity.sampling import sampled
from avatar.identity.seeing import FaceSeer, is_fit

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from avatar.identity.embedders import Embedder

TOGETHER = 5
"""looks whose mean is judged: a single one informs only"""
_APART = 2.4
"""s of film per five looks, and how many looks there are at most"""
_MOST = 25


@dataclass(frozen=True, slots=True)
class Look:
    """One sampled picture of a film."""

    time: float
    """s"""
    numbers: NDArray[np.float32] = field(repr=False)
    """(D,), of the face in it"""
    likeness: float
    """cosine with the portrait, -1 to 1"""


@dataclass(frozen=True, slots=True)
class Verdict:
    """How like its portrait the face of a film stays."""

    way: str
    """name of what made the numbers"""
    likeness: float | None
    """lowest cosine of five neighbouring looks' mean with the portrait, -1 to 1; None: no face could be judged"""
    floor: float
    """below which it is an alarm"""
    time: float = 0.0
    """s, middle of those five"""
    looks: int = 0
    """pictures in which the face was judged"""
    skipped: int = 0
    """pictures without a face that could be: turned beyond 60 degrees, too small, or not seen"""

    @property
    def is_alarm(self) -> bool:
        """The face is taken for another person's."""
        return self.likeness is not None and self.likeness < self.floor

    @property
    def sentence(self) -> str:
        """Say what is wrong; "" where nothing is."""
        if not self.is_alarm:
            return ""
        return (
            f"The face in the film is unlike the portrait's: around {self.time:.1f} s its likeness is "
            f"{self.likeness:.2f}, and at least {self.floor:g} is expected ({self.way}); look at it before you use it."
        )


class Guard:
    """One portrait's face, and what compares others with it."""

    def __init__(self, embedder: Embedder, portrait: NDArray[np.float32], floor: float | None = None) -> None:
        """Take the portrait's numbers, and a floor other than the embedder's own."""
        self.embedder, self.portrait = embedder, portrait
        self.floor = embedder.floor if floor is None else floor

    def watch(self, film: Path, seconds: float) -> Verdict:
        """Sample a film of this length, and judge it. Raise `InputError` if it cannot be read."""
        count = int(np.clip(np.ceil(TOGETHER * seconds / _APART / 5), TOGETHER, _MOST))
        seer, looks, skipped = FaceSeer(), list[Look](), 0
        for time, picture in sampled(film, seconds, count):
            look = self.look(time, picture, seer.see(picture))
            if look is None:
                skipped += 1
            else:
                looks.append(look)
        return self.judge(looks, skipped)

    def look(self, time: float, picture: NDArray[np.uint8], faces: Iterable[NDArray[np.floating]]) -> Look | None:
        """Compare the faces of a picture, by their landmarks, and keep the one that is most alike; None without one."""
        found = [self.embedder.embed(picture, each) for each in faces if is_fit(each)]
        looks = [Look(time, numbers, cosine(numbers, self.portrait)) for numbers in found]
        return max(looks, key=lambda look: look.likeness, default=None)

    def judge(self, looks: Sequence[Look], skipped: int = 0) -> Verdict:
        """Judge looks in the order of time by the worst five neighbours; all of them where there are fewer."""
        if not looks:
            return Verdict(self.embedder.name, None, self.floor, skipped=skipped)
        size = min(TOGETHER, len(looks))
        runs = [looks[first : first + size] for first in range(len(looks) - size + 1)]
        means = [cosine(np.mean([look.numbers for look in run], axis=0), self.portrait) for run in runs]
        worst = int(np.argmin(means))
        middle = float(np.mean([look.time for look in runs[worst]]))
        return Verdict(self.embedder.name, means[worst], self.floor, middle, len(looks), skipped)


def cosine(one: NDArray[np.floating], other: NDArray[np.floating]) -> float:
    """Give the cosine of two vectors, -1 to 1; 0 where one has no length."""
    length = float(np.linalg.norm(one) * np.linalg.norm(other))
    return float(one @ other / length) if length else 0.0
