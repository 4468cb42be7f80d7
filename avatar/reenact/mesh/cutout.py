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
UNREST_REACH, UNREST = 0.05, (1.4, 2.2)
"""IOD that a background is smoothed over, and by how many levels it strays from that where its matte has no haze of
its own, and where it has: before a smooth wall colour alone has told the cover, but pattern and grain leave haze."""
CHANNELS = {"green": 1, "blue": 2}
"""in which a screen's colour stands out"""
SPILL_REACH = 0.22
"""IOD inside the person's edge over which light from such a screen is taken away."""


def cut_out(portrait: Portrait) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Give colour (H, W, 3) and cover (H, W) of the person, to be laid over any other background."""
    given = np.asarray(portrait.matte / np.float32(255), np.float32)
    colour = _without_fringe(portrait.foreground, given, portrait.iod)
    if portrait.screen:
        _take_spill(colour, given, CHANNELS[portrait.screen], portrait.iod)
        return colour, portrait.matte
    cover = _without_haze(given, _rise(_unrest(portrait), *UNREST), portrait.iod)
    return colour, np.rint(255 * cover).astype(np.uint8)


def _unrest(portrait: Portrait) -> NDArray[np.float32]:
    """Measure how far the background strays from its own smooth version, levels: its pattern and its grain."""
    half = tuple(max(1, length // 2) for length in portrait.matte.shape[::-1])
    plate = cv2.resize(portrait.plate, half, interpolation=cv2.INTER_AREA).astype(np.float32)
    clear = cv2.resize(portrait.matte, half, interpolation=cv2.INTER_AREA) == 0
    strayed = (plate - cv2.GaussianBlur(plate, (0, 0), max(1.0, UNREST_REACH * portrait.iod / 2)))[clear]
    return np.asarray(np.sqrt((strayed**2).mean()) if len(strayed) else 0.0, np.float32)


def _without_haze(cover: NDArray[np.float32], share: NDArray[np.float32], iod: float) -> NDArray[np.float32]:
    reach = max(1, round(HAZE_REACH * iod))
    ground = cv2.erode(cv2.GaussianBlur(cover, (0, 0), 0.5 * reach), np.ones((2 * reach + 1, 2 * reach + 1), np.uint8))
    ground = share * ground * (1 - _rise(ground, *HAZE_MOST))
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


def _take_spill(colours: NDArray[np.uint8], cover: NDArray[np.float32], channel: int, iod: float) -> None:
    """Lower a screen's channel, in place, to between the mean and the larger of the others.

    That is what it is at most in skin and hair. The deeper inside the person, the less is changed.
    """
    inside = cv2.distanceTransform((cover > 0.5).astype(np.uint8), cv2.DIST_L2, 5)
    share = np.where(cover < SOLID, 1, np.clip(1 - inside / (SPILL_REACH * iod), 0, 1)).astype(np.float32)
    where = np.nonzero((cover > 0) & (share > 0))
    near, share = colours[where].astype(np.float32), share[where]
    others = np.delete(near, channel, axis=1)
    most = (others.max(axis=1) + others.mean(axis=1)) / 2
    near[:, channel] -= share * np.maximum(near[:, channel] - most, 0)
    colours[where] = np.rint(near)
