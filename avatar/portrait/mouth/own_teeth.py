"""A person's own upper teeth, where the photo shows them: the best texture there is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

LEAST_WIDTH, LEAST_HEIGHT = 16.0, 2.5
"""mm of teeth that must show before they are worth taking."""
INSET = 0.35
"""mm by which the lips' rim is left out: it is blurred with lip colour."""
REDDEST = 0.4
"""share of its red that enamel lacks in green at most, in the warmest light: what is redder is tongue or cavity"""


@dataclass(frozen=True, slots=True)
class OwnTeeth:
    """The photo's upper teeth on the grid of the mouth's layers."""

    colour: NDArray[np.uint8]
    """(h, w, 3) RGB"""
    cover: NDArray[np.float32]
    """(h, w), 0-1"""
    edge: float
    """mm below the lip line, biting edge of the middle teeth"""


def find_own_teeth(
    pixels: NDArray[np.uint8], ring: NDArray[np.float64], origin: tuple[float, float], per_mm: float
) -> OwnTeeth | None:
    """Look for a row of upper teeth below the upper lip, or give None.

    `pixels` is (h, w, 3), the photo resampled onto the layers' grid; `ring` the (n, 2) outline of the open mouth
    on it, px; `origin` the layer px of the lip line's middle; `per_mm` px per mm.
    """
    import cv2

    mouth = np.zeros(pixels.shape[:2], np.uint8)
    cv2.fillPoly(mouth, [np.rint(ring).astype(np.int32)], 1)
    inset = 2 * round(INSET * per_mm) + 1
    mouth = cv2.erode(mouth, np.ones((inset, inset), np.uint8))
    if not mouth.any():
        return None
    row = _upper_row(_is_enamel(pixels, mouth > 0), mouth > 0, per_mm)
    columns = np.flatnonzero(row.sum(axis=0) > LEAST_HEIGHT * per_mm)
    if len(columns) < LEAST_WIDTH * per_mm:
        return None
    cover = cv2.GaussianBlur(row.astype(np.float32), (0, 0), 0.22 * per_mm)
    return OwnTeeth(pixels, np.clip(2 * cover - 0.6, 0, 1), _edge(row, origin, per_mm))


def _is_enamel(pixels: NDArray[np.uint8], mouth: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Tell enamel: bright for this mouth, and not red."""
    colour = pixels.astype(np.float64)
    light = colour.mean(axis=2)
    bright = float(np.percentile(light[mouth], 92))
    redness = (colour[..., 0] - colour[..., 1]) / np.maximum(colour[..., 0], 1)
    usual = float(np.median(redness[mouth & (light > 0.8 * bright)]))
    if usual > REDDEST:
        return np.zeros_like(mouth)
    return np.asarray(mouth & (light > 0.52 * bright) & (redness < usual + 0.16))


def _upper_row(enamel: NDArray[np.bool_], mouth: NDArray[np.bool_], per_mm: float) -> NDArray[np.bool_]:
    """Keep in each column what lies between the upper lip and the end of the first run of enamel."""
    enamel = _closed(enamel, max(1, round(0.5 * per_mm)))
    rows = np.arange(enamel.shape[0])[:, None]
    top = np.where(mouth.any(axis=0), mouth.argmax(axis=0), enamel.shape[0])
    begins = np.where(enamel.any(axis=0), enamel.argmax(axis=0), enamel.shape[0])
    after = (~enamel) & (rows > begins[None])
    ends = np.where(after.any(axis=0), after.argmax(axis=0), enamel.shape[0])
    # Enamel that begins far below the lip is the lower row, or none.
    ends = np.where(begins - top < 4.0 * per_mm, ends, top)
    ends = _medians(ends, max(3, round(0.8 * per_mm)))
    return np.asarray((rows >= top[None]) & (rows < ends[None]) & mouth)


def _closed(mask: NDArray[np.bool_], side: int) -> NDArray[np.bool_]:
    """Fill gaps into which no square of so many px fits."""
    import cv2

    square, half = np.ones((side, side), np.uint8), side // 2
    wide = cv2.dilate(mask.astype(np.uint8), square, anchor=(half, half))
    back = (side - 1 - half,) * 2
    return np.asarray(cv2.erode(wide, square, anchor=back, borderType=cv2.BORDER_CONSTANT, borderValue=0) > 0)


def _medians(values: NDArray[np.intp], width: int) -> NDArray[np.intp]:
    """Take the median, or the upper of two, of so many neighbours of each value; the row is mirrored at its ends."""
    before = width // 2
    row = np.pad(values, (before, width - 1 - before), mode="symmetric")
    return np.sort(np.lib.stride_tricks.sliding_window_view(row, width), axis=1)[:, before]


def _edge(row: NDArray[np.bool_], origin: tuple[float, float], per_mm: float) -> float:
    middle = slice(int(origin[0] - 7 * per_mm), int(origin[0] + 7 * per_mm))
    lowest = [np.flatnonzero(column)[-1] for column in row[:, middle].T if column.any()]
    return float((np.percentile(lowest, 70) - origin[1]) / per_mm) if lowest else 2.8
