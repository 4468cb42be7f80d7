"""Whether the face of a film is that of its portrait: an alarm for drift and swaps, no proof of who somebody is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from avatar.identity.embedders import cosine
from avatar.identity.sampling import sampled
from avatar.identity.seeing import FaceSeer, is_fit

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from avatar.identity.embedders import Embedder

TOGETHER = 5
"""looks whose mean is judged: a single one informs only"""
_APART, _NEAREST = 2.4, 0.4
"""s between two looks at most, where a film is not longer than a minute, and at least"""
_MOST = 25
"""looks at a film"""


@dataclass(frozen=True, slots=True)
class Look:
    """One sampled picture of a film."""

    time: float
    """s"""
    numbers: NDArray[np.float32] = field(repr=False)
    """(D,), of the face in it"""
    likeness: float
    """cosine with the portrait, -1 to 1"""
    face: NDArray[np.floating] | None = field(default=None, repr=False)
    """(478, 3), px, the landmarks of that face"""


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
        """Take what the portrait is known by, (D,) or (K, D), and a floor other than the embedder's own."""
        self.embedder, self.portrait = embedder, np.atleast_2d(portrait)
        self.floor = embedder.floor if floor is None else floor

    def watch(self, film: Path, seconds: float) -> Verdict:
        """Sample a film of this length, and judge it. Raise `InputError` if it cannot be read."""
        count, watcher = round(seconds / apart(seconds)), Watcher(self)
        for time, picture in sampled(film, seconds, max(count, TOGETHER)):
            watcher.see(time, picture)
        return watcher.verdict

    def look(self, time: float, picture: NDArray[np.uint8], faces: Iterable[NDArray[np.floating]]) -> Look | None:
        """Compare the faces of a picture, by their landmarks, and keep the one that is most alike; None without one."""
        found = [(each, self.embedder.embed(picture, each)) for each in faces if is_fit(each)]
        looks = [Look(time, numbers, self.likeness(numbers), face) for face, numbers in found]
        return max(looks, key=lambda look: look.likeness, default=None)

    def likeness(self, numbers: NDArray[np.floating]) -> float:
        """Give the cosine of a face's numbers with that of what the portrait is known by which is nearest."""
        return max(cosine(numbers, each) for each in self.portrait)

    def judge(self, looks: Sequence[Look], skipped: int = 0) -> Verdict:
        """Judge looks in the order of time by the worst five neighbours; all of them where there are fewer."""
        if not looks:
            return Verdict(self.embedder.name, None, self.floor, skipped=skipped)
        size = min(TOGETHER, len(looks))
        runs = [looks[first : first + size] for first in range(len(looks) - size + 1)]
        means = [self.likeness(np.mean([look.numbers for look in run], axis=0)) for run in runs]
        worst = int(np.argmin(means))
        middle = float(np.mean([look.time for look in runs[worst]]))
        return Verdict(self.embedder.name, means[worst], self.floor, middle, len(looks), skipped)


class Watcher:
    """Sees the pictures of one film in order: the face is searched once, and from then on looked for where it was."""

    def __init__(self, guard: Guard) -> None:
        """Begin with nothing seen."""
        self._guard, self._seer = guard, FaceSeer()
        self._face: NDArray[np.floating] | None = None
        self._looks: list[Look] = []
        self._skipped = 0

    def see(self, time: float, picture: NDArray[np.uint8]) -> None:
        """Look at the next picture (H, W, 3), RGB, at `time`, s: at all of it if its face is lost or strange."""
        followed = [] if self._face is None else self._seer.again(picture, self._face)
        look = self._guard.look(time, picture, followed)
        if look is None or look.likeness < self._guard.floor:
            other = self._guard.look(time, picture, self._seer.see(picture))
            look = max(filter(None, (look, other)), key=lambda each: each.likeness, default=None)
        self._face = None if look is None else look.face
        if look is None:
            self._skipped += 1
        else:
            self._looks.append(look)

    @property
    def looks(self) -> int:
        """Count the pictures whose face was judged."""
        return len(self._looks)

    @property
    def verdict(self) -> Verdict:
        """Judge what was seen until now."""
        return self._guard.judge(self._looks, self._skipped)

    def recent(self) -> Verdict:
        """Judge the last five looks, and forget those before them: for what has no end."""
        del self._looks[:-TOGETHER]
        return self.verdict


def apart(seconds: float) -> float:
    """Say how far apart, s, a film of about this length is looked at: five times in all, and at most 25 times."""
    return float(max(min(seconds / TOGETHER, _APART), seconds / _MOST, _NEAREST))
