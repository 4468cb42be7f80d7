"""The photo's light, read off what is known to be white, so that painted teeth fit in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from avatar.portrait.mesh.seams import Seams

CLEAR_BLACK = 22.0
"""Grey level that the darkest parts of a face have in a photo of full contrast."""


def white_light(
    image: NDArray[np.uint8], vertices: NDArray[np.float64], seams: Seams, unit: float, is_open: bool
) -> NDArray[np.float64]:
    """Measure how a matt white looks in the photo's light, (3,) RGB.

    From the teeth where they show, otherwise from the eyes, held up by the skin's lights.
    """
    teeth_shown = _brightest(_within(image, vertices, [(seams.upper_lip, seams.lower_lip)]), 60)
    if is_open and teeth_shown.mean() > 90:
        return np.asarray(np.clip(1.08 * teeth_shown, 80, 250))
    eyes = _brightest(_within(image, vertices, zip(seams.upper_lids, seams.lower_lids, strict=True)), 88)
    rim = vertices[[50, 280, 151], :2]
    skin = _brightest(np.concatenate([_around(image, place, 0.12 * unit) for place in rim]), 90)
    # The eye's white lies in the shade of brow and lids, teeth in the light: about a fifth brighter.
    bright = np.clip(max(1.2 * eyes.mean(), 1.08 * skin.mean()), 40, 245)
    tint = 0.35 * eyes / max(eyes.mean(), 1) + 0.15 * skin / max(skin.mean(), 1) + 0.5
    return np.asarray(bright * tint)


def colourfulness(image: NDArray[np.uint8], vertices: NDArray[np.float64], unit: float) -> float:
    """Tell a coloured photo (1) from a grey or toned one (0) by the skin's spread of channels."""
    skin = np.concatenate([_around(image, vertices[cheek, :2], 0.12 * unit) for cheek in (50, 280)]).astype(np.float64)
    spread = np.ptp(skin, axis=1).mean() / max(skin.mean(), 1)
    return float(np.clip(spread / 0.16, 0, 1))


def veil(image: NDArray[np.uint8], vertices: NDArray[np.float64]) -> NDArray[np.float64]:
    """Measure what haze or flat processing adds to the darkest parts of the face, (3,) RGB; 0 in a full-contrast photo.

    Pupils, nostrils and lashes are nearly black wherever the photo lets anything be.
    """
    low, high = vertices[:468, :2].min(axis=0).astype(int), vertices[:468, :2].max(axis=0).astype(int)
    face = image[max(0, low[1]) : high[1], max(0, low[0]) : high[0]].reshape(-1, 3)
    if len(face) == 0:
        return np.zeros(3)
    return np.asarray(np.clip(np.percentile(face, 0.5, axis=0) - CLEAR_BLACK, 0, None), np.float64)


def veiled(layers: NDArray[np.uint8], haze: NDArray[np.float64]) -> NDArray[np.uint8]:
    """Lay a haze (3,) over layers (..., 4) of colour times alpha."""
    colours, alpha = layers[..., :3].astype(np.float32), layers[..., 3:].astype(np.float32)
    hazy = colours * (1 - haze / 255).astype(np.float32) + alpha * (haze / 255).astype(np.float32)
    return np.concatenate([np.rint(hazy).astype(np.uint8), layers[..., 3:]], axis=-1)


def _within(
    image: NDArray[np.uint8], vertices: NDArray[np.float64], openings: Iterable[tuple[NDArray[np.int32], ...]]
) -> NDArray[np.uint8]:
    import cv2

    mask = np.zeros(image.shape[:2], np.uint8)
    for upper, lower in openings:
        ring = vertices[np.concatenate([upper, lower[::-1]]), :2]
        cv2.fillPoly(mask, [np.rint(ring).astype(np.int32)], 255)
    return image[mask > 0]


def _around(image: NDArray[np.uint8], place: NDArray[np.float64], reach: float) -> NDArray[np.uint8]:
    x, y, step = int(place[0]), int(place[1]), max(2, int(reach))
    return image[max(0, y - step) : y + step, max(0, x - step) : x + step].reshape(-1, 3)


def _brightest(colours: NDArray[np.uint8], percent: float) -> NDArray[np.float64]:
    if len(colours) == 0:
        return np.full(3, 190.0)
    light = colours.astype(np.float64).mean(axis=1)
    return np.asarray(np.median(colours[light >= np.percentile(light, percent)], axis=0).astype(np.float64))
