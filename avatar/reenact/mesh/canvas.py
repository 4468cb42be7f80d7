"""The portrait, cut and scaled for one film: textures, background, and where the film's pixels lie in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from avatar.reenact.framing import Framing, frame_portrait
from avatar.reenact.mesh.beyond import continued
from avatar.reenact.mesh.cutout import cut_out
from avatar.reenact.mesh.inset import Inset
from avatar.runtime.threads import side_by_side

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from avatar.data import Portrait

LEAST, USUAL, MOST = 1.25, 1.75, 2.25
"""Texture px per film px: the photo's own resolution if it lies between the outer two, else the middle one below and
the last above. Sampled linearly this is as sharp as cubic sampling at 1.25 and six times as fast; what the encoder
takes away at small sizes is given beforehand."""
MAX_TEXTURE = 16e6
"""px, so that a 4K film stays within memory."""
MARGIN = 0.45
"""IOD beyond the frame, as far as a rig reaches beyond a photo: the head travels 0.3 at most, and turns."""
SOFT_EDGE = 0.06
"""Of the photo's shorter side, beyond its edge, over which an invented background loses focus."""


@dataclass(frozen=True, slots=True)
class Canvas:
    """Pictures in film pixels (plate) and texture pixels (person)."""

    framing: Framing
    person: NDArray[np.uint8]
    """(h, w, 4), colour times alpha, of the framed part of the portrait and a margin around it"""
    plate: NDArray[np.uint8]
    """(height, width, 3), the background of every frame"""
    zoom: float
    """texture px per film px"""
    margin: float
    """film px by which the texture reaches over the frame on each side, so that motion brings in more of the photo"""
    inset: Inset | None
    """what is seen around the photo where the film shows its edges"""

    @classmethod
    def cut(
        cls, portrait: Portrait, size: tuple[int, int], *, is_freed: bool = False, framing: Framing | None = None
    ) -> Canvas:
        """Cut the film's window out of the portrait; `is_freed` frees the person of all that was behind.

        `framing`, of the same size, is where the window lies; None: where a film's does.
        """
        framing = framing or frame_portrait(portrait, size)
        native = 1 / framing.scale
        zoom = min(native, MOST) if native >= LEAST else USUAL
        zoom = max(1.0, min(zoom, (MAX_TEXTURE / (size[0] * size[1])) ** 0.5))
        colour, matte = cut_out(portrait) if is_freed else (portrait.foreground, portrait.matte)
        room = round(MARGIN * portrait.iod)
        tall, wide = round(framing.height / framing.scale), round(framing.width / framing.scale)
        box = framing.left - room, framing.top - room, framing.left + wide + room, framing.top + tall + room
        cut = continued(colour, matte, box, portrait.landmarks, portrait.iod)
        person, plate = side_by_side(
            lambda: _resampled(cut, framing.scale * zoom),
            lambda: _nothing(size) if is_freed else behind(portrait.plate, framing),
        )
        inset = Inset.cut(portrait.image, framing) if framing.is_inset else None
        return cls(framing, person, plate, zoom, room * framing.scale, inset)

    def texture_places(self, vertices: NDArray[np.float32]) -> NDArray[np.float32]:
        """Take (V, >=2) portrait px to texture px."""
        return (self.framing.place(vertices[:, :2]) + np.float32(self.margin)) * np.float32(self.zoom)


def _nothing(size: tuple[int, int]) -> NDArray[np.uint8]:
    """Give a black picture that takes no memory."""
    return np.broadcast_to(np.uint8(0), (size[1], size[0], 3))


def behind(plate: NDArray[np.uint8], framing: Framing) -> NDArray[np.uint8]:
    """Give what is behind the person in every frame, (height, width, 3)."""
    window = _window(plate, framing)
    return window if framing.is_inset else _soften_beyond(window, framing, plate.shape)


def _window(picture: NDArray[np.uint8], framing: Framing) -> NDArray[np.uint8]:
    """Give what the film shows of a picture, in film px; beyond its edge comes its mirror image."""
    wide, tall = int(np.ceil(framing.width / framing.scale)) + 1, int(np.ceil(framing.height / framing.scale)) + 1
    box = framing.left, framing.top, framing.left + wide, framing.top + tall
    whole = _resampled(_extended(picture, box), framing.scale)
    return np.ascontiguousarray(whole[: framing.height, : framing.width])


def _resampled(picture: NDArray[np.uint8], scale: float) -> NDArray[np.uint8]:
    """Scale a picture from its upper left corner on; shrinking wants an area filter."""
    kind = cv2.INTER_AREA if scale < 1 else cv2.INTER_LANCZOS4
    return np.asarray(cv2.resize(picture, None, fx=scale, fy=scale, interpolation=kind))


def _extended(picture: NDArray[np.uint8], box: tuple[int, int, int, int]) -> NDArray[np.uint8]:
    x0, y0, x1, y1 = box
    height, width = picture.shape[:2]
    inner = picture[max(0, y0) : min(height, y1), max(0, x0) : min(width, x1)]
    pads = (max(0, -y0), max(0, y1 - height), max(0, -x0), max(0, x1 - width))
    return np.asarray(cv2.copyMakeBorder(inner, *pads, cv2.BORDER_REFLECT_101))


def _soften_beyond(plate: NDArray[np.uint8], framing: Framing, shape: tuple[int, ...]) -> NDArray[np.uint8]:
    """Let what is invented beyond the photo's edge go out of focus, so that no mirror image shows."""
    x = (np.arange(framing.width) + 0.5) / framing.scale + framing.left
    y = (np.arange(framing.height) + 0.5) / framing.scale + framing.top
    beyond = np.maximum(np.maximum(-x, x - shape[1]).clip(0)[None], np.maximum(-y, y - shape[0]).clip(0)[:, None]) / (
        SOFT_EDGE * min(shape[:2])
    )
    if not beyond.any():
        return plate
    share = np.clip(beyond, 0, 1).astype(np.float32)[..., None]
    small = cv2.resize(plate, None, fx=0.125, fy=0.125, interpolation=cv2.INTER_AREA)
    soft = cv2.GaussianBlur(small, (0, 0), 0.04 * max(small.shape))
    soft = cv2.resize(soft, (framing.width, framing.height), interpolation=cv2.INTER_CUBIC)
    # Nothing changes between the first and the last row, and column, that lie within the photo.
    rows, columns = (np.flatnonzero(~(beyond > 0).all(axis=axis)) for axis in (1, 0))
    mixed: NDArray[np.uint8] = plate.copy()
    for part in _around(rows, columns, plate.shape):
        mixed[part] = np.rint(plate[part] * (1 - share[part]) + soft[part] * share[part])
    return mixed


def _around(rows: NDArray[np.int64], columns: NDArray[np.int64], shape: tuple[int, ...]) -> list[tuple[slice, slice]]:
    """List what lies around a box of some rows and columns: above, below, left and right; all, where it is empty."""
    if not len(rows) or not len(columns):
        return [(slice(0, shape[0]), slice(0, shape[1]))]
    top, bottom, left, right = int(rows[0]), int(rows[-1]) + 1, int(columns[0]), int(columns[-1]) + 1
    beside = slice(top, bottom)
    return [
        (slice(0, top), slice(0, shape[1])),
        (slice(bottom, shape[0]), slice(0, shape[1])),
        (beside, slice(0, left)),
        (beside, slice(right, shape[1])),
    ]
