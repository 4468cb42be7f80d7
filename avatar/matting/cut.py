"""A person cut out of the pictures of a film, and how its pictures are gone through."""

# Shapes no clip.

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from avatar.neural.tracking import FaceTracker
from avatar.portrait.face.landmark import face_height
from avatar.portrait.pixels.segment import segment_person

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Cut:
    """One picture of a film, and who is seen in it."""

    picture: NDArray[np.uint8]
    """(H, W, 3) RGB, as it was filmed"""
    matte: NDArray[np.uint8]
    """(H, W), 255 where the person is"""
    behind: NDArray[np.uint8]
    """(H, W, 3) RGB, what would be seen without the person, near enough at their edge"""
    face: float
    """height of the face, px"""
    spill: int
    """channel of the screen whose light falls on the person: 1 green, 2 blue; 0: there is none"""


class Matter(Protocol):
    """Whoever cuts people out of films."""

    def cuts(self, pictures: Iterable[NDArray[np.uint8]]) -> Iterator[Cut]:
        """Yield each picture, (H, W, 3) RGB, with its matte. Raise `InputError` where nobody can be cut out."""
        ...


@dataclass(frozen=True, slots=True)
class Look:
    """What a picture was found to show, roughly."""

    landmarks: NDArray[np.float32]
    """(478, 3), px"""
    rough: NDArray[np.float32]
    """(H, W), 0-1, the probability that the person is there"""

    @property
    def face(self) -> float:
        """Height of the face, px."""
        return face_height(self.landmarks)


class Looker:
    """Looks for the one person of a film, picture after picture."""

    def __init__(self) -> None:
        self._tracker = FaceTracker()
        self._last: NDArray[np.float32] | None = None

    def look(self, picture: NDArray[np.uint8]) -> Look | None:
        """Look at the next picture (H, W, 3); a face that is lost is taken to be where it was. None: there was none."""
        found = self._tracker.follow(picture)
        if found is not None:
            self._last = found.astype("float32")
        if self._last is None:
            return None
        return Look(self._last, segment_person(picture, self._last))


def stretches(pictures: Iterable[NDArray[np.uint8]], every: int) -> Iterator[list[NDArray[np.uint8]]]:
    """Cut pictures into stretches of `every`, each of which ends with the first picture of the next.

    The last one ends with the last picture; of a single picture it is that one.
    """
    held: list[NDArray[np.uint8]] = []
    for picture in pictures:
        held.append(picture)
        if len(held) == every + 1:
            yield held
            held = [picture]
    if held:
        yield held
