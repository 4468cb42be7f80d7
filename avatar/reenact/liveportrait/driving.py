"""From what the standard driver shows to the keypoints that LivePortrait draws by.

The motion is relative, as in the paper's section 3.4: what the driver's keypoints do since it was at rest is done by
the source's. Near contact lips and lids are taken out of that and given to the retargeting modules, which are told our
own apertures; so a seal does not depend on how well a motion extractor sees it at 256 px. Stitching comes last.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from torch import Tensor

    from avatar.neural.liveportrait.motions import Motion
    from avatar.neural.liveportrait.network import LivePortrait
    from avatar.reenact.liveportrait.apertures import Apertures

LIPS, LIDS = (6, 12, 14, 17, 19, 20), (11, 13, 15, 16, 18)
"""Keypoints of the released model that move lips, and lids, as its authors' program names them."""
LIPS_NEAR, LIDS_NEAR = (0.02, 0.12), (0.04, 0.14)
"""Ratios of opening up to which the retargeting alone says how far open they are, and from which the motion does."""
_DOWN = 1
"""the axis along which lips and lids open"""


@dataclass(frozen=True, slots=True)
class Source:
    """What is the same in every frame of a portrait, on the network's device."""

    features: Tensor
    """(1, C, D, H, W), its appearance"""
    motion: Motion
    """of the source itself, which is the driver at rest as well"""
    keypoints: Tensor
    """(1, K, 3), where its keypoints are"""
    apertures: Apertures
    """of the source, T = 1"""
    has_lids: bool
    """its eyes can be seen: no dark lenses hide them"""


def driven(network: LivePortrait, source: Source, driving: Motion, apertures: Apertures) -> Tensor:
    """Give the keypoints (B, K, 3) of the source as the driver's motion (B) and its apertures (T = B) have it."""
    import torch

    lips, lids = near(apertures.lips, LIPS_NEAR), near(apertures.lids.max(axis=1), LIDS_NEAR) * source.has_lids
    change = driving.expression - source.motion.expression
    shares = torch.ones_like(change)
    for which, closed in ((LIPS, lips), (LIDS, lids)):
        if max(which) < change.shape[1]:
            shares[:, list(which), _DOWN] = 1 - _column(closed, change)
    points = source.motion.moved(driving, source.motion, change * shares).keypoints()
    for network_of, closed, ratios in (
        (network.retarget_lips, lips, _asked(source.apertures.lips[:, None], apertures.lips)),
        (network.retarget_eyes, lids, _asked(source.apertures.lids, apertures.lids.mean(axis=1))),
    ):
        if closed.any():
            correction = network_of(source.keypoints, torch.from_numpy(ratios))
            points = points + correction * _column(closed, change)[..., None]
    return network.stitch(source.keypoints, points)


def near(ratios: NDArray[np.float32], limits: tuple[float, float]) -> NDArray[np.float32]:
    """Give how far the retargeting decides, (T,): 1 up to the first limit, 0 from the second on."""
    share = np.clip((limits[1] - ratios) / (limits[1] - limits[0]), 0, 1)
    return np.asarray(share * share * (3 - 2 * share), np.float32)


def _asked(present: NDArray[np.float32], wanted: NDArray[np.float32]) -> NDArray[np.float32]:
    """Put the source's ratios (1, n) beside the wanted one of each frame (T,), (T, n + 1)."""
    return np.column_stack([np.broadcast_to(present, (len(wanted), present.shape[1])), wanted]).astype(np.float32)


def _column(values: NDArray[np.float32], like: Tensor) -> Tensor:
    import torch

    return torch.from_numpy(values[:, None]).to(like)
