"""The renderer that draws with LivePortrait."""

from __future__ import annotations

from typing import TYPE_CHECKING

from avatar.errors import NotInstalledError

if TYPE_CHECKING:
    from pathlib import Path

    from avatar.neural.liveportrait.network import LivePortrait

INSTALL = "pip install 'avatar[neural]'"


def load(folder: str | Path, device: str = "auto", *, is_half: bool | None = None) -> LivePortrait:
    """Load the published weights from a folder: five .pth files, side by side or as they are published.

    `device` is auto (a GPU where there is one), cpu, cuda or cuda:1; `is_half` None is half precision on a GPU.

    What is given has the methods `features` (what the appearance feature extractor gives), `motion` (the motion
    extractor's keypoints, angles in degrees), `stitch`, `retarget_lips`, `retarget_eyes` and `generate` (warping module
    and SPADE generator), and as fields the seven networks themselves: `appearance_feature_extractor`,
    `motion_extractor`, `warping_module`, `spade_generator`, `stitching`, `lips`, `eyes`.

    Raise `NotInstalledError` without torch, `InputError` where a file is not there or is another network's.
    """
    from pathlib import Path

    try:
        from avatar.neural.liveportrait import network, reading
    except ImportError as fault:
        raise NotInstalledError(
            f"LivePortrait runs on {fault.name or 'torch'}, which is not installed; install it with: {INSTALL}"
        ) from None
    return network.load(reading.find(Path(folder)), device, is_half=is_half)
