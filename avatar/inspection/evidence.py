"""Everything that was seen of a clip, as arrays over its frames, and what there is to compare it with."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from avatar.inspection import eyes
from avatar.inspection.lips import Mouth, still_frames
from avatar.inspection.liveliness import Liveliness, lively
from avatar.inspection.motion import blink_times, lid_curve
from avatar.inspection.timing import quiet_stretches

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from avatar.identity import Verdict
    from avatar.inspection.against import Standard
    from avatar.inspection.backdrop import Backdrop
    from avatar.inspection.film import Film
    from avatar.inspection.intent import Timeline
    from avatar.inspection.teeth import TeethTrack
    from avatar.inspection.watch import Sighting, Stage

_LEAST_QUIET = 0.35
"""s of low sound that count as a pause when no timeline says so"""


@dataclass(frozen=True)
class Evidence:
    """What rows and plots are made of."""

    film: Film
    """headers"""
    stage: Stage
    """where the face is"""
    sightings: Sequence[Sighting]
    """one per frame"""
    samples: NDArray[np.float32]
    """the sound, mono"""
    timeline: Timeline | None
    """what was intended"""
    backdrop: Backdrop | None
    """what lies outside the person; None: nothing does"""
    unlike: float | None
    """by how much it differs from the portrait's, levels of 255"""
    teeth: TeethTrack | None
    """the upper teeth; None: they don't show"""
    standard: Standard | None = field(repr=False)
    """the portrait; None: not given"""

    @cached_property
    def identity(self) -> Verdict | None:
        """How like the portrait the face stays; None without a portrait."""
        if self.stage.guard is None:
            return None
        looks = [one.look for one in self.sightings if one.look is not None]
        return self.stage.guard.judge(looks, sum(one.is_sampled for one in self.sightings) - len(looks))

    @cached_property
    def times(self) -> NDArray[np.float64]:
        """Times of the frames (T,), s."""
        return np.array([one.time for one in self.sightings])

    @cached_property
    def seconds(self) -> float:
        """Length of the picture, s."""
        return float(self.times[-1] + 1 / self.film.fps)

    @cached_property
    def mouth(self) -> Mouth:
        """Lips over time, in the frames that show a face."""
        seen = np.isfinite(self.of("gap"))
        return Mouth(self.times[seen], self.of("gap")[seen], self.of("width")[seen])

    @cached_property
    def angles(self) -> NDArray[np.float64]:
        """Pitch, yaw, roll (T, 3), degrees."""
        return np.array([one.angles for one in self.sightings])

    @cached_property
    def centres(self) -> NDArray[np.float64]:
        """Middle of the face's box (T, 2), px of a frame whose shorter side is 512 px."""
        return np.array([one.centre for one in self.sightings]) * 512 / min(self.film.size)

    @cached_property
    def gaze(self) -> NDArray[np.float64]:
        """How far each iris is to the image's right of its eye's middle (T, 2), left first, in eye widths."""
        return np.array([one.gaze for one in self.sightings])

    @cached_property
    def vergence(self) -> float | None:
        """How far the eyes turn towards or from each other, in eye widths; None if it cannot be told."""
        return eyes.vergence(self.times, self.gaze, self.angles, self.lids, self.of("scale"))

    @cached_property
    def liveliness(self) -> Liveliness:
        """What of THEval's figures can be measured."""
        unspoken = None if self.timeline is None else self.silences
        return lively(self.times, [one.outline for one in self.sightings], self.brows, self.samples, unspoken)

    @cached_property
    def brows(self) -> NDArray[np.float64]:
        """Middle of each brow above its eye's (T, 2), left first, IOD."""
        return np.array([one.brows for one in self.sightings])

    @cached_property
    def lids(self) -> NDArray[np.float64]:
        """Eyelid aperture (T,), in that of the open eye."""
        return lid_curve(self.of("lids"))

    @cached_property
    def blinks(self) -> list[float]:
        """When the lids close, s."""
        return blink_times(self.times, self.lids)

    @cached_property
    def sharpness(self) -> NDArray[np.float64]:
        """Sharpness (T,), in the portrait's; without one in that of the clip's first half second."""
        values = self.of("sharpness")
        if self.standard is not None:
            return values / self.standard.sharpness
        start = values[self.times <= self.times[0] + 0.5]
        return np.asarray(values / np.nanmedian(start if np.isfinite(start).any() else values))

    @cached_property
    def silences(self) -> list[tuple[float, float]]:
        """Where nothing is said: by the timeline, else by the sound; start and end, s."""
        if self.timeline is not None:
            return self.timeline.silences(self.seconds)
        return quiet_stretches(self.samples, _LEAST_QUIET)

    @cached_property
    def still(self) -> list[NDArray[np.intp]]:
        """Frames of `mouth` in which it should rest."""
        return still_frames(self.mouth, self.silences, self.seconds)

    @cached_property
    def tilt(self) -> float:
        """How far the head is from upright, degrees, clockwise in the image +, -180 to 180."""
        # Quarter turns counterclockwise set the picture upright, so the head lies as many clockwise.
        total = 90.0 * self.stage.place.turn + float(np.nanmedian(self.angles[:, 2]))
        return float((total + 180) % 360 - 180)

    @cached_property
    def resting_width(self) -> float:
        """Width of the mouth where it is meant to be neither spread nor rounded, IOD."""
        rest = np.zeros(len(self.mouth.times), bool)
        if self.timeline is not None:
            meant = np.interp(self.mouth.times, self.timeline.times, self.timeline.width)
            rest = np.abs(meant - 1) < 0.015
        return float(np.median(self.mouth.width[rest] if rest.any() else self.mouth.width))

    def of(self, name: str) -> NDArray[np.float64]:
        """Give one measure of the sightings as an array (T,), NaN where no face was seen."""
        return np.array([getattr(one, name) for one in self.sightings], np.float64)

    def meant(self, name: str) -> NDArray[np.float64] | None:
        """Give the intended "opening" or "width" at the times of `mouth`; None without a timeline."""
        if self.timeline is None or len(self.timeline.times) < 2:
            return None
        return np.asarray(np.interp(self.mouth.times, self.timeline.times, getattr(self.timeline, name)), np.float64)
