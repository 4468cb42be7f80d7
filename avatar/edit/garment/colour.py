"""How far two colours look apart: CIEDE2000 (Sharma, Wu and Dalal 2005)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def cielab(srgb: NDArray[np.floating]) -> NDArray[np.float64]:
    """Take (..., 3) sRGB, 0-255, to CIELAB under D65."""
    import cv2

    flat = np.asarray(srgb, np.float32).reshape(-1, 1, 3) / 255
    return np.asarray(cv2.cvtColor(flat, cv2.COLOR_RGB2Lab), np.float64).reshape(np.shape(srgb))


def difference(one: NDArray[np.float64], other: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give CIEDE2000 (...,) of CIELAB colours (..., 3), with all weights 1."""
    (light, a, b), (light_2, a_2, b_2) = (np.moveaxis(np.asarray(each, np.float64), -1, 0) for each in (one, other))
    mean = (np.hypot(a, b) + np.hypot(a_2, b_2)) / 2
    stretch = 1.5 - 0.5 * np.sqrt(mean**7 / (mean**7 + 25.0**7))
    chroma, chroma_2 = np.hypot(a * stretch, b), np.hypot(a_2 * stretch, b_2)
    hue, hue_2 = (np.degrees(np.arctan2(y, x * stretch)) % 360 for x, y in ((a, b), (a_2, b_2)))
    is_grey = chroma * chroma_2 == 0
    turn = np.where(is_grey, 0, (hue_2 - hue + 180) % 360 - 180)
    hue_step = 2 * np.sqrt(chroma * chroma_2) * np.sin(np.radians(turn / 2))
    about = np.where(is_grey, hue + hue_2, (hue + turn / 2) % 360)
    mean_light, mean_chroma = (light + light_2) / 2, (chroma + chroma_2) / 2
    tilt = (
        1
        - 0.17 * np.cos(np.radians(about - 30))
        + 0.24 * np.cos(np.radians(2 * about))
        + 0.32 * np.cos(np.radians(3 * about + 6))
        - 0.2 * np.cos(np.radians(4 * about - 63))
    )
    middle = (mean_light - 50) ** 2
    by_light = (light_2 - light) / (1 + 0.015 * middle / np.sqrt(20 + middle))
    by_chroma = (chroma_2 - chroma) / (1 + 0.045 * mean_chroma)
    by_hue = hue_step / (1 + 0.015 * mean_chroma * tilt)
    bent = 2 * np.sqrt(mean_chroma**7 / (mean_chroma**7 + 25.0**7))
    bent = bent * -np.sin(np.radians(60 * np.exp(-(((about - 275) / 25) ** 2))))
    return np.asarray(np.sqrt(by_light**2 + by_chroma**2 + by_hue**2 + bent * by_chroma * by_hue))
