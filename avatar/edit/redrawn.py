"""A target's own face as a network draws it with somebody's numbers: laid on then as any source's face is."""

# Shapes no clip.

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from avatar.edit.faces import FilmedFace
from avatar.errors import NotInstalledError
from avatar.identity.chip import ARCFACE, Five, cut, fit
from avatar.identity.embedders import ArcFaceEmbedder

if TYPE_CHECKING:
    from avatar.edit.faces import Face
    from avatar.identity.embedders import Embedder
    from avatar.neural.swapping import SwapNetwork

_PLACES = Five(ARCFACE.points, (112 * ARCFACE.places + (8, 0)) / 128)
"""where InsightFace lays the five points for such a network"""
_RIM = 1 / 16
"""of the drawn face's side over which it ends: at its rim such a network draws what it likes"""


def require_arcface(embedder: Embedder) -> ArcFaceEmbedder:
    """Give what makes ArcFace's numbers. Raise `NotInstalledError` where faces are compared by something else."""
    if isinstance(embedder, ArcFaceEmbedder):
        return embedder
    raise NotInstalledError(
        "A swap network is told who a face is to be by ArcFace's numbers, and ArcFace is not installed; install it "
        "with: pip install 'avatar[insightface]', then avatar model install buffalo_l --accept-licence buffalo_l"
    )


def redrawn(source: Face, target: Face, network: SwapNetwork, embedder: ArcFaceEmbedder) -> FilmedFace:
    """Give the target's picture with its face drawn as the source's: on its own landmarks, in its own light."""
    import cv2

    to_chip = fit(target.landmarks[list(_PLACES.points), :2], _PLACES.places * network.side)
    own = cut(target.image, target.landmarks, network.side, _PLACES)
    face = network.drawn(own, embedder.embed(source.image, source.landmarks))
    height, width = target.image.shape[:2]
    turned = [
        cv2.warpAffine(each, to_chip, (width, height), flags=cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP)
        for each in (face.astype(np.float32), _faded(network.side))
    ]
    share = np.clip(turned[1], 0, 1)[..., None]
    mixed = target.image + share * (turned[0] - target.image)
    picture = np.asarray(np.clip(np.rint(mixed), 0, 255), np.uint8)
    return FilmedFace(source.name, picture, target.landmarks, target.pose, target.iod)


def _faded(side: int) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    """Give how much of a drawn face counts, (side, side), 0-1."""
    away = np.minimum(np.arange(side), np.arange(side)[::-1]) / (_RIM * side)
    edge = np.clip(away, 0, 1)
    return np.asarray(np.minimum.outer(edge, edge), np.float32)
