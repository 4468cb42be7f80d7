"""What moves and is no shape: what the head and the breath carry, where lips stop each other, folds and shadows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from avatar.data import Rig
    from avatar.reenact.gltf.container import Container

SHADE = 1 / 16384
"""what changes of brightness are multiples of"""
SHARE = 1 / 65535
BREATH = 1 / 4096
"""px"""
LEAST_PULL = 1e-4
"""share of a correction below which a vertex stays"""


def keep(file: Container, rig: Rig, travel: float) -> dict[str, Any]:
    """Keep it, and describe it."""
    return {
        "unit": rig.unit,
        "axes": rig.axes.tolist(),
        "pivot": rig.pivot.tolist(),
        "travel": travel,
        "eyes_hidden": rig.eyes_hidden,
        "head_weight": file.numbers(_steps(rig.head_weight, SHARE, np.uint16), SHARE),
        "breath": file.numbers(_steps(rig.breath, BREATH, np.int16), BREATH),
        "shades": _shades(file, rig),
        "seam_shade": file.numbers(_steps(rig.seam_shade, SHADE, np.int16), SHADE) if rig.seam_shade.any() else None,
        "upper_lip": file.numbers(_numbers(rig.upper_lip)),
        "lower_lip": file.numbers(_numbers(rig.lower_lip)),
        "upper_lids": file.numbers(_numbers(rig.upper_lids)),
        "lower_lids": file.numbers(_numbers(rig.lower_lids)),
        "lip_pull": _pull(file, rig),
    }


def _shades(file: Container, rig: Rig) -> dict[str, Any]:
    whole = _steps(rig.shades, SHADE, np.int16)
    shapes, vertices = np.nonzero(whole)
    used, counts = np.unique(shapes, return_counts=True)
    return {
        "columns": used.tolist(),
        "counts": counts.tolist(),
        "vertices": file.numbers(_numbers(vertices)),
        "values": file.numbers(whole[shapes, vertices], SHADE),
    }


def _pull(file: Container, rig: Rig) -> dict[str, Any]:
    shares = np.where(rig.lip_pull < LEAST_PULL, 0, rig.lip_pull)
    lips, rows, pairs = np.nonzero(shares)
    vertices = rig.lip_vertices[rows]
    return {
        "lips": {"upper": int((lips == 0).sum()), "lower": int((lips == 1).sum())},
        "vertices": file.numbers(_numbers(vertices)),
        "pairs": file.numbers(pairs.astype(np.uint8)),
        "shares": file.numbers(_steps(shares[lips, rows, pairs], SHARE, np.uint16), SHARE),
    }


def _steps(array: NDArray[np.float32], step: float, kind: type) -> NDArray[np.generic]:
    limits = np.iinfo(kind)
    return np.asarray(np.rint(array / step).clip(limits.min, limits.max), kind)


def _numbers(vertices: NDArray[np.integer[Any]]) -> NDArray[np.generic]:
    return vertices.astype(np.uint16 if vertices.max(initial=0) <= 65535 else np.uint32)
