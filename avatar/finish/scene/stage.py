"""Put a scene together, frame by frame: what stands still is laid together once, what moves is laid over it.

A piece that rests belongs to the ground, unless something that moves lies below it and touches it. The ground is made
anew only where another piece comes to rest, or begins to go.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace
from itertools import takewhile
from typing import TYPE_CHECKING

import numpy as np

from avatar.data.scene import Film, Person, Picture, Slides
from avatar.finish.scene.building import Pieces
from avatar.finish.scene.easing import Pose
from avatar.finish.scene.moving import Actor, casting
from avatar.finish.scene.painting import Place
from avatar.finish.scene.sprites import meet

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from fractions import Fraction

    from numpy.typing import NDArray

    from avatar.data import Frame
    from avatar.data.scene import Scene
    from avatar.finish.scene.moving import Casting
    from avatar.finish.scene.pieces import Piece
    from avatar.finish.scene.schedule import Schedule
    from avatar.finish.scene.sprites import Window

_KEPT = 3
"""grounds that are kept"""
_FULL = 256
"""opacity of what is opaque"""


class Stage:
    """One scene on a canvas of `size` = (width, height) px."""

    def __init__(self, scene: Scene, size: tuple[int, int], fps: Fraction) -> None:
        self.scene, self.size = scene, size
        self._pieces = Pieces(scene, size)
        self._half = float(0.5 / fps)

    @property
    def casting(self) -> Casting | None:
        """How its person is drawn; None: nobody is seen."""
        layer = self.scene.person
        if layer is None or not isinstance(layer.content, Person):
            return None
        return casting(layer.content, Place.of(layer.box, self.size))

    def behind(self) -> NDArray[np.uint8] | None:
        """Give all that lies behind the person from the start, (height, width, 3); None: nothing does."""
        pieces = self._pieces.behind()
        if not pieces:
            return None
        picture = np.zeros((self.size[1], self.size[0], 3), np.uint8)
        for piece in pieces:
            piece.lay(picture, 0.0, Pose(), piece.timing.opacity)
        return picture

    @property
    def has_pictures(self) -> bool:
        """Whether the person stands before a picture or a film, rather than before colours alone."""
        layers = iter(self.scene.layers)
        below = takewhile(lambda layer: not isinstance(layer.content, Person), layers)
        return any(isinstance(layer.content, (Picture, Film, Slides)) for layer in below)

    def filter(self, schedule: Schedule) -> SceneFilter:
        """Give what puts the person's frames into the scene."""
        return SceneFilter(self._pieces.of(schedule), self.size, self._half)


class SceneFilter:
    """Put frames of the person, at any size that the scene asks for, into frames of the whole canvas.

    What is seen in a frame is what is to be seen in its middle, `half` s after its time.
    """

    def __init__(self, pieces: Sequence[Piece], size: tuple[int, int], half: float = 0.0) -> None:
        self._pieces, self._size, self._half = pieces, size, half
        self._actor = next((each for each in pieces if isinstance(each, Actor)), None)
        self._grounds: OrderedDict[tuple[tuple[int, int], ...], NDArray[np.uint8]] = OrderedDict()

    def apply(self, frames: Iterable[Frame]) -> Iterator[Frame]:
        """Yield each frame in its scene."""
        for frame in frames:
            if self._actor is not None:
                self._actor.take(frame.image)
            yield replace(frame, image=self._composed(frame.time + self._half))

    def _composed(self, time: float) -> NDArray[np.uint8]:
        ground, above = self._sorted(time)
        picture = self._begun(ground, above)
        for piece, pose, strength in above:
            piece.lay(picture, time, pose, strength)
        return picture

    def _begun(self, ground: tuple[tuple[int, int], ...], above: list[tuple[Piece, Pose, float]]) -> NDArray[np.uint8]:
        """Give the picture that everything else is laid over."""
        whole = (0, 0, *self._size)
        first = above[0] if above else None
        if first and first[0] is self._actor and self._actor.fills_whole and self._actor.window == whole:
            drawn = self._actor.drawn
            is_usable = first[1].move is None and first[2] >= 1.0 and drawn.flags.writeable
            if is_usable and drawn.flags.c_contiguous:  # the person's own picture is the whole picture
                above.pop(0)
                return drawn
        return np.array(self._ground(ground))

    def _sorted(self, time: float) -> tuple[tuple[tuple[int, int], ...], list[tuple[Piece, Pose, float]]]:
        """Tell what belongs to the ground, each with its opacity (0-256), and what is laid over it; from back on."""
        ground, above, touched = list[tuple[int, int]](), list[tuple["Piece", "Pose", float]](), list["Window"]()
        for index, piece in enumerate(self._pieces):
            pose = piece.timing.pose(time)
            if pose is None:
                continue
            strength = piece.timing.strength(time)
            if piece.is_still and pose.move is None and not any(meet(piece.window, each) for each in touched):
                ground.append((index, round(_FULL * strength)))
            else:
                above.append((piece, pose, strength))
                touched.append(piece.window)
        return tuple(ground), above

    def _ground(self, key: tuple[tuple[int, int], ...]) -> NDArray[np.uint8]:
        found = self._grounds.get(key)
        if found is None:
            found = np.zeros((self._size[1], self._size[0], 3), np.uint8)
            for index, strength in key:
                self._pieces[index].lay(found, 0.0, Pose(), strength / _FULL)
            self._grounds[key] = found
            while len(self._grounds) > _KEPT:
                self._grounds.popitem(last=False)
        self._grounds.move_to_end(key)
        return found
