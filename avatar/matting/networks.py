"""Networks that cut people out of films, which somebody named."""

# Shapes no clip.

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from avatar.errors import InputError
from avatar.matting.cut import Cut, Looker
from avatar.matting.followed import Followed
from avatar.neural.matting import MattingNetwork
from avatar.neural.recurrent import RecurrentMatting, remembers
from avatar.portrait.face.landmark import face_height
from avatar.portrait.pixels.matte import finished, refine_matte
from avatar.portrait.pixels.segment import only_person

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from avatar.matting.cut import Look, Matter
    from avatar.matting.plate import Plate


def matter_by(path: Path, fps: float, name: str, device: str, plate: Plate | None = None) -> Matter:
    """Load the network of a file: one that remembers sees each picture, another some, between which it is followed.

    `name` is what the film is called, `plate` what is known of its background. Raise `InputError` where the file
    is neither.
    """
    if remembers(path):
        return Remembered(RecurrentMatting(path, device), name)
    network = MattingNetwork(path, device)

    def solve(picture: NDArray[np.uint8], look: Look) -> NDArray[np.uint8]:
        found = only_person(network.matte(picture), look.landmarks, ())
        if network.shows_hairs:
            return finished(found, found > 0.5, look.face)
        return refine_matte(picture, found, look.landmarks)

    return Followed(fps, name, solve, plate)


class Remembered:
    """Cut a person out by a network that is steady by itself."""

    def __init__(self, network: RecurrentMatting, name: str) -> None:
        """Take the network, and what the film is called."""
        self._network, self._name = network, name

    def cuts(self, pictures: Iterable[NDArray[np.uint8]]) -> Iterator[Cut]:
        """Yield each picture with its matte; its colours are the person's own, so that nothing is behind them."""
        face = 0.0
        for picture in pictures:
            cover, own = self._network.matte(picture)
            if not face:
                face = self._face(picture)
            matte = np.rint(255 * cover).astype(np.uint8)
            yield Cut(own, matte, own, face, 0)

    def _face(self, picture: NDArray[np.uint8]) -> float:
        look = Looker().look(picture)
        if look is None:
            raise InputError(f"No face is seen where {self._name!r} begins; give a film that begins with one.")
        return face_height(look.landmarks)
