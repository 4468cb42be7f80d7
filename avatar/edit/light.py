"""Give a face the light of another picture: its slow changes of colour, and none of its features.

Light multiplies what a face reflects. So the change is a factor for each of the three linear colours, that of two
pictures' skin, low-passed: dark brows stay dark on every skin, where an offset would turn them to rust or ash.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_REGION = 0.28
"""IOD, standard deviation of what is a slow change"""
_FLOOR = 0.004
"""of linear light, so that black stays black"""
_SPREAD = (0.6, 1.4)
"""limits of how much fine contrast may be changed"""


def relit(
    face: NDArray[np.float32], goal: NDArray[np.float32], skin: NDArray[np.float32], iod: float
) -> NDArray[np.float32]:
    """Give (H, W, 3) sRGB `face`, 0-255, the light that `goal` has where both show `skin` (H, W), 0-1."""
    own, wanted = linear(face), linear(goal)
    low_own, low_wanted = (blurred(each, skin, _REGION * iod) for each in (own, wanted))
    fine = _detail(own, low_own)
    ratio = _spread(_detail(wanted, low_wanted), skin) / max(_spread(fine, skin), 1e-6)
    strength = float(np.clip(ratio, *_SPREAD))
    weight = np.clip(skin, 0, 1)[..., None]
    changed = (low_wanted + _FLOOR) * np.exp(fine * (1 + (strength - 1) * weight)) - _FLOOR
    return encoded(changed)


def blurred(picture: NDArray[np.float32], weight: NDArray[np.float32], sigma: float) -> NDArray[np.float32]:
    """Blur an (H, W, 3) picture by what has weight (H, W) alone; far from all of that it is the mean."""
    import cv2

    w = weight[..., None] + 1e-5
    small = max(1, int(sigma / 6))
    size = (max(1, picture.shape[1] // small), max(1, picture.shape[0] // small))
    sums = cv2.resize(np.concatenate([picture * w, w], axis=2), size, interpolation=cv2.INTER_AREA)
    sums = cv2.GaussianBlur(sums, (0, 0), sigma / small)
    ratio = sums[..., :3] / sums[..., 3:]
    return np.asarray(cv2.resize(ratio, picture.shape[1::-1], interpolation=cv2.INTER_CUBIC), np.float32)


def linear(picture: NDArray[np.float32]) -> NDArray[np.float32]:
    """Take sRGB, 0-255, to linear light, 0-1 (IEC 61966-2-1)."""
    value = np.clip(picture / 255, 0, 1)
    return np.asarray(np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4), np.float32)


def encoded(light: NDArray[np.float32]) -> NDArray[np.float32]:
    """Take linear light, 0-1, to sRGB, 0-255."""
    value = np.clip(light, 0, 1)
    return np.asarray(255 * np.where(value <= 0.0031308, 12.92 * value, 1.055 * value ** (1 / 2.4) - 0.055), np.float32)


def _detail(light: NDArray[np.float32], low: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(np.log((light + _FLOOR) / (low + _FLOOR)), np.float32)


def _spread(detail: NDArray[np.float32], skin: NDArray[np.float32]) -> float:
    grey = np.abs(detail.mean(axis=2)[skin > 0.5])
    return 1.4826 * float(np.median(grey)) if len(grey) else 1.0
