"""The seam between the lips: where it lies in the photo, how an open mouth closes, who follows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

OPEN_GAP = 0.055
"""IOD. Below this the landmark model's own scatter on closed lips (0.01-0.045) explains the gap."""
UPPER_SHARE = 0.35
"""Of the way to contact; the jaw side does the rest."""


def find_lip_line(
    image: NDArray[np.uint8], upper: NDArray[np.float64], lower: NDArray[np.float64], unit: float
) -> NDArray[np.float64]:
    """Find the dark line between closed lips.

    `upper` and `lower` are (n, 2) opposite points of the inner rings, px. Returns (n, 2) px on the line. A path
    of least brightness across the n columns, kept smooth by dynamic programming.
    """
    import cv2

    steps = np.linspace(-1.0, 1.0, 61)
    middle = (upper + lower) / 2
    reach = np.linalg.norm(lower - upper, axis=1).max() / 2 + 0.025 * unit
    down = _down(upper)
    taper = np.sin(np.linspace(0, np.pi, len(upper)))[:, None] ** 0.5
    places = middle[:, None] + (steps[None] * taper * reach)[..., None] * down
    grey = cv2.GaussianBlur(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), (0, 0), max(0.6, 0.004 * unit))
    at = (places - 0.5).astype(np.float32)
    light = cv2.remap(grey, at[..., 0], at[..., 1], cv2.INTER_LINEAR).astype(np.float64)
    valley = light - _smoothed(light, 9)
    spread = max(1.0, float(np.percentile(valley, 95) - np.percentile(valley, 5)))
    cost = valley / spread + 0.12 * steps[None] ** 2
    path = _smoothed(steps[None, _cheapest_path(cost)], 1.5)[0]
    line = middle + (path[:, None] * taper * reach) * down
    line[[0, -1]] = middle[[0, -1]]
    return np.asarray(line)


def _smoothed(rows: NDArray[np.float64], width: float) -> NDArray[np.float64]:
    """Blur each row of (n, m); beyond its ends it goes on as it ends."""
    import cv2

    size = 2 * round(4 * width) + 1
    return np.asarray(cv2.GaussianBlur(rows, (size, 1), width, borderType=cv2.BORDER_REPLICATE))


def _down(upper: NDArray[np.float64]) -> NDArray[np.float64]:
    across = upper[-1] - upper[0]
    return np.asarray(np.array([-across[1], across[0]]) / np.linalg.norm(across))


def _cheapest_path(cost: NDArray[np.float64]) -> NDArray[np.int64]:
    columns, rows = cost.shape
    bend = 0.012 * (np.arange(rows)[:, None] - np.arange(rows)[None]) ** 2
    total = cost.copy()
    back = np.zeros((columns, rows), np.int64)
    for column in range(1, columns):
        via = total[column - 1][None] + bend
        back[column] = via.argmin(axis=1)
        total[column] += via.min(axis=1)
    path = np.empty(columns, np.int64)
    path[-1] = total[-1].argmin()
    for column in range(columns - 1, 0, -1):
        path[column - 1] = back[column, path[column]]
    return path


def followers(points: NDArray[np.float64], ring: NDArray[np.int32], reach: float, blur: float) -> NDArray[np.float64]:
    """Say how much of each ring vertex's displacement every point takes: (N, n).

    Points take a blurred share along the lip (`blur`, px) that fades to nothing at distance `reach` (px) from the
    ring; ring vertices take exactly their own. `points` are (N, 2) px.
    """
    seam = points[ring]
    across = (seam[-1] - seam[0]) / np.linalg.norm(seam[-1] - seam[0])
    along = (points - seam[0]) @ across
    near = np.exp(-0.5 * ((along[:, None] - (seam - seam[0]) @ across) / blur) ** 2) + 1e-12
    distance = np.sqrt(((points[:, None] - seam[None]) ** 2).sum(axis=2)).min(axis=1)
    fade = np.clip(1 - distance / reach, 0, 1) ** 2
    shares = near / near.sum(axis=1, keepdims=True) * fade[:, None]
    shares[ring] = np.eye(len(ring))
    return np.asarray(shares)


def meeting_line(upper: NDArray[np.float64], lower: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the (n, d) line on which opposite points of the two lips meet."""
    return upper + UPPER_SHARE * (lower - upper)
