"""The pictures of a ready film before another background: who cuts them out, and what they are laid over."""

# Shapes no clip.

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from avatar.errors import InputError
from avatar.finish.backdrops import glimpse
from avatar.finish.background import backdrop, still_of
from avatar.finish.label import LabelFilter, label_text
from avatar.matting.cut import Looker
from avatar.matting.followed import Followed
from avatar.matting.laying import Laying
from avatar.matting.networks import matter_by
from avatar.matting.plate import learned
from avatar.matting.screen import Keyed, screen_of

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from numpy.typing import NDArray

    from avatar.marks.registry import Facts
    from avatar.matting.cut import Matter
    from avatar.matting.plate import Plate
    from avatar.matting.source import ReadyFilm
    from avatar.settings import Settings

_LOOKED_AT, _LOOKS = 0.12, 40
"""s between two pictures that tell what is behind, at least, and about how many of them there are"""


@dataclass(frozen=True, slots=True)
class Shown:
    """Whoever is seen, before what is asked for."""

    film: ReadyFilm
    """what was made before"""
    way: str
    """how the person is cut out: green screen, blue screen, matte, or the name of a network"""
    matter: Matter
    """who cuts"""
    laying: Laying
    """who lays them before something"""
    label: LabelFilter | None
    """the label that the film bears already; None: none that is known"""

    @classmethod
    def of(cls, film: ReadyFilm, settings: Settings, known: Facts | None, network: Path | None) -> Shown:
        """Choose who cuts, by what the film's first picture shows.

        Raise `InputError` where nobody is seen in it, or the background cannot be read.
        """
        label = _label(known, film.size)
        first = film.first() if label is None else label.lifted(film.first())
        rate, name, device = float(film.fps), film.path.name, settings.portrait.device
        if network is not None:
            way, matter = network.stem, matter_by(network, rate, name, device, _plate(film, label))
        elif screen := screen_of(first):
            way, matter = f"{screen.name} screen", Keyed(rate, screen)
        else:
            way, matter = "matte", Followed(rate, name, plate=_plate(film, label))
        return cls(film, way, matter, _laying(first, film, settings), label)

    def pictures(self) -> Generator[NDArray[np.uint8], None, None]:
        """Yield the pictures of the new film, (H, W, 3), or (H, W, 4) where nothing is behind."""
        for number, cut in enumerate(self.matter.cuts(self._bare())):
            yield self.laying.lay(cut, float(number / self.film.fps))

    def _bare(self) -> Iterator[NDArray[np.uint8]]:
        for picture in self.film.pictures():
            yield picture if self.label is None else self.label.lifted(picture)


def _plate(film: ReadyFilm, label: LabelFilter | None) -> Plate | None:
    """Learn what is behind from some of the film's pictures."""
    step = max(1, round(film.fps * max(_LOOKED_AT, film.seconds / _LOOKS)))
    some = islice(film.pictures(), 0, None, step)
    return learned((each if label is None else label.lifted(each) for each in some), Looker())


def _label(known: Facts | None, size: tuple[int, int]) -> LabelFilter | None:
    if known is None or not known.label:
        return None
    return LabelFilter("zh" if known.label == label_text("zh") else "en", size)


def _laying(first: NDArray[np.uint8], film: ReadyFilm, settings: Settings) -> Laying:
    background, light = settings.film.background, settings.light
    look = Looker().look(first)
    if look is None:
        raise InputError(
            f"No face is seen where {film.path.name!r} begins, so nobody knows who is to be cut out; give a film that "
            "begins with one."
        )
    if background.kind in ("blur", "transparent"):
        return Laying(None, background, light, np.zeros((2, 2, 3), np.uint8), look)
    is_film = background.kind == "video"
    scene = glimpse(Path(background.path), film.size) if is_film else still_of(background, film.size)
    return Laying(backdrop(background, film.size), background, light, scene, look)
