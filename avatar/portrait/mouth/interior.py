"""The inside of one person's mouth: painted layers in the photo's light, and the photo's own teeth on top."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from avatar.portrait.mouth import teeth
from avatar.portrait.mouth.own_teeth import find_own_teeth
from avatar.portrait.pixels.light import colourfulness, veil, veiled, white_light

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from avatar.portrait.mesh.frame import HeadFrame
    from avatar.portrait.mesh.seams import Seams
    from avatar.portrait.mouth.own_teeth import OwnTeeth

BEHIND_LIPS = 0.10
"""IOD from the lip line back to the front of the teeth."""
BESIDE, BLENDS_MM = 0.55, 0.8
"""How much shows of the painted teeth that go on beside the photo's, toward the dark of the corners, and over how
many mm they begin."""
SHARPENED, SHARPENED_MM = 0.7, 0.9
"""How much the lines between the photo's teeth are brought out, and how wide they are, mm: in a small photo they are
hardly there, and teeth without lines are a white bar."""
UPPER = 3


@dataclass(frozen=True, slots=True)
class Interior:
    """Layers and where they sit."""

    layers: NDArray[np.uint8]
    """(4, h, w, 4), colour times alpha"""
    centre: NDArray[np.float64]
    """(3,), px of the photo"""


def paint_interior(  # noqa: PLR0913 - all six are what a mouth is made of
    image: NDArray[np.uint8],
    vertices: NDArray[np.float64],
    resting: NDArray[np.float64],
    seams: Seams,
    frame: HeadFrame,
    is_open: bool,
) -> Interior:
    """Paint the layers; `vertices` is the photo's expression, `resting` the sealed one, (V, 3) px."""
    lips = resting[np.concatenate([seams.upper_lip, seams.lower_lip])]
    centre = lips.mean(axis=0) + BEHIND_LIPS * frame.unit * frame.axes[:, 2]
    centre[:2] = resting[seams.upper_lip[len(seams.upper_lip) // 2], :2]
    white = white_light(image, vertices, seams, frame.unit, is_open)
    colour = colourfulness(image, vertices, frame.unit)
    haze = veil(image, vertices)
    own = _own_teeth(image, vertices, centre, seams, frame) if is_open else None
    if own is None:
        return Interior(veiled(teeth.mouth_layers(white, colour), haze), centre)
    edge = float(np.clip(own.edge, teeth.UPPER_EDGE - 4, teeth.UPPER_EDGE + 5))
    return Interior(_laid_over(veiled(teeth.mouth_layers(white, colour, edge), haze), own), centre)


def _own_teeth(
    image: NDArray[np.uint8], vertices: NDArray[np.float64], centre: NDArray[np.float64], seams: Seams, frame: HeadFrame
) -> OwnTeeth | None:
    """Resample the photo onto the layers' grid and look for teeth there."""
    import cv2

    origin, scale = np.array(teeth.layer_origin()), teeth.layer_scale()
    height, width = round(teeth.HEIGHT_MM * teeth.PIXELS_PER_MM), round(teeth.WIDTH_MM * teeth.PIXELS_PER_MM)
    forward = frame.axes[:2, :2] * (frame.unit / scale)
    shift = centre[:2] - forward @ origin
    sampling = np.column_stack([forward, shift + 0.5 * forward.sum(axis=1) - 0.5])
    flags = cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP
    pixels = cv2.warpAffine(image, sampling, (width, height), flags=flags, borderMode=cv2.BORDER_REPLICATE)
    ring = vertices[np.concatenate([seams.upper_lip, seams.lower_lip[::-1]]), :2]
    on_layer = (ring - shift) @ np.linalg.inv(forward).T
    return find_own_teeth(pixels, on_layer, teeth.layer_origin(), teeth.PIXELS_PER_MM)


def _laid_over(layers: NDArray[np.uint8], own: OwnTeeth) -> NDArray[np.uint8]:
    """Lay the photo's teeth over the painted upper row, which goes on above them, and dimly beside them.

    Under real teeth the mouth is dark: painted crowns there would not line up with them.
    """
    import cv2

    share = own.cover[..., None]
    above = np.flip(np.maximum.accumulate(np.flip(own.cover, axis=0), axis=0), axis=0)[..., None]
    beside = 1 - cv2.GaussianBlur(own.cover.max(axis=0, keepdims=True), (0, 0), BLENDS_MM * teeth.PIXELS_PER_MM)
    above = np.maximum(above, BESIDE * beside[..., None])
    soft = cv2.GaussianBlur(own.colour, (0, 0), SHARPENED_MM * teeth.PIXELS_PER_MM)
    colour = cv2.addWeighted(own.colour, 1 + SHARPENED, soft, -SHARPENED, 0)
    photo = np.dstack([colour, np.full(own.colour.shape[:2], 255, np.uint8)])
    layers = layers.copy()
    layers[UPPER] = np.rint(layers[UPPER] * above * (1 - share) + photo * share).astype(np.uint8)
    return layers
