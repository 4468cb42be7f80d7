"""Take the person out of the photo's background for good: no haze, no fringe of the old colour, no spill."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from avatar.data import Portrait

FAINT = 0.06
"""Cover below this is noise of the backdrop rather than hair."""
HAZE_REACH, HAZE_MOST = 0.02, (0.3, 0.5)
"""IOD within which the least cover of a smoothed matte is haze, and from how much on it is not, partly or at all."""
SPECK_REACH, SPECK_COVER = 0.012, (0.12, 0.26)
"""IOD around a pixel, and the root mean square of the cover there from which some or all of its own is kept: specks
stand alone, hairs hang together."""
SOLID = 0.97
"""Cover from which a pixel's colour is surely the person's."""
OWN_COLOUR = (0.35, 0.97)
"""Cover from which a half-covered pixel begins to show its own colour, and shows nothing else."""
COLOUR_REACHES = (0.02, 0.06, 0.2, 0.6)
"""IOD over which sure colour is carried outward, from fine to coarse."""
SCREEN = 45
"""Levels by which a green or blue screen's own channel exceeds the others."""
SPILL_REACH = 0.22
"""IOD inside the person's edge over which light from such a screen is taken away."""


def cut_out(portrait: Portrait) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Give colour (H, W, 3) and cover (H, W) of the person, to be laid over any other background."""
    given = np.asarray(portrait.matte / np.float32(255), np.float32)
    cover = _without_haze(given, portrait.iod)
    colour = _without_fringe(portrait.foreground, given, portrait.iod)
    screen = _screen_colour(portrait.plate, portrait.matte)
    if screen is not None:
        _take_spill(colour, cover, screen, portrait.iod)
    return colour, np.rint(255 * cover).astype(np.uint8)


def _without_haze(cover: NDArray[np.float32], iod: float) -> NDArray[np.float32]:
    reach = max(1, round(HAZE_REACH * iod))
    ground = cv2.erode(cv2.GaussianBlur(cover, (0, 0), 0.5 * reach), np.ones((2 * reach + 1, 2 * reach + 1), np.uint8))
    ground = ground * (1 - _rise(ground, *HAZE_MOST))
    clear = np.maximum(cover - ground, 0) / (1 - ground)
    around = np.sqrt(cv2.GaussianBlur(clear * clear, (0, 0), max(1.0, SPECK_REACH * iod)))
    kept = clear * _rise(around, *SPECK_COVER)
    return np.asarray(np.clip((kept - FAINT) / (1 - FAINT), 0, 1), np.float32)


def _rise(value: NDArray[np.float32], low: float, high: float) -> NDArray[np.float32]:
    return np.asarray(np.clip((value - low) / (high - low), 0, 1), np.float32)


def _without_fringe(colours: NDArray[np.uint8], cover: NDArray[np.float32], iod: float) -> NDArray[np.uint8]:
    """Let half-covered pixels have the colour of the person beside them, the more the less they are covered."""
    solid = (cover >= SOLID).astype(np.float32)
    weights = [_blurred(solid, reach * iod) for reach in COLOUR_REACHES]
    own = _rise(cover, *OWN_COLOUR)
    cleaned = np.empty_like(colours)
    for channel in range(3):  # one after the other, because large photos take much memory
        plane = colours[..., channel].astype(np.float32)
        sure, carried, missing = plane * solid, plane.copy(), np.ones_like(plane)
        for reach, weight in zip(COLOUR_REACHES, weights, strict=True):
            found, share = _blurred(sure, reach * iod) / np.maximum(weight, 1e-4), np.clip(weight / 0.1, 0, 1)
            carried += (found - carried) * missing * share
            missing *= 1 - share
        cleaned[..., channel] = np.clip(np.rint(carried + (plane - carried) * own), 0, 255)
    return cleaned


def _blurred(picture: NDArray[np.float32], sigma: float) -> NDArray[np.float32]:
    size, shrink = picture.shape[1::-1], max(1, int(sigma / 3))
    if shrink > 1:
        picture = cv2.resize(picture, (size[0] // shrink, size[1] // shrink), interpolation=cv2.INTER_AREA)
    soft = cv2.GaussianBlur(picture, (0, 0), sigma / shrink)
    return np.asarray(cv2.resize(soft, size, interpolation=cv2.INTER_LINEAR) if shrink > 1 else soft, np.float32)


def _screen_colour(plate: NDArray[np.uint8], matte: NDArray[np.uint8]) -> NDArray[np.float32] | None:
    """Give the colour of the green or blue screen behind the person; None: it is no such screen."""
    behind = plate[matte == 0]
    if not len(behind):
        return None
    middle = np.median(behind[:: max(1, len(behind) // 20000)], axis=0).astype(np.float32)
    channel = int(np.argmax(middle))
    is_screen = channel != 0 and middle[channel] - np.delete(middle, channel).max() > SCREEN
    return middle if is_screen else None


def _take_spill(
    colours: NDArray[np.uint8], cover: NDArray[np.float32], screen: NDArray[np.float32], iod: float
) -> None:
    """Take away, in place, as much of the screen's colour as makes its channel no more than the others' mean.

    That is what it is at most in skin and hair; less than both others is what the matting took away too much. The
    deeper inside the person, the less is changed.
    """
    channel = int(np.argmax(screen))
    inside = cv2.distanceTransform((cover > 0.5).astype(np.uint8), cv2.DIST_L2, 5)
    share = np.where(cover < SOLID, 1, np.clip(1 - inside / (SPILL_REACH * iod), 0, 1)).astype(np.float32)
    where = np.nonzero((cover > 0) & (share > 0))
    near, share = colours[where].astype(np.float32), share[where]
    others = np.delete(near, channel, axis=1)
    excess = np.maximum(near[:, channel] - others.mean(axis=1), 0)
    lacking = np.maximum(others.min(axis=1) - near[:, channel], 0)
    light = excess / (screen[channel] - np.delete(screen, channel).mean())
    near -= (share * light)[:, None] * screen
    near[:, channel] += share * lacking
    colours[where] = np.clip(np.rint(near), 0, 255)
