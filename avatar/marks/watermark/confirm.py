"""Whether a picture bears a mark that is known, where it was put: surer and cheaper than to look for any mark anywhere.

Who makes a film knows the word, the size of the cells and the tile's corner, so one picture is enough.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from avatar.marks.watermark.code import encode, signs
from avatar.marks.watermark.geometry import UNCROPPED, Placement, read_cells
from avatar.marks.watermark.pattern import LADDER, cells_across, lattice
from avatar.marks.watermark.payload import pack

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from avatar.marks.watermark.payload import Payload

CONFIRMED = 0.42
"""cosine: a picture without the mark, or with that of another id, reaches it once in 10^6; large pictures full of fine
texture kept 0.5 and more"""
SMALL = LADDER[1][0]
"""px of the shorter side up to which so few cells are left that texture or compression may hide the mark"""


def fit(luma: NDArray[np.uint8], key: bytes, payload: Payload) -> float:
    """Say how well a picture (H, W), as large as it was marked, bears this mark: cosine of word and what is read."""
    height, width = luma.shape
    cells = cells_across((width, height)) / min(width, height)
    if 4 * cells <= 1 and width % 2 == height % 2 == 0:
        # Two samples per cell are left, and halving costs least.
        luma = np.asarray(cv2.resize(luma, (width // 2, height // 2), interpolation=cv2.INTER_AREA), np.uint8)
    placement = Placement((width * cells, height * cells), UNCROPPED, 0.0)
    values = lattice(key).read(read_cells(luma.astype(np.float32), placement))
    word = signs(encode(pack(payload, key)))
    return float(values @ word / (np.linalg.norm(values) * np.linalg.norm(word) + 1e-12))
