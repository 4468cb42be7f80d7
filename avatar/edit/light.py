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
_LUMA = np.array([0.2126, 0.7152, 0.0722], np.float32)
"""share of each linear colour in the luminance (ITU-R BT.709)"""
_SPREAD = (0.6, 1.2)
"""limits of how much fine contrast may be changed"""
_OWN_SHADE = 0.22
"""natural logarithm by which the light inside a face may differ from that of the face as a whole: more is its own, as
a beard's shadow is"""
_WHITES = (0.6, 1.5)
"""limits of how much brighter eyes and teeth may become"""


def relit(
    face: NDArray[np.float32],
    goal: NDArray[np.float32],
    skin: NDArray[np.float32],
    iod: float,
    inside: NDArray[np.float32] | None = None,
) -> NDArray[np.float32]:
    """Give (H, W, 3) sRGB `face`, 0-255, the light that `goal` has where both show `skin` (H, W), 0-1.

    Where it is `inside` (H, W), 0-1, slow changes of its own remain; None: nowhere.
    """
    own, wanted = linear(face), linear(goal)
    low_own, low_wanted = (blurred(each, skin, _REGION * iod) for each in (own, wanted))
    if inside is not None:
        low_own = _shaded(low_own, low_wanted, skin, inside)
    fine = _muted(_detail(own, low_own), own, low_own, low_wanted)
    ratio = _spread(_detail(wanted, low_wanted), skin) / max(_spread(fine, skin), 1e-6)
    strength = 1 + (float(np.clip(ratio, *_SPREAD)) - 1) * np.clip(skin, 0, 1)[..., None]
    times = (low_wanted + _FLOOR) * np.exp(fine * strength) - _FLOOR
    # A highlight is light that the skin has not coloured: on brighter skin it is no brighter by that.
    plus = low_wanted + np.maximum(own - low_own, 0)
    return encoded(np.where(fine > 0, np.minimum(times, plus), times))


def tinted(
    face: NDArray[np.float32], own: NDArray[np.float32], skin: NDArray[np.float32], share: float
) -> NDArray[np.float32]:
    """Give (H, W, 3) sRGB `face`, 0-255, a share, 0-1, of the colour that its `skin` (H, W), 0-1, has in `own`.

    Its lightness stays: that is the light's.
    """
    place = skin > 0.5
    if not place.any():
        return face
    seen, wanted = (np.median(linear(each)[place], axis=0) + _FLOOR for each in (face, own))
    ratio = wanted / seen
    ratio *= float(seen @ _LUMA) / float((seen * ratio) @ _LUMA)
    return encoded(np.asarray(linear(face) * ratio**share, np.float32))


def whitened(
    face: NDArray[np.float32], goal: NDArray[np.float32], places: tuple[NDArray[np.bool_], NDArray[np.bool_]]
) -> NDArray[np.float32]:
    """Give eyes and teeth the brightness, and not the colour, that the other picture's eyes have.

    `places` are where both eyes lie in `face` and in `goal`, (H, W): they are white on every skin.
    """
    bright = [
        float(np.percentile(linear(each[place]).mean(axis=-1), 85)) if place.any() else 1.0
        for each, place in zip((face, goal), places, strict=True)
    ]
    return encoded(linear(face) * float(np.clip(bright[1] / max(bright[0], 1e-3), *_WHITES)))


def _muted(
    fine: NDArray[np.float32],
    own: NDArray[np.float32],
    low_own: NDArray[np.float32],
    low_wanted: NDArray[np.float32],
) -> NDArray[np.float32]:
    """Take from the colour of features what only the colour of the skin around them has made.

    A grey brow on brown skin is bluer than that. On paler skin it is so by less.
    """
    light, around = (np.log(each @ _LUMA + _FLOOR) for each in (own, low_own))
    grey = np.asarray(light - around, np.float32)[..., None]
    strong, weak = (np.log(each + _FLOOR).std(axis=2) for each in (low_own, low_wanted))
    share = np.clip(weak / np.maximum(strong, 1e-3), 0, 1)[..., None]
    return np.asarray(grey + share * (fine - grey), np.float32)


def _shaded(
    low_own: NDArray[np.float32],
    low_wanted: NDArray[np.float32],
    skin: NDArray[np.float32],
    inside: NDArray[np.float32],
) -> NDArray[np.float32]:
    """Take from the face's own slow changes what is too much for another light."""
    apart = _detail(low_wanted, low_own)
    whole = np.median(apart[skin > 0.5], axis=0) if (skin > 0.5).any() else np.zeros(3, np.float32)
    limited = whole + _OWN_SHADE * np.tanh((apart - whole) / _OWN_SHADE)
    kept = apart + inside[..., None] * (limited - apart)
    return np.asarray((low_wanted + _FLOOR) * np.exp(-kept) - _FLOOR, np.float32)


def blurred(picture: NDArray[np.float32], weight: NDArray[np.float32], sigma: float) -> NDArray[np.float32]:
    """Blur an (H, W, 3) picture by what has weight (H, W) alone; far from all of that it is the mean."""
    import cv2

    w = weight[..., None] + 1e-5
    small = max(1, int(sigma / 6))
    size = (max(1, picture.shape[1] // small), max(1, picture.shape[0] // small))
    sums = cv2.resize(np.concatenate([picture * w, w], axis=2), size, interpolation=cv2.INTER_AREA)
    sums = cv2.GaussianBlur(sums, (0, 0), sigma / small)
    ratio = sums[..., :3] / sums[..., 3:]
    grown = cv2.resize(ratio, picture.shape[1::-1], interpolation=cv2.INTER_CUBIC)
    return np.asarray(np.clip(grown, ratio.min(), ratio.max()), np.float32)  # beside edges it would overshoot


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
