"""Performances of every kind, each of which gives motion: a film, a camera, and curves that a phone has recorded."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from avatar.driving.sources import DrivingFilm, Webcam, open_driving, webcam_of
from avatar.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from numpy.typing import NDArray

    from avatar.clip.driven import Performing
    from avatar.data import MotionTrack
    from avatar.runtime.watch import Watch

_USUAL = 10.0
"""s that a camera is looked through where nobody says it"""
_LONGEST = 600.0
"""s that a camera is looked through at most"""
_SAMPLES, _SAMPLED = 5, 0.7
"""pictures that are looked at to find out which way up a film is, and s between them"""
_PER_FRAME = 0.6
"""frames of the film between two pictures that are looked at, at least: a faster camera shows more than is needed"""


@dataclass(frozen=True, slots=True)
class Seen:
    """A face in a film, or before a camera."""

    source: DrivingFilm | Webcam
    """where it is seen"""
    neutral: float | None
    """s, the moment that everything is compared with; None: it is chosen"""
    with_sound: bool
    """the performance begins where the film's own sound does"""

    @property
    def name(self) -> str:
        """What it is called."""
        return self.source.name

    @property
    def sha256(self) -> str:
        """Name its file, hex; "" for a camera."""
        return self.source.sha256 if isinstance(self.source, DrivingFilm) else ""

    def perform(self, fps: Fraction, seconds: float | None, watch: Watch) -> tuple[MotionTrack, tuple[str, ...]]:
        """Follow the face, and give its motion and what is wrong with it. Raise `InputError` for no face, or two."""
        from avatar.driving.follow import follow
        from avatar.driving.perform import perform

        source = self.source
        total = round(source.seconds * 10)
        begin = source.begin(with_sound=self.with_sound) if isinstance(source, DrivingFilm) else 0.0

        def tell(moment: float) -> None:
            watch("watching", min(round(moment * 10), total), total)

        turns = _turns(source) if isinstance(source, DrivingFilm) else 0
        seen = follow(_turned(source.pictures(_PER_FRAME / float(fps)), turns), begin, self.name, tell)
        watch("watching", total, total)
        last = float(seen.times[-1]) + 1 / float(fps)
        performed = perform(seen, fps, last if seconds is None else seconds, self.neutral, self.name)
        notes = performed.notes
        if seconds is not None and abs(seconds - last) > 1.0:
            notes += (
                f"The sound lasts {seconds:.1f} s and the performance {last:.1f} s; the film is as long as its sound.",
            )
        return performed.motion, notes


def _turns(film: DrivingFilm) -> int:
    """Find by how many quarter turns, against the clock, the face in a film is set upright that doesn't say it itself.

    In a head upside down the mesh takes the mouth for the eyes, so this is looked for before.
    """
    from avatar.inspection.faces import FaceFinder

    some = [picture for _, picture in islice(film.pictures(_SAMPLED), _SAMPLES)]
    place = FaceFinder().locate(some)
    return place.turn if place else 0


def _turned(
    pictures: Iterator[tuple[float, NDArray[np.uint8]]], turns: int
) -> Iterator[tuple[float, NDArray[np.uint8]]]:
    for moment, picture in pictures:
        yield moment, np.ascontiguousarray(np.rot90(picture, turns)) if turns else picture


def open_performance(
    driving: str, neutral: float | None, seconds: float | None, *, with_sound: bool
) -> tuple[Performing, bool]:
    """Look at what is to drive a portrait: a film, "webcam", or curves of a phone (.csv); and whether it has a sound.

    Raise `InputError` for what cannot be one, and for options that it has no use for.
    """
    camera = webcam_of(driving, _USUAL if seconds is None else seconds)
    if seconds is not None and camera is None:
        raise InputError("--seconds says how long a webcam is looked through; a file is as long as it is.")
    if camera is not None:
        if not 1.0 <= camera.seconds <= _LONGEST:
            raise InputError(f"A webcam is looked through for 1 to {_LONGEST:.0f} s, not {camera.seconds:g}.")
        return Seen(camera, neutral, with_sound=False), False
    path = Path(driving).expanduser()
    if path.suffix.lower() == ".csv":
        from avatar.driving.livelink import Curves

        return Curves(path, neutral), False
    film = open_driving(path)
    return Seen(film, neutral, with_sound=with_sound and film.has_sound), film.has_sound
