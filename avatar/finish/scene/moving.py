"""Pieces that change in every frame: the person, films, the bar of progress."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np

from avatar.errors import AvatarError
from avatar.finish.backdrops import Film as Reel
from avatar.finish.scene.blending import lay_cut_out, lay_picture
from avatar.finish.scene.painting import Place, inside, shape_of
from avatar.finish.scene.pieces import Timing, shift, wiped
from avatar.finish.scene.sprites import clipped

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from avatar.data.scene import Film, Person
    from avatar.finish.scene.easing import Pose
    from avatar.finish.scene.sprites import Sprite, Window

_FULL = 256
"""all of it, as the loops count"""


@dataclass(frozen=True, slots=True)
class Casting:
    """How the person is drawn for a scene."""

    size: tuple[int, int]
    """width and height at which the renderer draws, px"""
    crop: Window
    """what of that is seen, px"""
    place: tuple[int, int]
    """where its left upper corner stands on the canvas, px"""
    background: str
    """own | cutout | blur"""


def casting(person: Person, place: Place) -> Casting:
    """Settle how large somebody is drawn who stands in a place."""
    left, top = round(place.left), round(place.top)
    wide, tall = max(round(place.width), 2), max(round(place.height), 2)
    x, y, w, h = person.crop
    size = round(wide / w), round(tall / h)
    x0, y0 = min(round(x * size[0]), size[0] - wide), min(round(y * size[1]), size[1] - tall)
    return Casting(size, (x0, y0, x0 + wide, y0 + tall), (left, top), person.background)


class Actor:
    """The person, as the renderer draws them."""

    is_still = False

    def __init__(self, person: Person, place: Place, timing: Timing) -> None:
        self.timing = timing
        self.casting = casting(person, place)
        """how large they are drawn"""
        x0, y0, x1, y1 = self.casting.crop
        self.unit, (left, top) = place.unit, self.casting.place
        self.window = (left, top, left + x1 - x0, top + y1 - y0)
        self._mask = mask_of(person, place, self.window)
        self._light = _ground(person.ground, y1 - y0)
        self._drawn: NDArray[np.uint8] = np.zeros((1, 1, 4), np.uint8)
        self.fills_whole = self.casting.background != "cutout" and bool((self._mask == 255).all())

    def take(self, image: NDArray[np.uint8]) -> None:
        """Take the frame that the renderer has drawn."""
        if image.shape[:2] != self.casting.size[::-1]:
            raise AvatarError(f"The person is drawn {image.shape} px, but the scene wants {self.casting.size[::-1]}.")
        x0, y0, x1, y1 = self.casting.crop
        self._drawn = image[y0:y1, x0:x1]

    @property
    def drawn(self) -> NDArray[np.uint8]:
        """What of the frame is seen."""
        return self._drawn

    def lay(self, picture: NDArray[np.uint8], time: float, pose: Pose, strength: float) -> None:
        """Lay the person over a picture."""
        place, share, window = _on_its_way(self.window, pose, strength, self.unit)
        height, width = picture.shape[:2]
        seen = clipped(window, (0, 0, width, height))
        if seen[0] >= seen[2] or seen[1] >= seen[3] or share == 0:
            return
        if self.fills_whole and share == _FULL and place == self.window[:2] and window == self.window:
            x0, y0, x1, y1 = seen
            picture[y0:y1, x0:x1] = self._drawn[y0 - place[1] : y1 - place[1], x0 - place[0] : x1 - place[0]]
            return
        bounds, drawn = np.array(seen, np.int64), np.ascontiguousarray(self._drawn)
        if self.casting.background == "cutout":
            lay_cut_out(picture, drawn, self._mask, self._light, *place, share, bounds)
        else:
            lay_picture(picture, drawn, self._mask, *place, share, bounds)


def mask_of(person: Person, place: Place, window: Window) -> NDArray[np.uint8]:
    """Give where the person is seen in their box, (h, w), 0-255."""
    from avatar.finish.scene.pictures import rounded

    frame, radius = rounded(place, person.radius, is_round=person.is_round)
    if not person.is_round and not person.radius:
        return np.full((window[3] - window[1], window[2] - window[0]), 255, np.uint8)
    return np.rint(shape_of(frame, window, radius * place.unit) * 255).astype(np.uint8)


def _ground(dark: float, height: int) -> NDArray[np.uint16]:
    """Give how light each row is, 256 for as it is: it gets darker toward the foot."""
    down = np.clip((np.arange(height) / max(height - 1, 1) - 0.45) / 0.55, 0, 1)
    return np.rint(_FULL * (1 - dark * down * down * (3 - 2 * down))).astype(np.uint16)


class Screen:
    """A film that goes round and round in its frame."""

    is_still = False

    def __init__(self, film: Film, place: Place, timing: Timing) -> None:
        from avatar.finish.scene.pictures import rounded

        self.timing, self._film = timing, film
        frame, radius = rounded(place, film.framed.radius, is_round=film.framed.is_round)
        self.window, self.unit = _whole(frame), place.unit
        x0, y0, x1, y1 = self.window
        self._reel = Reel(Path(film.source.path), (x1 - x0, y1 - y0), film.framed.focus)
        deep = inside(frame, self.window, radius * place.unit)
        is_whole = not radius
        self._mask = np.full(deep.shape, 255, np.uint8) if is_whole else _levels(deep)

    def lay(self, picture: NDArray[np.uint8], time: float, pose: Pose, strength: float) -> None:
        """Lay the film's picture of this time over a picture."""
        height, width = picture.shape[:2]
        place, share, window = _on_its_way(self.window, pose, strength, self.unit)
        seen = clipped(window, (0, 0, width, height))
        if seen[0] < seen[2] and seen[1] < seen[3] and share:
            shown = self._toned(self._reel.at(max(time - self.timing.start, 0.0) + self._film.start))
            lay_picture(picture, shown, self._mask, *place, share, np.array(seen, np.int64))

    def _toned(self, shown: NDArray[np.uint8]) -> NDArray[np.uint8]:
        framed = self._film.framed
        if framed.grey:
            grey = cv2.cvtColor(cv2.cvtColor(shown, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)
            shown = np.asarray(cv2.addWeighted(shown, 1 - framed.grey, grey, framed.grey, 0), np.uint8)
        if framed.blur:
            shown = np.asarray(cv2.GaussianBlur(shown, (0, 0), framed.blur * self.unit), np.uint8)
        if framed.dim:
            shown = np.asarray(cv2.convertScaleAbs(shown, alpha=1 - framed.dim), np.uint8)
        return shown


class Bar:
    """A bar that grows with the film."""

    is_still = False

    def __init__(self, full: Sprite, seconds: float, timing: Timing, *, is_mirrored: bool) -> None:
        self.timing, self._full, self._seconds = timing, full, max(seconds, 1e-6)
        self._toward = "left" if is_mirrored else "right"

    @property
    def window(self) -> Window:
        """What it may touch, px."""
        return self._full.window

    def lay(self, picture: NDArray[np.uint8], time: float, pose: Pose, strength: float) -> None:
        """Lay as much of it as of the film is over."""
        share = strength * (min(max(pose.share, 0.0), 1.0) if pose.move and pose.move.kind != "none" else 1.0)
        self._full.lay(picture, share, wiped(self._full.window, self._toward, time / self._seconds))


def _on_its_way(window: Window, pose: Pose, strength: float, unit: float) -> tuple[tuple[int, int], int, Window]:
    """Give where something lies, how strongly it is seen (0-256), and in which window, as it comes or goes."""
    move = pose.move
    left, top = window[:2]
    share, seen = strength, window
    if move is not None and move.kind != "none":
        if move.kind == "slide":
            right, down = shift(move, pose.share, unit)
            left, top = left + right, top + down
            seen = (window[0] + right, window[1] + down, window[2] + right, window[3] + down)
        if move.kind == "wipe":
            seen = wiped(window, move.toward, pose.share)
        else:
            share *= min(max(pose.share, 0.0), 1.0)
    return (left, top), round(_FULL * share), seen


def _whole(place: Place) -> Window:
    x0, y0 = round(place.left), round(place.top)
    return x0, y0, x0 + max(round(place.width), 2), y0 + max(round(place.height), 2)


def _levels(deep: NDArray[np.float32]) -> NDArray[np.uint8]:
    return np.asarray(np.rint(np.clip(deep + 0.5, 0, 1) * 255), np.uint8)
