"""Follow thin lines over the skin: where the best one runs, and how strong it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_WIDTHS = (1.3, 2.4, 4.2)
"""Of the lines looked for, steps across, standard deviations of the filters."""
_ALONG = 4.0
"""Steps along over which a line must go on: hair, lashes and freckles do not."""
_CHROMA = 1.5
"""A step of colour counts as that many steps of lightness."""
_ENOUGH = 1.5
"""Strength beyond which a line is no better for the way: else brows and hair would draw it off a thin rim."""


def line_strength(sheet: NDArray[np.float32], skin: float) -> NDArray[np.float32]:
    """Say how much each place looks like a line, dark, bright or of another colour: (n, m).

    `sheet` is (n, m, 3) L*a*b*, n steps along the line looked for and m across it. 1 is a line that stands out of
    the `skin`'s lightness by about a fifteenth, and clearly out of the sheet's own roughness.
    """
    import cv2

    colours = sheet * np.array([1, _CHROMA, _CHROMA], np.float32)
    best = np.zeros(sheet.shape[:2], np.float32)
    for width in _WIDTHS:
        smooth = cv2.GaussianBlur(colours, (0, 0), sigmaX=width, sigmaY=_ALONG)
        # A bar of about twice the width answers with half its contrast.
        curve = width**2 * (np.roll(smooth, 1, 1) + np.roll(smooth, -1, 1) - 2 * smooth)
        answer = np.sqrt((curve**2).sum(axis=2))
        best = np.maximum(best, answer / (max(skin, 20) / 30 + 1.5 * float(np.median(answer))))
    best[:, [0, -1]] = 0
    return best


def follow(strength: NDArray[np.float32], step: int = 1) -> NDArray[np.int32]:
    """Give the way (n,) along the rows of (n, m) that gathers the most, at most `step` columns aside per row."""
    gain = np.minimum(strength, _ENOUGH)
    total, came = gain.copy(), np.zeros(gain.shape, np.int32)
    moves = np.arange(-step, step + 1)
    columns = np.arange(gain.shape[1])
    for row in range(1, len(gain)):
        padded = np.pad(total[row - 1], step, constant_values=-np.inf)
        choices = np.stack([padded[step + move : step + move + len(columns)] for move in moves])
        choices -= 0.04 * np.abs(moves)[:, None]
        pick = choices.argmax(axis=0)
        came[row] = moves[pick]
        total[row] = gain[row] + choices[pick, columns]
    way = np.empty(len(gain), np.int32)
    way[-1] = total[-1].argmax()
    for row in range(len(gain) - 1, 0, -1):
        way[row - 1] = way[row] + came[row, way[row]]
    return way


def follow_around(strength: NDArray[np.float32], step: int = 2) -> NDArray[np.int32]:
    """Do the same where the last row goes on at the first."""
    half = len(strength) // 2
    way = follow(np.concatenate([strength, strength]), step)[half : half + len(strength)]
    return np.roll(way, half)


def along(strength: NDArray[np.float32], way: NDArray[np.int32]) -> NDArray[np.float32]:
    """Read the strength (n,) off a way."""
    return np.asarray(strength[np.arange(len(way)), way])
